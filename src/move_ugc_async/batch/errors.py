"""The errors of batches, besides those of `move_ugc_async.errors`.

MoveError
├── BatchInUseError                 another process works on the same SQLite file
├── BatchDatabaseError              the database of a batch cannot be used
│   ├── DatabaseUnavailableError    it cannot be reached or opened at the moment
│   └── DatabaseVersionError        its tables belong to a newer version of this package
├── LeaseConflictError              the id of a worker is in use, or was taken over
└── LeaseLostError                  this process may no longer send creations
"""

from move_ugc_async.errors import MoveError


class BatchInUseError(MoveError):
    """Another process works on the same SQLite file.

    Pass `worker=False` to submit, read results and cancel beside it, or use PostgreSQL for several workers.
    """


class BatchDatabaseError(MoveError):
    """The database of a batch cannot be used."""


class DatabaseUnavailableError(BatchDatabaseError):
    """The database cannot be reached or opened at the moment, or a transaction failed."""

    _transient = True


class DatabaseVersionError(BatchDatabaseError):
    """The tables in the database belong to a newer version of this package; upgrade it on this host."""


class LeaseConflictError(MoveError):
    """The id of a worker is in use by another process, or its work was taken over; use another id."""


class LeaseLostError(MoveError):
    """This process may no longer send creations: its lease expired, or its work was taken over.

    Nothing was sent. Clips are continued by the worker that took them over; a lease that only expired, such as while
    the database was unavailable, is valid again after its next renewal.

    Attributes:
        is_final: Whether another worker has taken over; restart this one.
    """

    is_final: bool = False

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final
