"""How many answers the confidential groups of a cycle have, and whom a letter reaches: counted
once, since a computed cycle gets no other answer, and frozen people no other address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from peewee import Expression, fn

from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.relations import CONFIDENTIAL


@dataclass(frozen=True)
class GroupSizes:
    """What a cycle holds, without names."""

    #: People who are rated.
    ratees: int
    #: Of them, those with an address: who is told of the result by a letter.
    reachable: int
    #: {submissions: confidential groups that have so many}
    groups: dict[int, int]

    def groups_of(self, least: int) -> int:
        """Groups with at least so many submissions."""
        return sum(count for sent, count in self.groups.items() if sent >= least)


def group_sizes(cycle: Cycle) -> GroupSizes:
    """As written down when results were computed; counted for a cycle of an older release."""
    if cycle.group_sizes is None:
        return count_groups(cycle.id)
    known = json.loads(cycle.group_sizes)
    reachable = known["reachable"] if "reachable" in known else _reachable(cycle.id)
    groups = {int(sent): number for sent, number in known["groups"].items()}
    return GroupSizes(known["ratees"], reachable, groups)


def write_group_sizes(cycle_id: int) -> None:
    """Part of the transaction that computes results."""
    sizes = count_groups(cycle_id)
    Cycle.update(group_sizes=json.dumps(asdict(sizes))).where(Cycle.id == cycle_id).execute()


def count_groups(cycle_id: int) -> GroupSizes:
    """Reads all forms of the cycle."""
    standing = _standing(cycle_id)
    people = Assignment.select(fn.COUNT(fn.DISTINCT(Assignment.ratee))).where(standing)
    sent = fn.SUM((Assignment.state == AssignmentState.SUBMITTED).cast("integer")).alias("sent")
    groups = (
        Assignment.select(sent)
        .where(standing, Assignment.relation.in_(sorted(CONFIDENTIAL)))
        .group_by(Assignment.ratee, Assignment.relation)
    )
    rows: Iterable[Any] = (
        groups.select_from(groups.c.sent, fn.COUNT(groups.c.sent)).group_by(groups.c.sent).tuples()
    )
    return GroupSizes(int(people.scalar() or 0), _reachable(cycle_id), dict(rows))


def _reachable(cycle_id: int) -> int:
    has_address = Participant.email.is_null(False) & (Participant.email != "")
    rated = Assignment.select(Assignment.ratee).where(_standing(cycle_id))
    return int(Participant.select().where(Participant.id.in_(rated), has_address).count())


def _standing(cycle_id: int) -> Expression:
    return (Assignment.cycle == cycle_id) & (Assignment.state != AssignmentState.REVOKED)
