"""Client settings, from arguments or else from the environment. Their defaults are in `client.py`."""

import hashlib
import math
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias, cast

from typing_extensions import TypedDict

from move_ugc_async._attempt import OnAttempt
from move_ugc_async._backoff import Backoff
from move_ugc_async._log import log_to_stderr
from move_ugc_async._secrets import Credential
from move_ugc_async._transport.http import Url, parse_url
from move_ugc_async.errors import MoveConfigurationError

if TYPE_CHECKING:
    from move_ugc_async._transport.http import BackendName

DEFAULT_ENDPOINT_URL = "https://api.move.ai/ugc/graphql"
_MIN_API_KEY_LENGTH = 12
"""As in the official SDK."""
_QUOTES = "\"'`"
_LOG_LEVELS = ("debug", "info", "warning", "error")

_MAX_UNCERTAINTY = 300
"""Maximum seconds from sending a creation until its object is in the lists: `server_timeout` plus `settle`."""

OnAmbiguous: TypeAlias = Literal["resend", "raise"]
"""How to handle an ambiguous creation after a search has found nothing."""

IdempotencySearch: TypeAlias = Literal["take", "account"]
"""Which jobs are searched for the key of a job: those of its take, or of the account."""

IdempotencyScope: TypeAlias = Literal["account", "host"]
"""Which hosts may use the same keys: all hosts of the account, or only this host."""


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
    on_attempt: OnAttempt | None


@dataclass(frozen=True, slots=True)
class Settings:
    """Validated settings of a client."""

    api_key: Credential
    endpoint_url: Url
    timeout: float
    connect_timeout: float
    max_retries: int
    backoff: Backoff
    retry_budget: int
    max_rate: float | None
    max_connections: int
    max_answer_size: int
    default_page_size: int | None
    prefetch: bool
    poll_batch_size: int
    wait_timeout: float | None
    settle: float
    server_timeout: float
    lock_keys: bool
    state_dir: Path | None
    on_ambiguous: OnAmbiguous
    idempotency_window: float
    idempotency_search: IdempotencySearch
    idempotency_scope: IdempotencyScope
    download_range_threshold: int
    download_ranges: int
    http_backend: "BackendName"
    on_attempt: OnAttempt | None

    def __post_init__(self) -> None:
        _ensure_positive("timeout", self.timeout)
        _ensure_positive("connect_timeout", self.connect_timeout)
        _ensure_whole("max_retries", self.max_retries, minimum=0)
        _ensure_callable("backoff", self.backoff)
        _ensure_whole("retry_budget", self.retry_budget, minimum=0)
        if self.max_rate is not None:
            _ensure_positive("max_rate", self.max_rate)
        _ensure_whole("max_connections", self.max_connections)
        _ensure_whole("max_answer_size", self.max_answer_size)
        if self.default_page_size is not None:
            _ensure_whole("default_page_size", self.default_page_size)
        _ensure_whole("poll_batch_size", self.poll_batch_size)
        if self.wait_timeout is not None:
            _ensure_positive("wait_timeout", self.wait_timeout, advice="; use None for no limit")
        if self.settle != 0:
            _ensure_positive("settle", self.settle)
        if self.server_timeout != 0:
            _ensure_positive("server_timeout", self.server_timeout)
        if self.server_timeout + self.settle > _MAX_UNCERTAINTY:
            total = self.server_timeout + self.settle
            msg = f"server_timeout + settle must be at most {_MAX_UNCERTAINTY:g} seconds; got {total:g}"
            raise MoveConfigurationError(msg)
        _ensure_choice("on_ambiguous", self.on_ambiguous, ("resend", "raise"))
        window = self.idempotency_window
        if not isinstance(window, int | float) or not _MAX_UNCERTAINTY < window < math.inf:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"idempotency_window must be a number of seconds above {_MAX_UNCERTAINTY}; got {window!r}"
            raise MoveConfigurationError(msg)
        _ensure_choice("idempotency_search", self.idempotency_search, ("take", "account"))
        _ensure_choice("idempotency_scope", self.idempotency_scope, ("account", "host"))
        if self.idempotency_scope == "host" and not self.lock_keys:
            msg = 'idempotency_scope="host" requires lock_keys=True; got lock_keys=False'
            raise MoveConfigurationError(msg)
        _ensure_whole("download_range_threshold", self.download_range_threshold)
        _ensure_whole("download_ranges", self.download_ranges)
        _ensure_choice("http_backend", self.http_backend, ("auto", "aiohttp", "httpx"))
        if self.on_attempt is not None:
            _ensure_callable("on_attempt", self.on_attempt)

    @property
    def endpoint_name(self) -> str:
        """The normalized endpoint, without query, fragment and trailing slash, which is the same in all processes."""
        url = self.endpoint_url
        port = url.port or (443 if url.scheme == "https" else 80)
        return f"{url.scheme}://{url.host}:{port}{url.path.rstrip('/')}"

    @property
    def account(self) -> str:
        """A digest of the API key, which identifies the account."""
        return hashlib.sha256(self.api_key.encode()).hexdigest()[:16]

    def with_options(self, options: "ClientOptions") -> "Settings":
        """Return a copy of the settings with other options.

        Raises:
            MoveConfigurationError: An option is unknown or its value is invalid.
        """
        known = ClientOptions.__annotations__
        unknown = sorted(options.keys() - known.keys())
        if unknown:
            # An unknown option may be an API key, which error trackers would show as a local variable.
            cast("dict[str, object]", options).clear()
            msg = f"with_options has no option {', '.join(map(repr, unknown))}; options are {', '.join(known)}"
            raise MoveConfigurationError(msg)
        return replace(self, **options)

    def __reduce__(self) -> NoReturn:
        msg = "settings hold the API key and cannot be pickled: create a client where it is used"
        raise TypeError(msg)


def ensure_folder(name: str, path: "str | os.PathLike[str] | None") -> Path | None:
    """Validate the path of a folder and expand `~`.

    Args:
        name: Name of the argument, for errors.
        path: The path, or None.

    Raises:
        MoveConfigurationError: `path` is not a path.
    """
    if path is None:
        return None
    if not path or not isinstance(path, str | os.PathLike):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{name} must be the path of a folder; got {path!r}"
        raise MoveConfigurationError(msg)
    if "\0" in os.fsdecode(path):
        msg = f"{name} must be the path of a folder; got a path with a null character"
        raise MoveConfigurationError(msg)
    return Path(path).expanduser()


class Resolved(TypedDict):
    """Settings that have environment variables."""

    api_key: Credential
    endpoint_url: Url
    default_page_size: int | None


def resolve(api_key: str | None, endpoint_url: str | None, default_page_size: int | None) -> Resolved:
    """Validate these settings, with environment variables in place of None; also apply `MOVE_LOG`.

    Raises:
        MoveConfigurationError: A setting is missing or invalid; the message says which variable or argument to set.
    """
    if level := os.environ.get("MOVE_LOG"):
        _ensure_choice("MOVE_LOG", level.lower(), _LOG_LEVELS)
        log_to_stderr(level)
    return Resolved(
        api_key=_check_key(Credential(os.environ.get("MOVE_API_KEY", "")) if api_key is None else api_key),
        endpoint_url=_check_url(
            (os.environ.get("MOVE_UGC_ENDPOINT_URL") or DEFAULT_ENDPOINT_URL) if endpoint_url is None else endpoint_url
        ),
        default_page_size=_environment_page_size() if default_page_size is None else default_page_size,
    )


def _environment_page_size() -> int | None:
    text = os.environ.get("MOVE_DEFAULT_PAGE_SIZE")
    if not text:
        return None
    try:
        size = int(text)
    except ValueError:
        size = 0
    if size <= 0:
        msg = f"MOVE_DEFAULT_PAGE_SIZE must be a whole number, 1 or more; got {text[:40]!r}"
        raise MoveConfigurationError(msg)
    return size


def _check_key(key: str) -> Credential:
    if not isinstance(key, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"api_key must be a string; got {type(key).__name__}"
        raise MoveConfigurationError(msg)
    text = Credential(key.strip())
    if not text:
        msg = "no API key: set the environment variable MOVE_API_KEY, or pass api_key="
        raise MoveConfigurationError(msg)
    if text[0] in _QUOTES and text[-1] == text[0]:
        # `docker run --env-file`, for example, does not remove quotes.
        msg = "the API key must not have quotes around it; remove them from MOVE_API_KEY or api_key="
        raise MoveConfigurationError(msg)
    if len(text) < _MIN_API_KEY_LENGTH:
        msg = f"the API key must have at least {_MIN_API_KEY_LENGTH} characters; check MOVE_API_KEY or api_key="
        raise MoveConfigurationError(msg)
    if not text.isascii() or not text.isprintable():
        msg = "the API key must consist of printable ASCII characters; check MOVE_API_KEY or api_key="
        raise MoveConfigurationError(msg)
    return text


def _check_url(text: str) -> Url:
    url = parse_url(text) if isinstance(text, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if url is None or url.scheme not in ("http", "https") or not url.host or url.userinfo:
        # Without the value, since it may contain a password.
        msg = (
            f"the endpoint must be a URL such as {DEFAULT_ENDPOINT_URL}, with http:// or https:// and without a user "
            "name; check MOVE_UGC_ENDPOINT_URL or endpoint_url="
        )
        raise MoveConfigurationError(msg)
    return url


def _ensure_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        msg = f"{name} must be one of {', '.join(map(repr, choices))}; got {value!r}"
        raise MoveConfigurationError(msg)


def _ensure_callable(name: str, value: object) -> None:
    if not callable(value):
        msg = f"{name} must be a function; got {value!r}"
        raise MoveConfigurationError(msg)


def _ensure_positive(name: str, value: object, *, advice: str = "") -> None:
    if not isinstance(value, int | float) or not 0 < value <= sys.float_info.max:
        msg = f"{name} must be a finite number above 0; got {value!r}{advice}"
        raise MoveConfigurationError(msg)


def _ensure_whole(name: str, value: object, *, minimum: int = 1) -> None:
    if not isinstance(value, int) or value < minimum:
        msg = f"{name} must be a whole number, {minimum} or more; got {value!r}"
        raise MoveConfigurationError(msg)
