"""Serve the application of `examples/web` together with a sandbox of the Move API, until Ctrl+C.

Usage: python -m scripts.web
"""

import asyncio
import os
import secrets
import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox, TimedClock

sys.path.insert(0, str(Path(__file__).parent.parent / "examples" / "web"))

from studio.app import serve
from studio.settings import Settings

PASSWORD = "motion-capture"  # noqa: S105 - for this machine only
SPEED = 2.0


async def register(url: str, secret: str) -> None:
    """Register the application for the events of jobs."""
    events = ["ugc.job.state.completed", "ugc.job.state.failed"]
    async with AsyncMoveUgc() as client:
        await client.webhooks.upsert(events, uid="studio", url=f"{url}/webhooks/move", secret=secret)


def main() -> None:
    port = int(os.environ.get("PORT", "8080"))
    url = f"http://127.0.0.1:{port}"
    secret = "whsec_" + b64encode(secrets.token_bytes(24)).decode()
    with tempfile.TemporaryDirectory(prefix="studio-") as folder, Sandbox(clock=TimedClock(SPEED)) as sandbox:
        os.environ.update(MOVE_API_KEY=sandbox.api_key, MOVE_UGC_ENDPOINT_URL=sandbox.endpoint_url)
        asyncio.run(register(url, secret))
        print(f"Open {url} and sign in as Ada or Grace with the password {PASSWORD}.", flush=True)
        print(f"The sandbox of the Move API is at {sandbox.url}. Ctrl+C stops both.", flush=True)
        serve(
            Settings.model_validate(
                {
                    "secret_key": secrets.token_hex(),
                    "demo_password": PASSWORD,
                    "data_dir": folder,
                    "webhook_secret": secret,
                    "port": port,
                }
            )
        )


if __name__ == "__main__":
    main()
