"""The JSON form of faults, `{"kind of the fault": {its arguments}}`, and of plans and rules."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from move_ugc_async.sandbox.faults.deliveries import (
    DelayDelivery,
    ForgeDelivery,
    LoseDelivery,
    ReorderDelivery,
    RepeatDelivery,
)
from move_ugc_async.sandbox.faults.fault import Fault
from move_ugc_async.sandbox.faults.plan import Plan
from move_ugc_async.sandbox.faults.responses import Garbage, GraphQLFault, Status
from move_ugc_async.sandbox.faults.rules import FaultRule
from move_ugc_async.sandbox.faults.wire import Delay, Drip, Drop, Stall, Truncate

_KINDS: Final[Mapping[str, type[Fault]]] = {
    "status": Status,
    "graphql": GraphQLFault,
    "garbage": Garbage,
    "delay": Delay,
    "drop": Drop,
    "stall": Stall,
    "truncate": Truncate,
    "drip": Drip,
    "lose_delivery": LoseDelivery,
    "delay_delivery": DelayDelivery,
    "repeat_delivery": RepeatDelivery,
    "reorder_delivery": ReorderDelivery,
    "forge_delivery": ForgeDelivery,
}
_NAMES: Final[Mapping[type[Fault], str]] = {kind: name for name, kind in _KINDS.items()}


def fault_to_json(fault: Fault) -> dict[str, Any]:
    """Return the JSON object of a fault."""
    return {_NAMES[type(fault)]: asdict(cast("Any", fault))}


def fault_from_json(document: object) -> Fault:
    """Parse the JSON object of a fault.

    Raises:
        ValueError: The object is invalid.
    """
    if not isinstance(document, dict) or len(cast("dict[str, object]", document)) != 1:
        msg = f"a fault must be an object with one member: {', '.join(_KINDS)}"
        raise ValueError(msg)
    ((name, members),) = cast("dict[str, object]", document).items()
    if name not in _KINDS:
        msg = f"a fault must be one of {', '.join(_KINDS)}; got '{name}'"
        raise ValueError(msg)
    return cast("Fault", _read(_KINDS[name], members, name))


def plan_from_json(document: object) -> Plan:
    """Parse the JSON object of a plan: the arguments of `Faults.add`, with null for a step without a fault.

    Raises:
        ValueError: The object is invalid.
    """
    if not isinstance(document, dict) or "faults" not in document:
        msg = "a rule must be an object with the member faults"
        raise ValueError(msg)
    members = cast("dict[str, object]", document)
    faults = members["faults"]
    if isinstance(faults, list):
        steps = cast("list[object]", faults)
        script = tuple(None if step is None else fault_from_json(step) for step in steps)
        return cast("Plan", _read(Plan, {**members, "faults": script}, "rule"))
    return cast("Plan", _read(Plan, {**members, "faults": fault_from_json(faults)}, "rule"))


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Return the JSON object of a plan."""
    script = [None if fault is None else fault_to_json(fault) for fault in plan.script]
    conditions = {each.name: getattr(plan, each.name) for each in fields(plan) if each.name != "faults"}
    return {"faults": script[0] if isinstance(plan.faults, Fault) else script, **conditions}


def rule_to_json(rule: FaultRule) -> dict[str, Any]:
    """Return the JSON object of a rule: its plan, id and counts."""
    return {"id": rule.id, **plan_to_json(rule.plan), "matched": rule.matched, "acted": rule.acted}


def _read(kind: type[Fault | Plan], members: object, name: str) -> Fault | Plan:
    try:
        return TypeAdapter(kind).validate_python(members)
    except ValidationError as error:
        problems = [_problem(each["loc"], each["msg"]) for each in error.errors(include_url=False)]
        msg = f"{name}: {'; '.join(problems)}"
        raise ValueError(msg) from None


def _problem(place: tuple[int | str, ...], text: str) -> str:
    text = text.removeprefix("Value error, ")
    return f"{'.'.join(map(str, place))}: {text}" if place else text
