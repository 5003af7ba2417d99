"""Settings, from arguments first and the environment second."""

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
SHORTEST_API_KEY = 12
"""The fewest characters of an API key; the official SDK demands as many."""
_QUOTES = "\"'`"
_LOG_LEVELS = ("debug", "info", "warning", "error")


_LONGEST_PROOF = 300
"""Seconds for which a request may be under way and its object may be missing in the lists."""

OnAmbiguous: TypeAlias = Literal["resend", "raise"]
"""What happens to a creation whose outcome is unknown, once a search has found nothing."""

IdempotencySearch: TypeAlias = Literal["take", "account"]
"""Which list is searched for the key of a job: the jobs of its take, or those of the account."""

IdempotencyScope: TypeAlias = Literal["account", "host"]
"""Who may have used a key: any host of the account, or this host only."""


class ClientOptions(TypedDict, total=False):
    """What `AsyncMoveUgc.with_options` can change, as the client's own arguments."""

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
    """Everything that a client can be told, checked."""

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
        _positive("timeout", self.timeout)
        _positive("connect_timeout", self.connect_timeout)
        _whole("max_retries", self.max_retries, minimum=0)
        _function("backoff", self.backoff)
        _whole("retry_budget", self.retry_budget, minimum=0)
        if self.max_rate is not None:
            _positive("max_rate", self.max_rate)
        _whole("max_connections", self.max_connections)
        _whole("max_answer_size", self.max_answer_size)
        if self.default_page_size is not None:
            _whole("default_page_size", self.default_page_size)
        _whole("poll_batch_size", self.poll_batch_size)
        if self.wait_timeout is not None:
            _positive("wait_timeout", self.wait_timeout, advice="; None has no end")
        if self.settle != 0:
            _positive("settle", self.settle)
        if self.server_timeout != 0:
            _positive("server_timeout", self.server_timeout)
        if self.server_timeout + self.settle > _LONGEST_PROOF:
            total = self.server_timeout + self.settle
            msg = f"server_timeout and settle must be at most {_LONGEST_PROOF:g} seconds together; got {total:g}"
            raise MoveConfigurationError(msg)
        _one_of("on_ambiguous", self.on_ambiguous, ("resend", "raise"))
        window = self.idempotency_window
        if not isinstance(window, int | float) or not _LONGEST_PROOF < window < math.inf:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"idempotency_window must be a number of seconds above {_LONGEST_PROOF}; got {window!r}"
            raise MoveConfigurationError(msg)
        _one_of("idempotency_search", self.idempotency_search, ("take", "account"))
        _one_of("idempotency_scope", self.idempotency_scope, ("account", "host"))
        if self.idempotency_scope == "host" and not self.lock_keys:
            msg = 'idempotency_scope="host" needs the records of this host: leave lock_keys on'
            raise MoveConfigurationError(msg)
        _whole("download_range_threshold", self.download_range_threshold)
        _whole("download_ranges", self.download_ranges)
        _one_of("http_backend", self.http_backend, ("auto", "aiohttp", "httpx"))
        if self.on_attempt is not None:
            _function("on_attempt", self.on_attempt)

    @property
    def endpoint_name(self) -> str:
        """Return the endpoint in the spelling that all processes share: without a query, a fragment or a last slash."""
        url = self.endpoint_url
        port = url.port or (443 if url.scheme == "https" else 80)
        return f"{url.scheme}://{url.host}:{port}{url.path.rstrip('/')}"

    @property
    def account(self) -> str:
        """Return a digest of the API key."""
        return hashlib.sha256(self.api_key.encode()).hexdigest()[:16]

    def changed(self, options: "ClientOptions") -> "Settings":
        """Give the same settings with other options.

        Raises:
            MoveConfigurationError: There is no such option, or its value makes no sense.
        """
        known = ClientOptions.__annotations__
        unknown = sorted(options.keys() - known.keys())
        if unknown:
            # An API key perhaps, which would be a local variable here and in the caller.
            cast("dict[str, object]", options).clear()
            msg = f"with_options has no {', '.join(map(repr, unknown))}; it has {', '.join(known)}"
            raise MoveConfigurationError(msg)
        return replace(self, **options)

    def __reduce__(self) -> NoReturn:
        msg = "settings hold the API key and cannot be pickled: create a client where it is used"
        raise TypeError(msg)


def folder(name: str, path: "str | os.PathLike[str] | None") -> Path | None:
    """Return a path as it was passed, or None.

    Raises:
        MoveConfigurationError: It is not a path.
    """
    if path is None:
        return None
    if not path or not isinstance(path, str | os.PathLike):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{name} must be the path of a folder; got {path!r}"
        raise MoveConfigurationError(msg)
    if "\0" in os.fsdecode(path):
        msg = f"{name} must be the path of a folder; got one with a null character"
        raise MoveConfigurationError(msg)
    return Path(path).expanduser()


class Resolved(TypedDict):
    """The settings that the environment may give."""

    api_key: Credential
    endpoint_url: Url
    default_page_size: int | None


def resolve(api_key: str | None, endpoint_url: str | None, default_page_size: int | None) -> Resolved:
    """Fill what was not given from the environment, and check it.

    Raises:
        MoveConfigurationError: Something is missing or wrong; the message says what to set.
    """
    if level := _variable("MOVE_LOG"):
        _one_of("MOVE_LOG", level.lower(), _LOG_LEVELS)
        log_to_stderr(level)
    return Resolved(
        api_key=_check_key(Credential(_variable("MOVE_API_KEY")) if api_key is None else api_key),
        endpoint_url=_check_url(
            (_variable("MOVE_UGC_ENDPOINT_URL") or DEFAULT_ENDPOINT_URL) if endpoint_url is None else endpoint_url
        ),
        default_page_size=_page_size() if default_page_size is None else default_page_size,
    )


def _variable(name: str) -> str:
    return os.environ.get(name, "")


def _page_size() -> int | None:
    text = _variable("MOVE_DEFAULT_PAGE_SIZE")
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
        # Files for `docker run --env-file` have no quotes, for one.
        msg = "the API key has quotes around it: remove them from MOVE_API_KEY or api_key="
        raise MoveConfigurationError(msg)
    if len(text) < SHORTEST_API_KEY:
        msg = f"the API key has fewer than {SHORTEST_API_KEY} characters: check MOVE_API_KEY or api_key="
        raise MoveConfigurationError(msg)
    if not text.isascii() or not text.isprintable():
        msg = "the API key has characters that no header can carry: check MOVE_API_KEY or api_key="
        raise MoveConfigurationError(msg)
    return text


def _check_url(text: str) -> Url:
    url = parse_url(text) if isinstance(text, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if url is None or url.scheme not in ("http", "https") or not url.host or url.userinfo:
        # Without what was passed: it may hold a password.
        msg = (
            f"the endpoint must be a URL such as {DEFAULT_ENDPOINT_URL}, with http:// or https:// and without a user "
            "name: check MOVE_UGC_ENDPOINT_URL or endpoint_url="
        )
        raise MoveConfigurationError(msg)
    return url


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        msg = f"{name} must be one of {', '.join(map(repr, choices))}; got {value!r}"
        raise MoveConfigurationError(msg)


def _function(name: str, value: object) -> None:
    if not callable(value):
        msg = f"{name} must be a function; got {value!r}"
        raise MoveConfigurationError(msg)


def _positive(name: str, value: object, *, advice: str = "") -> None:
    if not isinstance(value, int | float) or not 0 < value <= sys.float_info.max:
        msg = f"{name} must be a finite number above 0; got {value!r}{advice}"
        raise MoveConfigurationError(msg)


def _whole(name: str, value: object, *, minimum: int = 1) -> None:
    if not isinstance(value, int) or value < minimum:
        msg = f"{name} must be a whole number, {minimum} or more; got {value!r}"
        raise MoveConfigurationError(msg)
