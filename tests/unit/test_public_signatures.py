"""What users call today keeps working: public names and parameters are added, never removed or changed."""

import json

import pytest

from tests.unit.public_signatures import HAS_BATCHES, SNAPSHOT, Parameters, public_signatures

BEFORE: dict[str, Parameters | None] = {
    name: parameters
    for name, parameters in json.loads(SNAPSHOT.read_text(encoding="utf-8")).items()
    if HAS_BATCHES or not name.startswith("batch.")
}
NOW = public_signatures()


def test_every_public_name_is_still_there() -> None:
    assert sorted(BEFORE.keys() - NOW.keys()) == []


@pytest.mark.parametrize("name", [name for name, before in BEFORE.items() if before is not None and name in NOW])
def test_callable_accepts_its_previous_arguments(name: str) -> None:
    before, now = BEFORE[name] or {}, NOW[name]
    assert now is not None
    if any(kind == "VAR_KEYWORD" for kind, _ in now.values()):
        before = {parameter: known for parameter, known in before.items() if known[0] != "KEYWORD_ONLY"}
    assert {parameter: now.get(parameter) for parameter in before} == before
    positional = [parameter for parameter, (kind, _) in before.items() if kind.startswith("POSITIONAL")]
    assert [parameter for parameter in now if parameter in positional] == positional
    added = {parameter: now[parameter] for parameter in now.keys() - (BEFORE[name] or {}).keys()}
    assert all(default is not None or kind.startswith("VAR_") for kind, default in added.values())
