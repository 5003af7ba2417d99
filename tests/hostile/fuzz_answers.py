"""Read damaged responses, as many as the command line says.

`python -m tests.hostile.fuzz_answers 100000 46`: the number of responses, and the seed. It ends with the first response
that raises anything but a `MoveError`, and prints it.
"""

import json
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from move_ugc_async import MoveError
from tests.hostile.operations import OPERATIONS, Canned, model_of, places, replaced, run, whole

ODD: list[Any] = [
    *(None, True, False, 0, -1, 7, 1.5, 1e308, 10**30, 10**4299, "", "text", "\ud83d\ude00", "\x00", "a" * 5000),
    *([], [[]], [None], {}, {"a": 1}, {"get_job": 1}, [{}] * 3),
    *(
        "2026-13-45T99:99:99Z",
        "0001-01-01T00:00:00+23:59",
        "[" * 2000,
        "NaN",
        "1e999",
        '"\\ud800"',
        "\u202e",
        "https://[",
    ),
]
TOKENS = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b'"',
    b"\\",
    b"null",
    b"NaN",
    b"-",
    b"1e999",
    b"\xff",
    b"\x00",
    b"\\ud800",
]
HEADERS = ["Retry-After", "x-amzn-requestid", "content-type"]


def bodies(name: str, chance: Random) -> Iterator[bytes]:
    """Yield damaged responses to an operation, without end."""
    data = whole(model_of(name))
    error = {
        "message": "m",
        "errorType": "MoveNotFoundError",
        "errorInfo": {},
        "path": [next(iter(data)), 0],
        "data": {},
    }
    envelope = {"data": data, "errors": [error]}
    paths = list(places(envelope))
    while True:
        damaged: Any = envelope
        for path in chance.sample(paths, chance.randrange(4)):
            try:
                damaged = replaced(damaged, path, chance.choice(ODD))
            except (KeyError, IndexError, TypeError, AttributeError):
                continue  # an earlier replacement removed it
        body = bytearray(json.dumps(damaged).encode())
        for _ in range(chance.choice((0, 0, 0, 1, 1, 5))):
            place = chance.randrange(len(body) + 1)
            body[place : place + chance.randrange(4)] = chance.choice(TOKENS)
        yield bytes(body[: chance.randrange(len(body) + 1)] if chance.random() < 0.1 else body)


def header(chance: Random) -> str:
    """Return a header field of nonsense."""
    return "".join(
        chance.choice(["0", "9", "-", ".", "e", " ", "Mon", "Jan", "GMT", ":", ",", "\u0663", "inf"]) for _ in range(9)
    )


def fuzz(number: int, seed: int) -> None:
    """Read damaged responses.

    Raises:
        AssertionError: One raises something else than a `MoveError`; the message has the seed and the response.
    """
    chance = Random(seed)
    sources = {name: bodies(name, chance) for name in OPERATIONS}
    for _ in range(number):
        name = chance.choice(OPERATIONS)
        canned = Canned(
            next(sources[name]),
            chance.choice((200, 200, 200, 301, 401, 429, 503)),
            {each.lower(): header(chance) for each in HEADERS},
        )
        try:
            run(name, canned)
        except MoveError as error:
            str(error)
        except Exception as error:
            msg = f"seed {seed}: {type(error).__name__} from {name} for {canned}"
            raise AssertionError(msg) from error


if __name__ == "__main__":
    fuzz(int(sys.argv[1]), int(sys.argv[2]))
