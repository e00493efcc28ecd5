"""Answers of confidential groups that others than their raters could have written: how many each
group has, and in which of them too few others are left.

A form keeps whether its link had been handed out when it was sent; when results are computed that
goes, and each group keeps a number. So it outlives the links, and no answer is told from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from peewee import Expression, ModelSelect, Tuple, fn

from survei.bulk import insert_many
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Participant
from survei.cycle.queries import within
from survei.cycle.relations import CONFIDENTIAL
from survei.database import long_statements
from survei.invitation.choices import DisputeDecision
from survei.invitation.models import DisputedSubmission, ReachedGroup
from survei.staff.rules import Scope

COLUMNS = ("cycle_id", "ratee_id", "relation", "answers", "in_reach")


@dataclass(frozen=True)
class Reach:
    """What a cycle has of such answers."""

    #: Confidential groups with any, and how many of their answers.
    groups: int
    answers: int
    #: Of the groups, those that are shown with these answers and would not be without.
    thin: int


def write_reached_groups(cycle_id: int, missing: Mapping[tuple[int, str], int]) -> None:
    """Counts the answers in reach by group and forgets by which form each was sent; `missing` were
    sent and are not counted. Part of the transaction that computes results.
    """
    in_reach = fn.SUM(Assignment.sent_in_reach.cast("integer"))
    rows: Iterable[Any] = (
        Assignment.select(Assignment.ratee, Assignment.relation, fn.COUNT(Assignment.id), in_reach)
        .where(
            Assignment.cycle == cycle_id,
            Assignment.relation.in_(sorted(CONFIDENTIAL)),
            Assignment.state == AssignmentState.SUBMITTED,
        )
        .group_by(Assignment.ratee, Assignment.relation)
        .having(in_reach > 0)
        .tuples()
    )
    with long_statements():
        groups = [
            (cycle_id, ratee, relation, sent - missing.get((ratee, relation), 0), reached)
            for ratee, relation, sent, reached in rows
        ]
        insert_many(ReachedGroup, COLUMNS, groups)
        Assignment.update(sent_in_reach=False).where(
            Assignment.cycle == cycle_id, Assignment.sent_in_reach
        ).execute()


def in_reach_of(ratee_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """{(ratee id, relation): answers in reach} of these people, where there are any."""
    rows: Iterable[Any] = (
        ReachedGroup.select(ReachedGroup.ratee, ReachedGroup.relation, ReachedGroup.in_reach)
        .where(ReachedGroup.ratee.in_(list(ratee_ids)))
        .tuples()
    )
    return {(ratee, relation): count for ratee, relation, count in rows}


def reach_of(cycle_id: int, least: int, scope: Scope) -> Reach:
    """The sums over the groups of everybody in scope, by the threshold of the cycle."""
    thin = fn.SUM(_is_thin(least).cast("integer"))
    query = (
        ReachedGroup.select(fn.COUNT(ReachedGroup.id), fn.SUM(ReachedGroup.in_reach), thin)
        .join(Participant)
        .where((ReachedGroup.cycle == cycle_id) & within(scope))
    )
    rows: Iterable[Any] = query.tuples()
    groups, answers, thin_groups = next(iter(rows))
    return Reach(groups, answers or 0, thin_groups or 0)


def thin_groups(cycle_id: int, least: int, scope: Scope) -> ModelSelect[ReachedGroup]:
    """Groups in scope that reach the threshold only with such answers, ratee joined, by name."""
    return (
        ReachedGroup.select(ReachedGroup, Participant)
        .join(Participant)
        .where((ReachedGroup.cycle == cycle_id) & within(scope) & _is_thin(least))
        .order_by(Participant.name, Participant.id, ReachedGroup.relation)
    )


def _is_thin(least: int) -> Expression:
    """Not of groups that are not shown anyway: too small, or left out by an auditor."""
    left_out = (
        Assignment.select(Assignment.ratee, Assignment.relation)
        .join(DisputedSubmission)
        .where(DisputedSubmission.decision == DisputeDecision.LEAVE_OUT)
    )
    condition: Expression = (
        (ReachedGroup.answers >= least)
        & (ReachedGroup.answers - ReachedGroup.in_reach < least)
        & Tuple(ReachedGroup.ratee, ReachedGroup.relation).not_in(left_out)
    )
    return condition
