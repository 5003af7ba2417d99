"""The jobs of all users, in SQLite or PostgreSQL."""

import contextlib
import time
from collections.abc import Sequence

from sqlalchemy import URL, BigInteger, ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

UNFINISHED = ("creating", "running")


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class Job(Base):
    """A clip that was uploaded, and the job of the Move API for it."""

    __tablename__ = "jobs"

    # A UUID that the browser has chosen: a repeated upload is the same job. Also the idempotency key.
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    file_id: Mapped[str]
    file_type: Mapped[str]
    state: Mapped[str] = mapped_column(default="creating", index=True)  # or running, finished, failed
    job_id: Mapped[str | None] = mapped_column(default=None)  # of the Move API, once it is created
    error: Mapped[str | None] = mapped_column(default=None)
    created: Mapped[float] = mapped_column(default_factory=time.time)  # seconds since 1970


class Store:
    def __init__(self, url: URL) -> None:
        self.engine = create_async_engine(url, hide_parameters=True)
        self._session = async_sessionmaker(self.engine, expire_on_commit=False)

    async def add(self, job: Job) -> Job:
        """Add a job, unless another request has added one with its id meanwhile, and return what is stored."""
        with contextlib.suppress(IntegrityError):
            async with self._session.begin() as session:
                session.add(job)
        return (await self.select(Job.id == job.id))[0]

    async def select(self, *conditions: ColumnElement[bool], limit: int | None = None) -> Sequence[Job]:
        """Return the jobs that meet all conditions, the newest first."""
        query = select(Job).where(*conditions).order_by(Job.created.desc()).limit(limit)
        async with self._session() as session:
            return (await session.scalars(query)).all()

    async def find(self, *conditions: ColumnElement[bool]) -> Job | None:
        return next(iter(await self.select(*conditions, limit=1)), None)

    async def update(self, row_id: str, **values: str) -> None:
        async with self._session.begin() as session:
            await session.execute(update(Job).where(Job.id == row_id).values(**values))
