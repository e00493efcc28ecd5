"""Receipts of sent forms: what they tell, and where an older release or key left none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from survei.adoption import adopt_keys
from survei.audit.choices import SYSTEM
from survei.audit.head import accept_end, keep_head
from survei.audit.models import AuditEvent
from survei.audit.services import record
from survei.audit.whole_log import LogNotWhole
from survei.cycle.models import Assignment, Cycle
from survei.lifecycle.box_opening import BoxMismatch
from survei.lifecycle.boxes import BoxMissing, give_boxes
from survei.response.models import ConfidentialSubmission, OpenedBox, SealedSubmission
from survei.response.sealed_submissions import box_receipt, sealed_row
from survei.sealing.inclusion import read_receipt
from survei.sealing.private_keys import has_receipts, path_of, private_key
from survei.settings import Settings
from tests.held_keys import hold_own, know_log_from_its_beginning
from tests.raters import Raters
from tests.response.box_tampering import (
    PEERS,
    add,
    by_an_older_release,
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
    by_an_older_release(raters.cycle.id)
    Assignment.update(box_receipt=None).execute()
    give_boxes()
    assert has_receipts(raters.cycle.box_key or "")
    assert all(not receipt_of(raters, who).is_own for who in PEERS)
    line = AuditEvent.get(AuditEvent.action == "box.receipts")
    assert json.loads(line.details) == {"given": 5}
    exchange(raters)
    give_boxes()
    close(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)
    assert AuditEvent.select().where(AuditEvent.action == "box.receipts").count() == 1


def test_without_a_start_in_between_an_older_box_stays_closed(raters: Raters) -> None:
    by_an_older_release(raters.cycle.id)
    Assignment.update(box_receipt=None).execute()
    close(raters)
    with pytest.raises(BoxMissing, match="Jalankan ulang"):
        compute(raters)
    give_boxes()
    assert compute(raters) == 5


def test_killed_before_the_key_file_says_it_the_next_start_does(raters: Raters) -> None:
    """The log does; so does that of an older release that gave receipts, and of one of this release
    whose key file was put back from a copy of before.
    """
    by_an_older_release(raters.cycle.id)
    record(SYSTEM, "box.receipts", "cycle", raters.cycle.id, given=5)
    exchange(raters)
    give_boxes()
    assert has_receipts(raters.cycle.box_key or "")
    assert AuditEvent.select().where(AuditEvent.action == "box.receipts").count() == 1
    close(raters)
    with pytest.raises(BoxMismatch):
        compute(raters)


def pretend_without_lines(raters: Raters) -> None:
    """The whole log goes, and a line comes that no audit key made."""
    AuditEvent.delete().execute()


def pretend_with_a_line(raters: Raters) -> None:
    """The line of the opening says nothing of receipts any more."""
    AuditEvent.update(details="{}").where(AuditEvent.action == "cycle.open").execute()


def pretend_without_a_box(raters: Raters) -> None:
    """The key goes from the cycle, and other answers lie where they lay before there were boxes."""
    content = forged(raters)
    ConfidentialSubmission.insert(
        id="f" * 32, cycle=raters.cycle, ratee=content.ratee_id, relation=content.relation,
        version=content.version_id, answers=content.answers, section_scores=content.section_scores,
    ).execute()  # fmt: skip
    SealedSubmission.delete().execute()
    Cycle.update(box_key=None).execute()


@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize(
    "pretend", [pretend_without_lines, pretend_with_a_line, pretend_without_a_box]
)
def test_who_owns_the_database_makes_no_cycle_an_older_one(
    raters: Raters, tmp_path: Path, pretend: Callable[[Raters], None], is_marked: bool
) -> None:
    """Not even where the key file does not say it, since it was put back from an older copy."""
    hold_own(folder=tmp_path)
    know_log_from_its_beginning(tmp_path)
    keep_head(tmp_path)
    if not is_marked:
        key = raters.cycle.box_key or ""
        path_of(key).write_text(private_key(key).hex())
    pretend(raters)
    Assignment.update(box_receipt=None).execute()
    exchange_any()
    assert give_boxes() == 0
    assert AuditEvent.select().where(AuditEvent.action == "box.receipts").count() == 0
    close(raters)
    with pytest.raises((LogNotWhole, BoxMissing, BoxMismatch)):
        compute(raters)
    if accept_end(tmp_path, "Tidak diketahui siapa.", actor=SYSTEM):
        give_boxes()
    with pytest.raises((BoxMissing, BoxMismatch)):
        compute(raters)
    assert ConfidentialSubmission.select().where(ConfidentialSubmission.id != "f" * 32).count() == 0


def exchange_any() -> None:
    """A sealed answer goes; who owns the database cannot tell whose."""
    if row := SealedSubmission.select().first():
        row.delete_instance()


def test_an_answer_without_receipt_is_never_taken_for_sent_twice(raters: Raters) -> None:
    """An upgrade while some forms have receipts: those keep their boxes."""
    by_an_older_release(raters.cycle.id)
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
