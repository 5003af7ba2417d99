"""The signature of `AsyncMoveUgc`, its docstring, `ClientOptions` and docs/settings.md match `Settings`."""

import ast
import inspect
import re
from dataclasses import fields
from os import PathLike
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from pydantic import SecretStr

from move_ugc_async import AsyncMoveUgc, ClientOptions, FullJitter, MoveConfigurationError, _settings
from move_ugc_async._settings import Settings
from move_ugc_async._transport.http import BackendName
from tests.support.servers import API_KEY

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
ARGUMENTS = {name: each for name, each in inspect.signature(AsyncMoveUgc).parameters.items() if name != "self"}
COLUMNS = ["argument", "environment variable", "type and unit", "default", "range", "`with_options`", "effect"]
ROWS = {
    cells[0].strip("`"): dict(zip(COLUMNS, cells, strict=True))
    for line in PAGE.splitlines()
    if len(cells := [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]) == len(COLUMNS)
    and cells[0].startswith("`")
}
SETTINGS = {each.name: each for each in fields(Settings)}
COLLABORATORS = ["http_client", "http_transport", "clock"]
"""Arguments that are no settings: a client takes them as they are."""

TYPES_OF_ARGUMENTS = {
    "api_key": str | SecretStr | None,
    "endpoint_url": str | None,
    "state_dir": str | PathLike[str] | None,
}
"""Arguments that have another type than their settings."""

NAMES = {"SecretStr": SecretStr, "PathLike": PathLike}

LITERALS = {
    "OnAmbiguous": _settings.OnAmbiguous,
    "IdempotencySearch": _settings.IdempotencySearch,
    "IdempotencyScope": _settings.IdempotencyScope,
    "BackendName": BackendName,
}


def code(cell: str) -> list[str]:
    return [each.replace("\\|", "|") for each in re.findall(r"`(.+?)`", cell)]


def create(name: str, value: Any) -> None:
    AsyncMoveUgc(API_KEY, **{name: value})


def assert_refused(name: str, value: Any) -> None:
    with pytest.raises(MoveConfigurationError, match=name):
        create(name, value)


def test_signature_has_an_argument_for_each_setting_with_its_default() -> None:
    defaults = {name: each.default for name, each in ARGUMENTS.items() if name not in COLLABORATORS}

    assert defaults == {name: each.default for name, each in SETTINGS.items()}


@pytest.mark.parametrize("name", SETTINGS)
def test_signature_and_client_options_state_the_type_of_a_setting(name: str) -> None:
    stated = SETTINGS[name].type
    annotation = ARGUMENTS[name].annotation
    argument = eval(annotation, {**vars(_settings), **NAMES}) if isinstance(annotation, str) else annotation

    assert argument == TYPES_OF_ARGUMENTS.get(name, stated)
    assert ClientOptions.__annotations__.get(name, stated) == stated


def test_docstring_describes_each_argument_in_the_order_of_the_signature() -> None:
    (_, _, section) = inspect.cleandoc(AsyncMoveUgc.__doc__ or "").partition("\nArgs:\n")

    assert re.findall(r"^    (\w+): ", section.partition("\n\n")[0], re.MULTILINE) == list(ARGUMENTS)


def test_settings_page_has_one_row_per_argument_in_the_order_of_the_signature() -> None:
    assert list(ROWS) == list(ARGUMENTS)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_settings_page_states_the_type_of_an_argument(name: str) -> None:
    annotation = ARGUMENTS[name].annotation
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    text = re.sub(r"\b[\w.]+\.", "", text).replace("HttpClient", httpx.AsyncClient.__name__)
    text = text.replace("HttpTransport", httpx.AsyncBaseTransport.__name__)

    assert code(ROWS[name]["type and unit"]) == ["str" if text in LITERALS else text]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_settings_page_states_the_default_of_an_argument(name: str) -> None:
    default, *_ = code(ROWS[name]["default"])

    assert ARGUMENTS[name].default == (FullJitter() if default == "FullJitter()" else ast.literal_eval(default))


def test_settings_page_states_the_default_endpoint() -> None:
    assert code(ROWS["endpoint_url"]["default"])[1] == _settings.DEFAULT_ENDPOINT_URL


@pytest.mark.parametrize("name", ARGUMENTS)
def test_settings_page_states_the_range_of_an_argument(name: str) -> None:
    row = ROWS[name]
    if bound := re.match(r"([>≥]) (\d+)", row["range"]):
        minimum = int(bound[2])
        create(name, minimum + 1)
        if bound[1] == "≥":
            create(name, minimum)
        else:
            assert_refused(name, minimum)
        assert_refused(name, minimum - 1)
        assert_refused(name, "1")
    elif row["range"].startswith('`"'):
        choices = tuple(map(ast.literal_eval, code(row["range"])))
        assert get_args(LITERALS[ARGUMENTS[name].annotation]) == choices
        for choice in choices:
            create(name, choice)
        assert_refused(name, "other")
    elif row["range"] == "a function":
        create(name, lambda *_: 0.0)
        assert_refused(name, 1)
    else:
        assert name in {
            "api_key",
            "budget",
            "check_media",
            "endpoint_url",
            "prefetch",
            "lock_keys",
            "state_dir",
            "http_client",
            "http_transport",
            "clock",
        }


def test_settings_page_marks_the_options_of_with_options() -> None:
    marked = [name for name, row in ROWS.items() if row["`with_options`"] == "yes"]

    assert marked == list(ClientOptions.__annotations__)


def test_settings_page_names_every_environment_variable() -> None:
    read = set(re.findall(r'"(MOVE_[A-Z_]+)"', Path(_settings.__file__).read_text(encoding="utf-8")))
    variables = {name: each.metadata["variable"] for name, each in SETTINGS.items()}

    assert set(re.findall(r"`(MOVE_[A-Z_]+)`", PAGE)) == read == {"MOVE_LOG", *variables.values()} - {""}
    for name, row in ROWS.items():
        assert code(row["environment variable"]) == ([variables[name]] if variables.get(name) else [])
