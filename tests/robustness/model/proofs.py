"""The proofs of docs/created-once.md, each with a patch that disables it.

This is the only module of the model that uses internals of the SDK.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from move_ugc_async._idempotency import create, create_call, evidence
from move_ugc_async._idempotency.create_call import CreateCall
from move_ugc_async._idempotency.folder import KeyFolder
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async.errors import MoveConnectionError, MoveError, MoveTimeoutError
from move_ugc_async.pagination import ListBase
from tests.robustness.model.scenario import Outcome, Worlds, run
from tests.robustness.model.scopes import Event, Scenario, small_scope, variants

Patch = pytest.MonkeyPatch
Settings = dict[str, Any]


class _NoLock:
    def release(self) -> None:
        pass

    def is_lost(self) -> bool:
        return False


def _trust_every_error(patch: Patch) -> Settings:
    real = create_call.is_refused

    def is_refused(error: MoveError, mutation: str, *, was_written: bool) -> bool:
        responded = not isinstance(error, MoveConnectionError | MoveTimeoutError)
        return responded or real(error, mutation, was_written=was_written)

    for module in (create, create_call):
        patch.setattr(module, "is_refused", is_refused)
    return {}


def _trust_errors_below_the_mutation(patch: Patch) -> Settings:
    real = evidence._is_refusal

    def is_refusal(item: Any, mutation: str, error: MoveError) -> bool:
        if item.path and item.path[0] == mutation:
            item = type(item)(item.message, item.error_type, item.error_info, (mutation,), item.data)
        return real(item, mutation, error)

    patch.setattr(evidence, "_is_refusal", is_refusal)
    return {}


def _trust_incomplete_lists(patch: Patch) -> Settings:
    patch.setattr(ListBase, "is_complete", property(lambda _: True))
    return {}


def _skip_server_timeout(_: Patch) -> Settings:
    return {"server_timeout": 0}


def _skip_consistency_delay(_: Patch) -> Settings:
    return {"settle": 0}


def _record_no_attempts(patch: Patch) -> Settings:
    patch.setattr(KeyStore, "read", lambda *_, **__: (None, True))
    return {}


def _lock_nothing(patch: Patch) -> Settings:
    patch.setattr(KeyFolder, "lock", lambda *_: _NoLock())
    return {}


def _store_no_key(patch: Patch) -> Settings:
    patch.setattr(create, "insert_key", lambda document, _key, _digest: dict(document or {}))
    return {}


def _trust_refusals_after_a_lost_response(patch: Patch) -> Settings:
    real = CreateCall.record_failure

    def record_failure(call: Any, error: MoveError) -> bool:
        if real(call, error):
            call.ambiguous_error = None
            call.may_exist = False
            return True
        return False

    patch.setattr(CreateCall, "record_failure", record_failure)
    return {}


def rely_on_the_store(patch: Patch) -> Settings:
    """Configure clients to use the store as proof, which has a record of every attempt in the model."""
    patch.setattr(KeyFolder, "is_older_than", lambda *_: True)
    return {"idempotency_scope": "host"}


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that the SDK relies on.

    Attributes:
        name: A statement of the proof.
        disable: Patches the SDK to work without the proof, and returns settings of the client.
        example: The smallest scenario that fails without it.
        scope: All scenarios that may fail without it.
        breaks: A part of the description of the broken promise.
    """

    name: str
    disable: Callable[[Patch], Settings]
    example: Scenario
    scope: Callable[[], Iterator[Scenario]] = small_scope
    breaks: str = ""

    def counterexample(self, worlds: Worlds, *, everywhere: bool) -> tuple[int, Scenario, Outcome] | None:
        """Search for a scenario that fails without the proof; return it with the number of scenarios run."""
        with pytest.MonkeyPatch.context() as patch:
            settings = self.disable(patch)
            for number, scenario in enumerate(self.scope() if everywhere else [self.example], 1):
                outcome = run(worlds, scenario, **settings)
                if any(self.breaks in violation for violation in outcome.violations):
                    return number, scenario, outcome
        return None


def _beyond_the_limits() -> Iterator[Scenario]:
    # Within the assumptions about server and lists, absence is proven before a retry. Beyond them, this is the only
    # proof that remains.
    yield Scenario(("too late",))
    yield Scenario(("too late", "ok"), event=Event("kill", "response", 2))
    yield Scenario(("too late", "refused"))


PROOFS = (
    Proof("only errors of the table are refusals", _trust_every_error, Scenario(("unknown error done",)), variants),
    Proof("an error below the mutation is no refusal", _trust_errors_below_the_mutation, Scenario(("below",))),
    Proof(
        "an incomplete list proves no absence",
        _trust_incomplete_lists,
        Scenario(("late",), "partial"),
    ),
    Proof("a search waits for server_timeout", _skip_server_timeout, Scenario(("late",))),
    Proof("a search waits for settle", _skip_consistency_delay, Scenario(("late",), "stale")),
    Proof("attempts are recorded", _record_no_attempts, Scenario(("lost",), "stale", Event("kill", "attempt", 1))),
    Proof("callers with one key are serialised", _lock_nothing, Scenario(("ok",), processes=2)),
    Proof("the key is in the metadata", _store_no_key, Scenario(("lost",))),
    Proof(
        "a refusal proves nothing about an earlier attempt",
        _trust_refusals_after_a_lost_response,
        Scenario(("too late", "refused")),
        _beyond_the_limits,
        'means "not created"',
    ),
)
