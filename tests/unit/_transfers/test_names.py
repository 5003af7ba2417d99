"""File names chosen by a server are safe."""

import os
import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from move_ugc_async._transfers.names import is_safe, safe_name, safe_names

PARTS = [
    *[".", "/", "\\", "~", "-", ":", "$", "a", "Ä", "CON", "nul", "COM¹", "com7.x", "-rf", "..", "-.."],
    *(" ", "\0", "\u202e", "\u2028", "\uff0f", "\uff0e"),
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PARTS)).map("".join))
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def check(name: str, folder: Path) -> None:
    assert name
    assert len(os.fsencode(name)) <= 140
    assert Path(name).name == name
    assert os.path.normpath(folder / name) == f"{folder}/{name}"
    assert name[0] not in ".- ~"
    assert name[-1] not in ". "
    assert not RESERVED.match(name)
    assert not set(name) & set('<>:"/\\|?*')
    assert not [each for each in name if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]


def check_all(files: list[tuple[str, str, str]], folder: Path) -> None:
    names = safe_names(files)
    for name in names:
        check(name, folder)
        assert is_safe(name)
    assert len({unicodedata.normalize("NFKC", name.casefold()) for name in names}) == len(names)


def hostile(test: Callable[[list[tuple[str, str, str]]], None]) -> Callable[..., None]:
    """Parametrize a test with hostile names, well-known ones first."""
    for names in (
        [("../../etc/passwd", "/../x", "1"), ("CON", ".txt", "2"), ("nul.tar.gz", "", "3"), ("", "", "4")],
        [("\ufb01le", "", "1"), ("file", "", "2"), ("FILE", "", "3"), ("\uff0e\uff0e\uff0fx", "", "4")],
    ):
        test = example(names)(test)
    return given(st.lists(st.tuples(TEXTS, TEXTS, st.uuids().map(str)), min_size=5, max_size=5))(test)


@budget(max_examples=15)
@hostile
def test_hostile_names_stay_inside_the_folder(files: list[tuple[str, str, str]]) -> None:
    check_all(files, Path("/folder"))


@pytest.mark.slow
@budget(max_examples=1000)
@hostile
def test_thousand_generated_sets_of_hostile_names_stay_inside_the_folder(files: list[tuple[str, str, str]]) -> None:
    check_all(files, Path("/folder"))


@pytest.mark.check(45)
@pytest.mark.parametrize("number", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_ten_thousand_hostile_names_stay_inside(number: int) -> None:
    rng = random.Random(45)

    def text() -> str:
        length = rng.choice((1, 3, 5, 90))
        return "".join(rng.choice(PARTS) if rng.random() < 0.5 else chr(rng.randrange(0x110000)) for _ in range(length))

    check_all([(text(), text(), f"file-{index}") for index in range(number)], Path("/folder"))


@pytest.mark.parametrize(
    ("stem", "extension", "name"),
    [
        ("fbx", ".fbx", "fbx.fbx"),
        ("render_overlay_mp4", ".mp4", "render_overlay_mp4.mp4"),
        ("motion_data", ".zip", "motion_data.zip"),
        ("../up", ".mp4", "_up.mp4"),
        ("nul", ".fbx", "_nul.fbx"),
        ("COM¹", "", "_COM1"),
        (".hidden", "", "hidden"),
        ("a\u202egnp", ".exe/../x", "a_gnp"),
        ("", "", "_"),
    ],
)
def test_safe_name_returns_a_readable_name(stem: str, extension: str, name: str) -> None:
    assert safe_name(stem, extension) == name


@pytest.mark.parametrize("stem", ["a" + "\u0301\u0316" * 500_000, "\ufdfa" * 500_000], ids=["marks", "ligatures"])
def test_only_the_start_of_a_long_name_is_normalized(stem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    normalize = unicodedata.normalize
    characters = 0

    def count_and_normalize(form: Any, text: str) -> str:
        nonlocal characters
        characters += len(text)
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", count_and_normalize)
    assert len(safe_name(stem, "fbx").encode()) <= 120
    assert 0 < characters <= 1024


def test_safe_names_do_not_depend_on_the_order_of_the_files() -> None:
    files = [("mp4", ".mp4", "file-1"), ("MP4", ".mp4", "file-2"), ("fbx", ".fbx", "file-3")]
    forward, backward = safe_names(files), safe_names(files[::-1])

    assert forward == backward[::-1]
    assert forward[2] == "fbx.fbx"
    assert len({name.casefold() for name in forward}) == 3


@pytest.mark.parametrize("name", ["../x", ".x", "CON", "a/b", "", "-x", "a ", "x\u202e"])
def test_is_safe_rejects_unsafe_names(name: str) -> None:
    assert not is_safe(name)
