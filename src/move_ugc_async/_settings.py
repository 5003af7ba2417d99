"""Settings of a client, each of which is declared once, as a field of `Settings`."""

import hashlib
import inspect
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeAlias, cast, get_args

from typing_extensions import TypedDict

from move_ugc_async._attempt import OnAttempt
from move_ugc_async._backoff import Backoff, FullJitter
from move_ugc_async._log import log_to_stderr
from move_ugc_async._secrets import Credential
from move_ugc_async._spending.budget import Budget, as_budgets, is_budget
from move_ugc_async._transport.http import BackendName, Url, parse_url
from move_ugc_async.errors import MoveConfigurationError

DEFAULT_ENDPOINT_URL = "https://api.move.ai/ugc/graphql"
_MIN_API_KEY_LENGTH = 12  # as in the official SDK
_MAX_LISTING_DELAY = 300
"""Maximum seconds from sending a creation until its object is in the lists: `server_timeout` plus `settle`."""

OnAmbiguous: TypeAlias = Literal["resend", "raise"]
"""How to handle an ambiguous creation after a search has found nothing."""

IdempotencySearch: TypeAlias = Literal["take", "account"]
"""Which jobs are searched for the key of a job: those of its take, or of the account."""

IdempotencyScope: TypeAlias = Literal["account", "host", "concurrent"]
"""Which hosts may use the same keys: all hosts of the account, only this host, or several hosts at the same time."""

Fence: TypeAlias = Callable[[], None]
"""Function that raises an exception if this process must not create anything."""


class ClientOptions(TypedDict, total=False):
    """Options of `AsyncMoveUgc.with_options`; they have the meaning of the client arguments."""

    timeout: float
    connect_timeout: float
    max_retries: int
    backoff: Backoff
    max_answer_size: int
    default_page_size: int | None
    prefetch: bool
    wait_timeout: float | None
    settle: float
    server_timeout: float
    on_ambiguous: OnAmbiguous
    idempotency_search: IdempotencySearch
    idempotency_scope: IdempotencyScope
    download_range_threshold: int
    download_ranges: int
    check_media: bool
    budget: Budget | Sequence[Budget] | None
    on_attempt: OnAttempt | None
    fence: Fence | None


@dataclass(frozen=True, slots=True)
class Check:
    """The valid values of a setting; `expected` and `advice` are parts of the error message for other values."""

    is_valid: Callable[[Any], bool]
    expected: str
    advice: str = ""

    def validate(self, name: str, value: Any) -> None:
        """Raise a `MoveConfigurationError` if a value is invalid."""
        if not self.is_valid(value):
            msg = f"{name} must be {self.expected}; got {value!r}{self.advice}"
            raise MoveConfigurationError(msg)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) <= sys.float_info.max


def _is_positive(value: Any) -> bool:
    return _is_number(value) and value > 0


def _is_whole(value: Any, minimum: int = 1) -> bool:
    return isinstance(value, int) and value >= minimum


def _is_folder(value: Any) -> bool:
    return isinstance(value, str | os.PathLike) and value != "" and "\0" not in os.fsdecode(cast("str", value))


def _is_coroutine_function(value: Any) -> bool:
    # An object whose class has `async def __call__` is called like a coroutine function.
    return inspect.iscoroutinefunction(value) or inspect.iscoroutinefunction(getattr(value, "__call__", None))  # noqa: B004


_ANYTHING = Check(lambda _: True, "anything")
_SECONDS = Check(_is_positive, "a finite number above 0")
_LIMIT = Check(lambda value: value is None or _is_positive(value), _SECONDS.expected, "; use None for no limit")
_DELAY = Check(lambda value: _is_number(value) and value >= 0, "a finite number, 0 or more")
_WINDOW = Check(
    lambda value: _is_number(value) and value > _MAX_LISTING_DELAY, f"a finite number above {_MAX_LISTING_DELAY}"
)
_COUNT = Check(_is_whole, "a whole number, 1 or more")
_RETRIES = Check(lambda value: _is_whole(value, 0), "a whole number, 0 or more")
_PAGE_SIZE = Check(lambda value: value is None or _is_whole(value), _COUNT.expected)
_FOLDER = Check(lambda value: value is None or _is_folder(value), "the path of a folder")
_SWITCH = Check(lambda value: isinstance(value, bool), "True or False")
_FUNCTION = Check(callable, "a function")
_BUDGET = Check(is_budget, "a Budget, a list of them, or None")
_HOOK = Check(lambda value: value is None or callable(value), _FUNCTION.expected)
_FENCE = Check(
    # A coroutine that nobody awaits would never raise.
    lambda value: value is None or (callable(value) and not _is_coroutine_function(value)),
    "a function that is not a coroutine function",
)


def _one_of(literal: Any) -> Check:
    choices = get_args(literal)
    return Check(lambda value: value in choices, f"one of {', '.join(map(repr, choices))}")


_LOG_LEVEL = _one_of(Literal["debug", "info", "warning", "error"])


def _parse_api_key(value: Any) -> Credential:
    if not isinstance(value, str | None):
        msg = f"api_key must be a string; got {type(value).__name__}"
        raise MoveConfigurationError(msg)
    key = Credential((value or "").strip())
    if not key:
        msg = "cannot create a client: no API key; set the environment variable MOVE_API_KEY, or pass api_key="
        raise MoveConfigurationError(msg)
    if key[0] in "\"'`" and key[-1] == key[0]:
        # `docker run --env-file`, for example, does not remove quotes.
        msg = "the API key must not have quotes around it; remove them from MOVE_API_KEY or api_key="
        raise MoveConfigurationError(msg)
    if len(key) < _MIN_API_KEY_LENGTH:
        msg = (
            f"the API key must have at least {_MIN_API_KEY_LENGTH} characters; got {len(key)}; check MOVE_API_KEY or "
            "api_key="
        )
        raise MoveConfigurationError(msg)
    if not key.isascii() or not key.isprintable():
        msg = "the API key must consist of printable ASCII characters; check MOVE_API_KEY or api_key="
        raise MoveConfigurationError(msg)
    return key


def _parse_endpoint_url(value: Any) -> Url:
    text = DEFAULT_ENDPOINT_URL if value is None else value
    url = parse_url(text) if isinstance(text, str) else None
    if url is None or url.scheme not in ("http", "https") or not url.host or url.userinfo:
        # Without the value, since it may contain a password.
        msg = (
            f"the endpoint must be a URL such as {DEFAULT_ENDPOINT_URL}, with http:// or https:// and without a user "
            "name; check MOVE_UGC_ENDPOINT_URL or endpoint_url="
        )
        raise MoveConfigurationError(msg)
    return url


def _parse_page_size(text: str) -> int:
    size: int | str = text[:40]
    with suppress(ValueError):
        size = int(text)
    _COUNT.validate("MOVE_DEFAULT_PAGE_SIZE", size)
    return cast("int", size)


def ensure_budgets(budget: Budget | Sequence[Budget] | None) -> tuple[Budget, ...]:
    """Return an argument `budget` as a tuple, or raise `MoveConfigurationError`."""
    _BUDGET.validate("budget", budget)
    return as_budgets(budget)


def setting(check: Check = _ANYTHING, default: Any = None, *, variable: str = "", parse: Any = str) -> Any:
    """Declare a setting of a client.

    Args:
        check: What it must be.
        default: Default of the client argument.
        variable: Environment variable that replaces None.
        parse: Function that converts the text of the variable.
    """
    return field(default=default, metadata={"check": check, "variable": variable, "parse": parse})


@dataclass(frozen=True, slots=True)
class Settings:
    """Valid settings of a client. The docstring of `AsyncMoveUgc` describes them."""

    api_key: Credential = setting(variable="MOVE_API_KEY", parse=Credential)
    endpoint_url: Url = setting(variable="MOVE_UGC_ENDPOINT_URL")
    timeout: float = setting(_SECONDS, 60.0)
    connect_timeout: float = setting(_SECONDS, 10.0)
    max_retries: int = setting(_RETRIES, 4)
    backoff: Backoff = setting(_FUNCTION, FullJitter())
    retry_budget: int = setting(_RETRIES, 500)
    max_rate: float | None = setting(_LIMIT)
    max_connections: int = setting(_COUNT, 100)
    max_answer_size: int = setting(_COUNT, 8 * 1024 * 1024)
    default_page_size: int | None = setting(_PAGE_SIZE, variable="MOVE_DEFAULT_PAGE_SIZE", parse=_parse_page_size)
    prefetch: bool = setting(_SWITCH, default=True)
    poll_batch_size: int = setting(_COUNT, 25)
    wait_timeout: float | None = setting(_LIMIT, 6 * 3600.0)
    settle: float = setting(_DELAY, 5.0)
    server_timeout: float = setting(_DELAY, 30.0)
    lock_keys: bool = setting(_SWITCH, default=True)
    state_dir: Path | None = setting(_FOLDER)
    on_ambiguous: OnAmbiguous = setting(_one_of(OnAmbiguous), "resend")
    idempotency_window: float = setting(_WINDOW, 24 * 3600.0)
    idempotency_search: IdempotencySearch = setting(_one_of(IdempotencySearch), "take")
    idempotency_scope: IdempotencyScope = setting(_one_of(IdempotencyScope), "account")
    download_range_threshold: int = setting(_COUNT, 32 * 1024 * 1024)
    download_ranges: int = setting(_COUNT, 4)
    check_media: bool = setting(_SWITCH, default=True)
    http_backend: BackendName = setting(_one_of(BackendName), "auto")
    budget: Budget | Sequence[Budget] | None = setting(_BUDGET)
    on_attempt: OnAttempt | None = setting(_HOOK)
    fence: Fence | None = setting(_FENCE)

    def __post_init__(self) -> None:
        for each in fields(self):
            each.metadata["check"].validate(each.name, getattr(self, each.name))
        if self.state_dir is not None:
            object.__setattr__(self, "state_dir", Path(self.state_dir).expanduser())
        if isinstance(self.budget, list):
            # The caller may change the list later.
            object.__setattr__(self, "budget", tuple(self.budget))
        listing_delay = self.server_timeout + self.settle
        if listing_delay > _MAX_LISTING_DELAY:
            msg = f"server_timeout + settle must be at most {_MAX_LISTING_DELAY} seconds; got {listing_delay:g}"
            raise MoveConfigurationError(msg)
        if self.idempotency_scope == "host" and not self.lock_keys:
            msg = "lock_keys must be True for idempotency_scope='host'; got False"
            raise MoveConfigurationError(msg)

    @classmethod
    def from_arguments(cls, **arguments: Any) -> "Settings":
        """Return the settings, with environment variables in place of None; also apply `MOVE_LOG`.

        Raises:
            MoveConfigurationError: A setting is missing or invalid; the message says which variable or argument to set.
        """
        if level := os.environ.get("MOVE_LOG"):
            _LOG_LEVEL.validate("MOVE_LOG", level.lower())
            log_to_stderr(level)
        for each in fields(cls):
            variable, parse = each.metadata["variable"], each.metadata["parse"]
            if arguments[each.name] is None and os.environ.get(variable):
                arguments[each.name] = parse(os.environ[variable])
        arguments["api_key"] = _parse_api_key(arguments["api_key"])
        arguments["endpoint_url"] = _parse_endpoint_url(arguments["endpoint_url"])
        return cls(**arguments)

    @property
    def endpoint_name(self) -> str:
        """The normalized endpoint, without query, fragment and trailing slash, which is the same in all processes."""
        url = self.endpoint_url
        port = url.port or (443 if url.scheme == "https" else 80)
        return f"{url.scheme}://{url.host}:{port}{url.path.rstrip('/')}"

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """The budgets, each once."""
        return as_budgets(self.budget)

    @property
    def account(self) -> str:
        """A digest of the API key, which identifies the account."""
        return hashlib.sha256(self.api_key.encode()).hexdigest()[:16]

    def with_options(self, options: ClientOptions) -> "Settings":
        """Return a copy of the settings with other options.

        Raises:
            MoveConfigurationError: An option is unknown or its value is invalid.
        """
        known = ClientOptions.__annotations__
        unknown = [repr(name) for name in options if name not in known]
        if unknown:
            # An API key under a wrong name must not stay in a local variable, which error trackers show.
            cast("dict[str, object]", options).clear()
            msg = f"the options of with_options must be among {', '.join(known)}; got {', '.join(unknown)}"
            raise MoveConfigurationError(msg)
        return replace(self, **options)

    def __reduce__(self) -> NoReturn:
        msg = "cannot pickle settings: they hold the API key; create a client where it is used"
        raise TypeError(msg)
