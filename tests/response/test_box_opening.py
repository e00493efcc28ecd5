"""Whoever owns the database drops, adds or exchanges sealed answers: the opening finds each."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.audit.rules import ADOPTION, ANCHOR
from survei.audit.whole_log import LogNotWhole
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.rules import ReasonInvalid
from survei.errors import WrongState
from survei.lifecycle.box_opening import BoxMismatch, decide_box, mismatch_of
from survei.response.box_proof import box_proof, check_box
from survei.response.models import ConfidentialSubmission, OpenedBox, SealedSubmission
from survei.response.sealed_submissions import put_in_box
from tests.raters import Raters
from tests.response.box_tampering import (
    PEERS,
    TAMPERING,
    add,
    add_with_a_key_of_ones_own,
    add_with_its_form,
    close,
    compute,
    delete,
    exchange_in_place,
    row_of,
    sent_raters,
    spoil,
    turn,
)

AUDITOR = Actor(ActorKind.USER, 4, "Rahmat Auditor")


@pytest.fixture
def raters(db: None) -> Raters:
    return sent_raters()


def texts() -> list[str]:
    """Who is counted, as the judge knows it."""
    return sorted(json.loads(row.answers)["saran"] for row in ConfidentialSubmission.select())


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
def test_it_is_found_and_nothing_is_opened(
    raters: Raters, tamper: Callable[[Raters], None]
) -> None:
    tamper(raters)
    close(raters)
    boxes = SealedSubmission.select().count()
    with pytest.raises(BoxMismatch, match="Minta auditor") as refusal:
        compute(raters)
    missing, foreign = TAMPERING[tamper]
    assert refusal.value.params == {"missing": missing, "foreign": foreign}
    assert Cycle.get().state == CycleState.CLOSED
    assert SealedSubmission.select().count() == boxes
    assert ConfidentialSubmission.select().count() == OpenedBox.select().count() == 0
    line = AuditEvent.get(AuditEvent.action == "box.mismatch")
    groups = 2 if tamper in (spoil, turn, exchange_in_place) else 1
    assert len(json.loads(line.details)["differences"]) == groups
    with pytest.raises(BoxMismatch):
        compute(raters)
    assert AuditEvent.select().where(AuditEvent.action == "box.mismatch").count() == 1


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
def test_an_auditor_lets_what_was_sent_be_counted_and_nothing_else(
    raters: Raters, tamper: Callable[[Raters], None]
) -> None:
    tamper(raters)
    close(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)
    decide(raters)
    missing, foreign = TAMPERING[tamper]
    kept = compute(raters)
    assert {f"dari-{who}" for who in PEERS[1:]} <= set(texts())
    assert kept == (5 if tamper in (add, add_with_its_form, add_with_a_key_of_ones_own) else 4)
    assert "palsu" not in texts()
    proof = box_proof(raters.cycle.id)
    assert proof
    assert sum(one.missing for one in proof.differences) == missing
    assert sum(one.foreign for one in proof.differences) == foreign
    assert proof.answers == kept == OpenedBox.select().count()
    check = check_box(Cycle.get())
    assert check
    assert check.is_sound


def decide(raters: Raters, reason: str = "Dua cadangan dibandingkan; satu baris rusak.") -> None:
    found = mismatch_of(raters.cycle.id)
    assert found
    decide_box(raters.cycle.id, about=found.digest, reason=reason, actor=AUDITOR)


def test_a_decision_holds_for_what_was_seen(raters: Raters) -> None:
    delete(raters)
    close(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)
    with pytest.raises(ReasonInvalid):
        decide(raters, reason=" ")
    decide(raters)
    with pytest.raises(WrongState):
        decide(raters)
    add(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)
    found = mismatch_of(raters.cycle.id)
    assert found
    assert found.reason is None


def test_no_other_takes_the_place_of_what_matched(raters: Raters) -> None:
    """The same number is missing from the same group, and it is another one."""
    gone, other = (row_of(raters, who) for who in ("budi", "citra"))
    gone.delete_instance()
    close(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)
    decide(raters)
    put_in_box((gone.fingerprint, raters.cycle.id, bytes(gone.box)))
    other.delete_instance()
    with pytest.raises(BoxMismatch):
        compute(raters)
    found = mismatch_of(raters.cycle.id)
    assert found
    assert found.reason is None
    decide(raters)
    assert compute(raters) == 4
    assert "dari-budi" in texts()


@pytest.mark.parametrize("action", ["box.decide", ANCHOR, ADOPTION])
def test_a_decision_is_not_made_in_the_database(raters: Raters, action: str) -> None:
    delete(raters)
    close(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)
    found = mismatch_of(raters.cycle.id)
    assert found
    decision = {"about": found.digest, "reason": "x"}
    carried = {"hash": "0", "lines": 0, "carried": {f"box.decide:{raters.cycle.id}": decision}}
    last = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    AuditEvent.create(
        at=last.at, actor_kind="user", actor_name="Auditor", address="", action=action,
        object_kind="cycle", object_id=str(raters.cycle.id), previous_hash=last.hash, hash="f" * 64,
        details=json.dumps(decision if action == "box.decide" else carried),
    )  # fmt: skip
    again = mismatch_of(raters.cycle.id)
    assert again
    assert again.reason is None
    with pytest.raises(LogNotWhole):
        compute(raters)
