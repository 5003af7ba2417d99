"""Settings: arguments, environment variables, and the errors of invalid ones."""

import io
import logging
import random
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from move_ugc_async._log import logger
from move_ugc_async._settings import DEFAULT_ENDPOINT_URL, Settings
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import MoveConfigurationError
from tests.support.servers import API_KEY


def settings(*args: Any, **kwargs: Any) -> Settings:
    return AsyncMoveUgc(*args, **kwargs)._context.settings


def error_text(*args: Any, **kwargs: Any) -> str:
    with pytest.raises(MoveConfigurationError) as caught:
        AsyncMoveUgc(*args, **kwargs)
    assert API_KEY not in repr(caught.value)
    assert API_KEY not in repr(caught.value.__context__)
    return str(caught.value)


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_API_KEY", API_KEY)
    monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", "https://api-test.move.ai/ugc/graphql")
    monkeypatch.setenv("MOVE_DEFAULT_PAGE_SIZE", "25")

    result = settings()

    assert result.api_key == API_KEY
    assert str(result.endpoint_url) == "https://api-test.move.ai/ugc/graphql"
    assert result.default_page_size == 25


def test_arguments_override_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_API_KEY", "mv_key_environment")
    monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", "https://elsewhere.example/graphql")
    monkeypatch.setenv("MOVE_DEFAULT_PAGE_SIZE", "25")

    result = settings(API_KEY, endpoint_url="http://127.0.0.1:1/x", default_page_size=3)

    assert result.api_key == API_KEY
    assert str(result.endpoint_url) == "http://127.0.0.1:1/x"
    assert result.default_page_size == 3


def test_defaults_match_the_documentation() -> None:
    result = settings(API_KEY)

    assert str(result.endpoint_url) == DEFAULT_ENDPOINT_URL == "https://api.move.ai/ugc/graphql"
    assert (result.timeout, result.connect_timeout, result.max_retries, result.max_connections) == (
        60.0,
        10.0,
        4,
        100,
    )
    assert result.default_page_size is None
    assert result.prefetch is True
    assert result.http_backend == "auto"


def test_empty_variables_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOVE_UGC_ENDPOINT_URL", "MOVE_DEFAULT_PAGE_SIZE"):
        monkeypatch.setenv(name, "")

    assert settings(API_KEY).default_page_size is None
    assert str(settings(API_KEY).endpoint_url) == DEFAULT_ENDPOINT_URL


@pytest.mark.parametrize("key", [API_KEY, SecretStr(API_KEY), f"  {API_KEY}\n", SecretStr(f"{API_KEY}\r\n")])
def test_an_api_key_is_a_string_or_a_secret_and_is_stripped(key: str | SecretStr) -> None:
    assert settings(key).api_key == API_KEY


@pytest.mark.parametrize("key", [None, "", "   ", "\n", SecretStr("")])
def test_the_error_of_a_missing_api_key_names_its_variable_and_argument(key: str | SecretStr | None) -> None:
    text = error_text(key)

    assert "MOVE_API_KEY" in text
    assert "api_key=" in text


def test_an_empty_api_key_variable_is_a_missing_api_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_API_KEY", "")

    assert "no API key" in error_text()


def test_an_empty_api_key_argument_does_not_fall_back_to_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_API_KEY", API_KEY)

    assert "no API key" in error_text("")


@pytest.mark.parametrize("key", ["short", "elevenchars"])
def test_a_short_api_key_is_rejected_and_not_quoted(key: str) -> None:
    text = error_text(key)

    assert "at least 12 characters" in text
    assert "MOVE_API_KEY" in text
    assert key not in text


@pytest.mark.parametrize("tail", ["\nX-Evil: 1", "\r\n", "é", "\x00", "\x7f", "\t1", "\u2028"])
def test_an_api_key_that_is_invalid_in_a_header_is_rejected_and_not_quoted(tail: str) -> None:
    text = error_text(f"{API_KEY}{tail}x")

    assert "MOVE_API_KEY" in text
    assert API_KEY not in text


@pytest.mark.parametrize(
    "url",
    [
        "api.move.ai",
        "api.move.ai/ugc/graphql",
        "ftp://api.move.ai/",
        "file:///etc/passwd",
        "https://",
        "https:///graphql",
        "https://user:hunter2@api.move.ai/",
        "https://api.move.ai:port/",
        "https://api.move.ai:99999/",
        "http://[::1",
        "http://[nonsense]/",
        "https://api.move.ai/\n",
        "//api.move.ai/",
        "javascript:alert(1)",
        "https://" + "a" * 70_000,
    ],
)
def test_the_error_of_an_invalid_endpoint_url_names_its_variable(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    argument = error_text(API_KEY, endpoint_url=url)
    monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", url)
    variable = error_text(API_KEY)

    for text in (argument, variable):
        assert "MOVE_UGC_ENDPOINT_URL" in text
        assert "hunter2" not in text


@pytest.mark.parametrize("value", ["25", " 25\n", "0025"])
def test_page_size_of_the_environment_is_a_whole_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MOVE_DEFAULT_PAGE_SIZE", value)

    assert settings(API_KEY).default_page_size == 25


@pytest.mark.parametrize("value", ["abc", "0", "-1", "2.5", "9" * 5000])
def test_the_error_of_an_invalid_page_size_names_its_variable(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MOVE_API_KEY", API_KEY)
    monkeypatch.setenv("MOVE_DEFAULT_PAGE_SIZE", value)

    assert "MOVE_DEFAULT_PAGE_SIZE" in error_text()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeout", 0),
        ("timeout", -1),
        ("timeout", float("nan")),
        ("timeout", float("inf")),
        ("timeout", None),
        ("timeout", "10"),
        ("connect_timeout", 0),
        ("connect_timeout", None),
        ("max_retries", -1),
        ("max_retries", 1.5),
        ("backoff", 1.0),
        ("prefetch", "false"),
        ("prefetch", None),
        ("lock_keys", "true"),
        ("retry_budget", -1),
        ("retry_budget", 0.5),
        ("max_rate", 0),
        ("max_rate", float("inf")),
        ("max_rate", "10"),
        ("on_attempt", "print"),
        ("max_connections", 0),
        ("max_connections", 2.5),
        ("max_connections", float("inf")),
        ("default_page_size", 0),
        ("default_page_size", 1.5),
        ("http_backend", "requests"),
        ("http_backend", None),
    ],
)
def test_the_error_of_an_invalid_setting_names_the_setting(name: str, value: object) -> None:
    assert name in error_text(API_KEY, **{name: value})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("wait_timeout", float("inf"), "wait_timeout must be a finite number above 0; got inf; use None for no limit"),
        ("max_retries", -1, "max_retries must be a whole number, 0 or more; got -1"),
        ("download_ranges", 0, "download_ranges must be a whole number, 1 or more; got 0"),
        ("on_ambiguous", "retry", "on_ambiguous must be one of 'resend', 'raise'; got 'retry'"),
        (
            "endpoint_url",
            "api.move.ai/ugc/graphql",
            "such as https://api.move.ai/ugc/graphql, with http:// or https://",
        ),
    ],
)
def test_the_error_of_an_invalid_setting_states_the_valid_values(name: str, value: object, expected: str) -> None:
    assert expected in error_text(API_KEY, **{name: value})


@pytest.mark.parametrize("quote", ['"', "'", "`"])
def test_an_api_key_in_quotes_is_rejected_with_a_hint(monkeypatch: pytest.MonkeyPatch, quote: str) -> None:
    monkeypatch.setenv("MOVE_API_KEY", f"{quote}{API_KEY}{quote}")

    assert "quotes around it; remove them from MOVE_API_KEY" in error_text()


@pytest.fixture
def untouched_log() -> Iterator[None]:
    level, handlers = logger.level, list(logger.handlers)
    yield
    logger.setLevel(level)
    logger.handlers[:] = handlers


@pytest.mark.usefixtures("untouched_log")
@pytest.mark.parametrize("level", ["debug", "INFO"])
def test_move_log_turns_logging_on_once(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    monkeypatch.setenv("MOVE_LOG", level)
    before = len(logger.handlers)

    for _ in range(3):
        settings(API_KEY)

    assert logging.getLevelName(logger.level) == level.upper()
    assert len(logger.handlers) == before + 1


@pytest.mark.usefixtures("untouched_log")
def test_the_error_of_an_invalid_log_level_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_LOG", "loud")

    assert "MOVE_LOG" in error_text(API_KEY)


def test_no_repr_of_settings_contains_the_api_key() -> None:
    result = settings(API_KEY)

    for text in (repr(result), str(result), repr(AsyncMoveUgc(API_KEY)), f"{result.api_key}"):
        assert API_KEY not in text


def test_any_endpoint_url_is_accepted_or_a_configuration_error() -> None:
    rng = random.Random(500)
    for _ in range(500):
        text = "http://" + "".join(rng.choice("a1.:/@[]%?# \\\x00é߿\U0001f600-_") for _ in range(12))
        try:
            AsyncMoveUgc(API_KEY, endpoint_url=text)
        except MoveConfigurationError:
            continue
        except Exception as error:  # noqa: BLE001 - any other error is a bug
            pytest.fail(f"{text!r} raised {error!r}")


class Key(str, Enum):  # noqa: UP042 - its str() is 'Key.KEY'
    KEY = API_KEY


def test_an_api_key_of_an_enum_is_its_value() -> None:
    assert settings(Key.KEY).api_key == API_KEY
    assert settings(settings(API_KEY).api_key).api_key.reveal() == API_KEY


@pytest.mark.parametrize(
    "options",
    [
        {"state_dir": ""},
        {"state_dir": 7},
        {"state_dir": b"folder"},
        {"state_dir": "a\0b"},
        {"idempotency_window": 300},
        {"idempotency_window": float("inf")},
        {"idempotency_window": "a day"},
        {"idempotency_search": "takes"},
        {"idempotency_scope": "process"},
        {"idempotency_scope": "host", "lock_keys": False},
    ],
    ids=str,
)
def test_invalid_settings_of_idempotency_keys_are_rejected(options: dict[str, Any]) -> None:
    assert next(iter(options)) in error_text(API_KEY, **options)


@pytest.mark.parametrize("folder", ["~/state", Path("~/state")])
def test_state_dir_is_a_string_or_a_path(folder: str | Path) -> None:
    assert settings(API_KEY, state_dir=folder).state_dir == Path("~/state").expanduser()


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example/ugc/graphql",
        "https://api.example/ugc/graphql/",
        "HTTPS://API.example:443/ugc/graphql",
        "https://api.example/ugc/graphql?",
        "https://api.example/ugc/graphql?x=1#y",
    ],
)
def test_all_spellings_of_an_endpoint_share_the_records_of_keys(url: str) -> None:
    assert settings(API_KEY, endpoint_url=url).endpoint_name == "https://api.example:443/ugc/graphql"


@pytest.mark.usefixtures("untouched_log")
def test_log_is_written_to_the_current_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_LOG", "info")
    settings(API_KEY)
    for text in ("first", "second"):
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        logger.info(text)
        assert stream.getvalue().endswith(f"INFO move_ugc_async: {text}\n")


@pytest.mark.usefixtures("untouched_log")
@pytest.mark.parametrize("is_closed", [False, True])
def test_log_raises_no_error_without_standard_error(
    monkeypatch: pytest.MonkeyPatch,
    is_closed: bool,  # noqa: FBT001 - passed by pytest by name
) -> None:
    monkeypatch.setenv("MOVE_LOG", "info")
    settings(API_KEY)
    stream = io.StringIO()
    stream.close()
    monkeypatch.setattr(sys, "stderr", stream if is_closed else None)
    monkeypatch.setattr(logging, "raiseExceptions", False)
    logger.info("nowhere")
