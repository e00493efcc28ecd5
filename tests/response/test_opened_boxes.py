"""What the log says of an opened box holds, and what is changed afterwards is not published."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from survei import clock
from survei.adoption import adopt_keys
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.purging import purge_lines
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.lifecycle.publishing import publish_results
from survei.response.box_proof import BoxChanged, box_proof, check_box, list_of
from survei.response.models import ConfidentialSubmission, OpenedBox, SealedSubmission
from survei.result.models import Result
from survei.settings import Settings
from tests.raters import Raters
from tests.response.box_tampering import (
    close,
    compute,
    sent_raters,
)


@pytest.fixture
def raters(db: None) -> Raters:
    return sent_raters()


def test_an_untouched_box_is_opened_and_its_list_is_the_root(raters: Raters) -> None:
    before = sorted(row.fingerprint for row in SealedSubmission.select())
    close(raters)
    assert compute(raters) == 5
    assert list_of(raters.cycle.id).decode().split() == before
    proof = box_proof(raters.cycle.id)
    assert proof
    assert proof.root == hashlib.sha256(list_of(raters.cycle.id)).hexdigest()
    assert (proof.answers, proof.sent, proof.groups, proof.differences) == (5, 5, 2, [])
    assert ConfidentialSubmission.select().count() == 5


def drop_listed() -> None:
    """A fingerprint goes from the list."""
    OpenedBox.get().delete_instance()


def drop_answer() -> None:
    """An opened answer goes."""
    ConfidentialSubmission.get().delete_instance()


def add_answer() -> None:
    """Another one comes."""
    copied = ConfidentialSubmission.get().__data__ | {"id": "f" * 32}
    ConfidentialSubmission.insert(copied).execute()


def exchange_answer() -> None:
    """One says something else."""
    first = ConfidentialSubmission.get()
    ConfidentialSubmission.update(answers='{"saran":"palsu"}').where(
        ConfidentialSubmission.id == first.id
    ).execute()


#: What is done after the opening → whether list, counts and content are still the same.
CHANGES: dict[Callable[[], None], tuple[bool, bool, bool]] = {
    drop_listed: (False, True, True),
    drop_answer: (True, False, False),
    add_answer: (True, False, False),
    exchange_answer: (True, True, False),
}


def found_in_the_box() -> tuple[bool | None, ...]:
    check = check_box(Cycle.get())
    assert check
    return check.is_list_same, check.is_count_same, check.is_content_same


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_a_change_after_the_opening_is_found_and_nothing_is_published(
    raters: Raters, change: Callable[[], None]
) -> None:
    close(raters)
    compute(raters)
    assert found_in_the_box() == (True, True, True)
    change()
    assert found_in_the_box() == CHANGES[change]
    with pytest.raises(BoxChanged, match="seseorang mengubahnya"):
        publish_results(raters.cycle.id, actor=SYSTEM)
    assert Cycle.get().state == CycleState.COMPUTED
    assert AuditEvent.select().where(AuditEvent.action == "box.changed").count() == 1
    assert Result.select().count() == 0


def test_what_was_opened_stays_proved_under_other_keys(raters: Raters, settings: Settings) -> None:
    close(raters)
    compute(raters)
    before = box_proof(raters.cycle.id)
    assert before
    adopt_keys(settings, actor=SYSTEM)
    assert box_proof(raters.cycle.id) == before
    purge_lines(clock.now() + timedelta(days=1), limit=999, actor=SYSTEM)
    assert box_proof(raters.cycle.id) == before


def test_what_is_changed_between_two_readings_and_put_back_is_not_published(
    raters: Raters,
) -> None:
    """Answers are read to prove them, and again to write documents; both must find the same."""
    close(raters)
    compute(raters)
    row = ConfidentialSubmission.get()

    def write(answers: str) -> None:
        change = ConfidentialSubmission.update(answers=answers)
        assert change.where(ConfidentialSubmission.id == row.id).execute() == 1

    def look(done: int, total: int) -> None:
        if done == total // 2:
            write('{"saran":"palsu"}')
        elif done == total:
            write(row.answers)

    with pytest.raises(BoxChanged):
        publish_results(raters.cycle.id, actor=SYSTEM, progress=look)
    assert Cycle.get().state == CycleState.COMPUTED
    assert AuditEvent.select().where(AuditEvent.action == "box.changed").count() == 1
    write(row.answers)
    publish_results(raters.cycle.id, actor=SYSTEM)
