"""Forms that were sent, and whose raters say: it was not me. Reads; `reporting` writes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import ModelSelect

from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Assignment, Cycle, Participant
from survei.invitation.choices import DisputeDecision
from survei.invitation.models import DisputedSubmission, HandedLink, Handout, Link

#: While a report can still change what is published.
DISPUTABLE = (CycleState.OPEN, CycleState.CLOSED, CycleState.COMPUTED)


def is_disputable(assignment: Assignment, cycle: Cycle) -> bool:
    """Whether its rater can say that somebody else sent it."""
    return (
        assignment.state == AssignmentState.SUBMITTED
        and not assignment.is_disputed
        and cycle.state in DISPUTABLE
    )


def dispute_of(assignment_id: int) -> DisputedSubmission | None:
    """What was reported of a form, and decided."""
    return DisputedSubmission.get_or_none(DisputedSubmission.assignment == assignment_id)


def disputes() -> ModelSelect[DisputedSubmission]:
    """Every report with form, ratee, rater and cycle, undecided ones first, newest first."""
    rater, ratee = Participant.alias("rater"), Participant.alias("ratee")
    return (
        DisputedSubmission.select(DisputedSubmission, Assignment, rater, ratee, Cycle)
        .join(Assignment)
        .join(rater, on=(Assignment.rater == rater.id))
        .switch(Assignment)
        .join(ratee, on=(Assignment.ratee == ratee.id))
        .switch(Assignment)
        .join(Cycle)
        .order_by(
            DisputedSubmission.decided_at.is_null(False), DisputedSubmission.reported_at.desc()
        )
    )


def disputes_in(cycle_id: int) -> list[DisputedSubmission]:
    """The reports of one cycle: picked from all, which are few, and not from its many forms."""
    return [one for one in disputes() if one.assignment.cycle_id == cycle_id]


def left_out_groups(ratee_ids: Iterable[int]) -> set[tuple[int, str]]:
    """(ratee id, relation) of groups that the auditor leaves out of these people's results."""
    rows: Iterable[Any] = (
        DisputedSubmission.select(Assignment.ratee, Assignment.relation)
        .join(Assignment)
        .where(
            Assignment.ratee.in_(list(ratee_ids))
            & (DisputedSubmission.decision == DisputeDecision.LEAVE_OUT)
        )
        .tuples()
    )
    return set(rows)


def handouts_to(assignment_id: int) -> list[Handout]:
    """When, how and why people had a link of this form, oldest first, replaced links included."""
    of_form = Link.select(Link.token_hash).where(Link.assignment == assignment_id)
    seen = HandedLink.select(HandedLink.handout).where(HandedLink.link.in_(of_form))
    return list(Handout.select().where(Handout.id.in_(seen)).order_by(Handout.id))
