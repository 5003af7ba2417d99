"""Settings: environment variables with these names in upper case. README.md describes them."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings
from sqlalchemy import URL, make_url

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


class Settings(BaseSettings, frozen=True, hide_input_in_errors=True):
    secret_key: SecretStr = Field(min_length=32)
    demo_password: SecretStr = Field(min_length=8)
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, lt=2**16)
    webhook_secret: SecretStr | None = None
    secure_cookies: bool = False
    max_upload_size: int = Field(2 * 1024**3, ge=1, le=5 * 1024**3)
    uploads_per_hour: int = Field(60, ge=1)
    sign_ins_per_minute: int = Field(10, ge=1)
    link_lifetime: int = Field(600, ge=1)
    stop_timeout: int = Field(5, ge=1)

    @property
    def sqlalchemy_url(self) -> URL:
        given = self.database_url.get_secret_value() if self.database_url else None
        url = make_url(given or f"sqlite:///{self.data_dir.absolute() / 'studio.db'}")
        return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
