"""Receipts of sent forms: what they tell, and where an older release or key left none."""

from __future__ import annotations

import json

import pytest

from survei.adoption import adopt_keys
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.models import Assignment
from survei.lifecycle.box_opening import BoxMismatch
from survei.lifecycle.boxes import give_boxes
from survei.response.models import OpenedBox
from survei.response.sealed_submissions import box_receipt, sealed_row
from survei.sealing.inclusion import read_receipt
from survei.settings import Settings
from tests.raters import Raters
from tests.response.box_tampering import (
    PEERS,
    add,
    close,
    compute,
    exchange,
    forged,
    forget_receipt,
    receipt_of,
    sent_raters,
)


@pytest.fixture
def raters(db: None) -> Raters:
    return sent_raters()


def test_before_the_opening_a_receipt_needs_the_link_key(raters: Raters) -> None:
    forms = [raters.assignment(who) for who in PEERS]
    for form in forms:
        shown = receipt_of(raters, next(w for w in PEERS if raters.assignment(w) == form))
        stored = bytes(form.box_receipt)
        assert bytes.fromhex(shown.fingerprint) not in stored
        assert read_receipt(b"k" * 32, form.id, stored) is None
    assert len({len(bytes(form.box_receipt)) for form in forms}) == 1


def test_after_the_opening_no_form_knows_its_box(raters: Raters) -> None:
    close(raters)
    compute(raters)
    assert Assignment.select().where(Assignment.box_receipt.is_null(False)).count() == 0
    assert [field.name for field in OpenedBox._meta.sorted_fields] == ["fingerprint", "cycle"]


def test_the_same_answer_never_makes_the_same_box(raters: Raters) -> None:
    """So no content can be tried out until its fingerprint fits: not by a colleague, not by HR, not
    by who wrote it.
    """
    content = forged(raters)
    rows = [sealed_row(raters.cycle, content) for _ in range(50)]
    assert len({key for key, _, _ in rows}) == 50
    assert len({box[:32] for _, _, box in rows}) == 50, "a key pair of its own each time"
    assert len({box_receipt(1, rows[0][0]) for _ in range(50)}) == 50


def test_boxes_of_an_older_release_are_taken_as_they_are_once(raters: Raters) -> None:
    """It kept no receipts. What happens after the start of this one is found."""
    AuditEvent.delete().execute()
    Assignment.update(box_receipt=None).execute()
    give_boxes()
    assert all(not receipt_of(raters, who).is_own for who in PEERS)
    line = AuditEvent.get(AuditEvent.action == "box.receipts")
    assert json.loads(line.details) == {"given": 5}
    exchange(raters)
    give_boxes()
    close(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)
    assert AuditEvent.select().where(AuditEvent.action == "box.receipts").count() == 1


def test_without_a_start_in_between_an_older_box_is_opened(raters: Raters) -> None:
    AuditEvent.delete().execute()
    Assignment.update(box_receipt=None).execute()
    close(raters)
    assert compute(raters) == 5


def test_an_answer_without_receipt_is_never_taken_for_sent_twice(raters: Raters) -> None:
    """An upgrade while some forms have receipts: those keep their boxes."""
    AuditEvent.delete().execute()
    kept = receipt_of(raters, "citra")
    forget_receipt(raters)
    add(raters)
    give_boxes()
    assert receipt_of(raters, "citra") == kept
    close(raters)
    with pytest.raises(BoxMismatch) as refusal:
        compute(raters)
    assert refusal.value.params == {"missing": 0, "foreign": 1}


def test_under_other_keys_what_lies_in_the_box_is_opened(
    raters: Raters, settings: Settings
) -> None:
    """Nobody can read the receipts any more."""
    adopt_keys(settings, actor=SYSTEM)
    close(raters)
    assert compute(raters) == 5


def test_what_is_exchanged_after_that_is_found(raters: Raters, settings: Settings) -> None:
    adopt_keys(settings, actor=SYSTEM)
    exchange(raters)
    give_boxes()
    close(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)
