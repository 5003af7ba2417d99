"""Names that a server has a say in, whatever it says."""

import os
import random
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from move_ugc_async.transfers.names import is_safe, safe_name, safe_names

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
    assert (folder / name).resolve().parent == folder
    assert name[0] not in ".- ~"
    assert name[-1] not in ". "
    assert not RESERVED.match(name)
    assert not set(name) & set('<>:"/\\|?*')
    assert not [each for each in name if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]


def check_all(wanted: list[tuple[str, str, str]], folder: Path) -> None:
    names = safe_names(wanted)
    for name in names:
        check(name, folder)
        assert is_safe(name)
    assert len({unicodedata.normalize("NFKC", name.casefold()) for name in names}) == len(names)


@budget(deadline=None, database=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.uuids().map(str)), min_size=5, max_size=5))
@example([("../../etc/passwd", "/../x", "1"), ("CON", ".txt", "2"), ("nul.tar.gz", "", "3"), ("", "", "4")])
@example([("\ufb01le", "", "1"), ("file", "", "2"), ("FILE", "", "3"), ("\uff0e\uff0e\uff0fx", "", "4")])
def test_hostile_names_stay_inside(wanted: list[tuple[str, str, str]]) -> None:
    check_all(wanted, Path("/folder"))


@pytest.mark.check(45)
def test_ten_thousand_hostile_names_stay_inside(tmp_path: Path) -> None:
    chance = random.Random(45)

    def text() -> str:
        length = chance.choice((1, 3, 5, 90))
        return "".join(
            chance.choice(PARTS) if chance.random() < 0.5 else chr(chance.randrange(0x110000)) for _ in range(length)
        )

    check_all([(text(), text(), f"file-{number}") for number in range(10_000)], tmp_path.resolve())


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
def test_names_are_what_they_say(stem: str, extension: str, name: str) -> None:
    assert safe_name(stem, extension) == name


@pytest.mark.parametrize("stem", ["a" + "\u0301\u0316" * 500_000, "\ufdfa" * 500_000], ids=["marks", "ligatures"])
def test_a_megabyte_of_marks_is_no_work(stem: str) -> None:
    started = time.process_time()
    assert len(safe_name(stem, "fbx").encode()) <= 120
    assert time.process_time() - started < 0.5


def test_names_do_not_depend_on_the_order() -> None:
    wanted = [("mp4", ".mp4", "file-1"), ("MP4", ".mp4", "file-2"), ("fbx", ".fbx", "file-3")]
    there, back = safe_names(wanted), safe_names(wanted[::-1])

    assert there == back[::-1]
    assert there[2] == "fbx.fbx"
    assert len({name.casefold() for name in there}) == 3


@pytest.mark.parametrize("name", ["../x", ".x", "CON", "a/b", "", "-x", "a ", "x\u202e"])
def test_what_is_not_made_here_is_not_safe(name: str) -> None:
    assert not is_safe(name)
