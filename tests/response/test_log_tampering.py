"""Whoever owns the database takes lines out of the log: nothing is opened or published then."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from survei.audit.choices import SYSTEM
from survei.audit.head import HEAD_FILE, accept_end, keep_head
from survei.audit.models import AuditEvent
from survei.audit.services import record
from survei.audit.whole_log import LogBroken, LogEndMissing, LogNotWhole
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.keys import own_keys
from survei.lifecycle.box_opening import BoxMismatch
from survei.lifecycle.boxes import give_boxes
from survei.lifecycle.publishing import publish_results
from survei.lifecycle.unproved_answers import AnswersUnproved, accept_answers
from survei.response.models import ConfidentialSubmission, OpenedBox, SealedSubmission
from survei.result.models import Result
from tests.held_keys import hold_own, know_log_from_its_beginning
from tests.raters import Raters
from tests.response.box_tampering import (
    add,
    close,
    compute,
    delete,
    exchange,
    forget_receipt,
    sent_raters,
)


@pytest.fixture
def raters(db: None, tmp_path: Path) -> Raters:
    """On a host that has known the log from its beginning; lines stand around the opening."""
    hold_own(folder=tmp_path)
    know_log_from_its_beginning(tmp_path)
    write_lines()
    people = sent_raters()
    write_lines()
    return people


def write_lines() -> None:
    for number in range(3):
        record(SYSTEM, "test.do", "thing", number)


def opening() -> None:
    """The line of the opening goes, from which it is known that forms have receipts."""
    AuditEvent.delete().where(AuditEvent.action == "cycle.open").execute()


def middle() -> None:
    """A line that has nothing to do with the cycle goes."""
    AuditEvent.get(AuditEvent.object_id == "1").delete_instance()


def end() -> None:
    """The newest line goes: the others still fit."""
    AuditEvent.select().order_by(AuditEvent.id.desc()).get().delete_instance()


def changed() -> None:
    """A line says something else."""
    AuditEvent.update(details="{}").where(AuditEvent.action == "cycle.open").execute()


#: What is done → how it is refused.
TAMPERING: dict[Callable[[], None], type[LogNotWhole]] = {
    opening: LogBroken,
    middle: LogBroken,
    end: LogEndMissing,
    changed: LogBroken,
}


def delete_with_its_receipt(raters: Raters) -> None:
    """An answer goes, and its form knows nothing of it."""
    delete(raters)
    forget_receipt(raters)


#: What is done to the box besides → answers that are missing then, and that no form sent.
BOX_TAMPERING: dict[Callable[[Raters], None], tuple[int, int]] = {
    delete: (1, 0),
    delete_with_its_receipt: (1, 0),
    add: (0, 1),
    exchange: (1, 1),
    forget_receipt: (1, 1),
}


def open_still(raters: Raters) -> None:
    """Answers are coming in."""


def closed(raters: Raters) -> None:
    """The box is about to be opened."""
    close(raters)


def computed(raters: Raters) -> None:
    """The results are about to be shown."""
    close(raters)
    compute(raters)


def go_on(raters: Raters) -> None:
    """All steps that are left."""
    if Cycle.get().state == CycleState.OPEN:
        close(raters)
    if Cycle.get().state == CycleState.CLOSED:
        compute(raters)
    publish_results(raters.cycle.id, actor=SYSTEM)


@pytest.mark.parametrize("stage", [open_still, closed, computed])
@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
def test_it_is_refused_until_a_person_has_looked(
    raters: Raters, stage: Callable[[Raters], None], tamper: Callable[[], None]
) -> None:
    stage(raters)
    keep_head(own_keys().folder)
    tamper()
    boxes = SealedSubmission.select().count()
    with pytest.raises(TAMPERING[tamper], match="audit accept-end --reason"):
        go_on(raters)
    assert Cycle.get().state == (CycleState.COMPUTED if stage is computed else CycleState.CLOSED)
    assert SealedSubmission.select().count() == boxes == (0 if stage is computed else 5)
    answers = 5 if stage is computed else 0
    assert OpenedBox.select().count() == ConfidentialSubmission.select().count() == answers
    assert Result.select().count() == 0
    line = AuditEvent.get(AuditEvent.action == "audit.refuse")
    said = json.loads(line.details)
    assert said["step"] == ("publish" if stage is computed else "compute")
    assert (said["end"] == "cut", said["broken_at"] is None) == (tamper is end, tamper is end)
    accept_end(own_keys().folder, "Cadangan dibandingkan.", actor=SYSTEM)
    if stage is computed and tamper is end:  # the line of how the box was opened
        with pytest.raises(AnswersUnproved, match="audit accept-answers"):
            go_on(raters)
        accept_answers(raters.cycle.id, "Daftar nomor segel dibandingkan.", actor=SYSTEM)
    go_on(raters)
    assert Cycle.get().state == CycleState.PUBLISHED


def test_a_host_that_has_not_seen_the_log_opens_nothing(raters: Raters) -> None:
    """It could not know what was cut off before it came."""
    close(raters)
    (own_keys().folder / HEAD_FILE).unlink()
    with pytest.raises(LogEndMissing):
        compute(raters)
    keep_head(own_keys().folder)
    with pytest.raises(LogEndMissing):
        compute(raters)
    accept_end(own_keys().folder, "Server baru; dibandingkan dengan yang lama.", actor=SYSTEM)
    assert compute(raters) == 5


@pytest.mark.parametrize("stage", [open_still, closed])
@pytest.mark.parametrize("with_the_box", BOX_TAMPERING, ids=lambda one: one.__name__)
@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
def test_a_log_that_was_accepted_hides_nothing_of_the_box(
    raters: Raters,
    stage: Callable[[Raters], None],
    tamper: Callable[[], None],
    with_the_box: Callable[[Raters], None],
) -> None:
    """The line of the opening goes together with answers and receipts: the key file of the box
    still says that each form had one.
    """
    stage(raters)
    keep_head(own_keys().folder)
    tamper()
    with_the_box(raters)
    with pytest.raises(TAMPERING[tamper]):
        go_on(raters)
    accept_end(own_keys().folder, "Cadangan dibandingkan.", actor=SYSTEM)
    give_boxes()
    with pytest.raises(BoxMismatch) as refusal:
        go_on(raters)
    missing, foreign = BOX_TAMPERING[with_the_box]
    assert refusal.value.params == {"missing": missing, "foreign": foreign}
    assert ConfidentialSubmission.select().count() == 0
