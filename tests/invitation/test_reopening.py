"""A closing is taken back: who is told, what is refused, and what stays as it was."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM, Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.history import events_of_cycle
from survei.cycle.models import Assignment, Cycle
from survei.cycle.rules import (
    ComputedAlready,
    DeadlineInvalid,
    OpenAlready,
    ReasonInvalid,
    last_moment,
)
from survei.cycle.services import extend_cycle
from survei.errors import SurveiError, WrongState
from survei.invitation.models import Link
from survei.invitation.queries import count_to_remind, count_unfinished
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job
from survei.jobs.services import enqueue
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.reminding import send_reminders
from survei.lifecycle.reopening import LinksDeleted, Reopening, reopen_cycle
from survei.mail.models import Letter
from survei.worker import schedule
from tests.invitation.conftest import CLOSES, NOW, SmallCycle
from tests.invitation.links import make_link

HR = Actor(ActorKind.USER, 7, "Siti Aminah", "10.0.0.1")
LATER = CLOSES + timedelta(days=8)
WHY = "Sekolah di pulau baru menerima tautannya kemarin."


@pytest.fixture
def closed(small: SmallCycle) -> SmallCycle:
    """Closed by HR ten days early; "citra" has sent hers."""
    make_links(small)
    Assignment.update(state=AssignmentState.SUBMITTED).where(
        Assignment.rater == small.people["citra"]
    ).execute()
    close_cycle(small.cycle.id, actor=HR)
    return small


def make_links(small: SmallCycle) -> None:
    """As the opening makes them."""
    for rater, ratee in small.assignments:
        make_link(small, rater, ratee)
    for rater in {rater for rater, _ in small.assignments}:
        make_link(small, rater)


def reopen(small: SmallCycle, **changes: object) -> Reopening:
    """As HR does."""
    told: Reopening = reopen_cycle(
        small.cycle.id, **{"closes_at": LATER, "reason": WHY, "actor": HR} | changes
    )
    return told


def test_who_is_not_finished_gets_one_letter(closed: SmallCycle) -> None:
    links = [(link.token_hash, link.revoked_at) for link in Link.select()]
    assert count_unfinished(closed.cycle.id) == (4, 3)
    assert reopen(closed) == Reopening(raters=4, letters=3)
    names = {closed.people[name].id for name in ("andi", "nur", "budi")}
    assert {(row.kind, row.participant_id) for row in Letter.select()} == {
        ("reopening", key) for key in names
    }
    cycle = Cycle.get()
    assert (cycle.state, cycle.closes_at, cycle.closed_at) == (CycleState.OPEN, LATER, None)
    assert (cycle.announced_closes_at, cycle.moved_at) == (CLOSES, NOW)
    assert [(link.token_hash, link.revoked_at) for link in Link.select()] == links
    states = {row.state for row in Assignment.select()}
    assert states == {AssignmentState.OPEN, AssignmentState.SUBMITTED}
    assert count_to_remind(closed.cycle.id) == 0  # one letter a day


def test_it_is_on_record_with_its_reason(closed: SmallCycle) -> None:
    reopen(closed, reason=f"  {WHY}\n")
    event = AuditEvent.get(AuditEvent.action == "cycle.reopen")
    assert event.actor_name == "Siti Aminah"
    details = {"before": CLOSES.isoformat(), "after": LATER.isoformat(), "reason": WHY}
    assert json.loads(event.details) == details
    turns = [(turn.action, turn.reason, turn.until) for turn in events_of_cycle(closed.cycle.id)]
    assert turns == [("cycle.close", "", None), ("cycle.reopen", WHY, LATER)]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"closes_at": NOW}, DeadlineInvalid),
        ({"reason": "  \n "}, ReasonInvalid),
        ({"reason": "x" * 501}, ReasonInvalid),
    ],
    ids=["past", "no reason", "too long"],
)
def test_nothing_happens_where_something_is_wrong(
    closed: SmallCycle, changes: dict[str, object], refusal: type[SurveiError]
) -> None:
    with pytest.raises(refusal):
        reopen(closed, **changes)
    assert Cycle.get().state == CycleState.CLOSED
    assert Letter.select().count() == 0


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (CycleState.DRAFT, WrongState),
        (CycleState.OPEN, OpenAlready),
        (CycleState.COMPUTED, ComputedAlready),
        (CycleState.PUBLISHED, ComputedAlready),
    ],
)
def test_only_what_is_closed_and_not_computed(
    closed: SmallCycle, state: CycleState, refusal: type[SurveiError]
) -> None:
    Cycle.update(state=state).execute()
    with pytest.raises(refusal):
        reopen(closed)
    assert Letter.select().count() == 0


def test_where_links_are_deleted_nobody_could_go_on(closed: SmallCycle) -> None:
    Link.delete().where(Link.participant == closed.people["budi"]).execute()
    with pytest.raises(LinksDeleted):
        reopen(closed)
    assert Cycle.get().state == CycleState.CLOSED


def test_a_second_person_is_told_and_nobody_gets_two_letters(closed: SmallCycle) -> None:
    reopen(closed)
    with pytest.raises(OpenAlready):
        reopen(closed)
    close_cycle(closed.cycle.id, actor=HR)
    assert reopen(closed) == Reopening(raters=4, letters=0)  # the first ones still wait
    assert Letter.select().count() == 3


def test_a_closing_by_the_schedule_is_taken_back_as_well(closed: SmallCycle) -> None:
    reopen(closed)
    with clock.fixed(last_moment(Cycle.get())):
        assert schedule.close_due_cycles() == 1
        assert Cycle.get().closed_by == "system"
        reopen(closed, closes_at=LATER + timedelta(days=2))
        assert Cycle.get().closed_by is None
        assert schedule.close_due_cycles() == 0
    assert Cycle.get().announced_closes_at == CLOSES


def test_a_wish_to_compute_is_withdrawn(closed: SmallCycle) -> None:
    enqueue(JobKind.COMPUTE, closed.cycle.id, actor=SYSTEM)
    reopen(closed)
    assert Job.get().state == JobState.WITHDRAWN


def test_reminders_go_on_towards_the_new_end(closed: SmallCycle) -> None:
    reopen(closed)
    with clock.fixed(NOW + timedelta(days=1)):
        assert send_reminders(closed.cycle.id, actor=SYSTEM) == 3


def test_the_announced_end_is_kept_over_all_changes(small: SmallCycle) -> None:
    make_links(small)
    for days in (3, -2):
        extend_cycle(small.cycle.id, closes_at=CLOSES + timedelta(days=days), actor=HR)
        assert Cycle.get().announced_closes_at == CLOSES
    close_cycle(small.cycle.id, actor=HR)
    reopen(small, closes_at=CLOSES)
    assert Cycle.get().announced_closes_at == CLOSES
