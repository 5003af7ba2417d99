"""Parse randomly damaged responses.

`python -m tests.robustness.hostile.fuzz_responses 100000 46` takes the number of responses and the seed. It fails on
the first response that raises another error than a `MoveError`, and prints that response.
"""

import json
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from move_ugc_async import MoveError
from tests.robustness.hostile.operations import OPERATIONS, Canned, model_of, paths_in, replace_at, run, sample_of

ODD_VALUES: list[Any] = [
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


def bodies(name: str, rng: Random) -> Iterator[bytes]:
    """Yield damaged responses to an operation, endlessly."""
    data = sample_of(model_of(name))
    error = {
        "message": "m",
        "errorType": "MoveNotFoundError",
        "errorInfo": {},
        "path": [next(iter(data)), 0],
        "data": {},
    }
    envelope = {"data": data, "errors": [error]}
    paths = list(paths_in(envelope))
    while True:
        damaged: Any = envelope
        for path in rng.sample(paths, rng.randrange(4)):
            try:
                damaged = replace_at(damaged, path, rng.choice(ODD_VALUES))
            except (KeyError, IndexError, TypeError, AttributeError):
                continue  # an earlier replacement removed it
        body = bytearray(json.dumps(damaged).encode())
        for _ in range(rng.choice((0, 0, 0, 1, 1, 5))):
            start = rng.randrange(len(body) + 1)
            body[start : start + rng.randrange(4)] = rng.choice(TOKENS)
        yield bytes(body[: rng.randrange(len(body) + 1)] if rng.random() < 0.1 else body)


def header(rng: Random) -> str:
    """Return a random header value."""
    return "".join(
        rng.choice(["0", "9", "-", ".", "e", " ", "Mon", "Jan", "GMT", ":", ",", "\u0663", "inf"]) for _ in range(9)
    )


def fuzz(number: int, seed: int) -> None:
    """Parse damaged responses.

    Raises:
        AssertionError: A response raises another error than a `MoveError`; the message has the seed and the response.
    """
    rng = Random(seed)
    sources = {name: bodies(name, rng) for name in OPERATIONS}
    for _ in range(number):
        name = rng.choice(OPERATIONS)
        canned = Canned(
            next(sources[name]),
            rng.choice((200, 200, 200, 301, 401, 429, 503)),
            {each.lower(): header(rng) for each in HEADERS},
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
