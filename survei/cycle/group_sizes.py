"""How many answers the confidential groups of a cycle have: counted once, since a computed cycle
gets no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn

from survei.cycle.choices import CONFIDENTIAL, AssignmentState
from survei.cycle.models import Assignment, Cycle


@dataclass(frozen=True)
class GroupSizes:
    """What a cycle holds, without names."""

    #: People who are rated.
    ratees: int
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
    return GroupSizes(known["ratees"], {int(sent): n for sent, n in known["groups"].items()})


def write_group_sizes(cycle_id: int) -> None:
    """Part of the transaction that computes results."""
    sizes = count_groups(cycle_id)
    text = json.dumps({"ratees": sizes.ratees, "groups": sizes.groups})
    Cycle.update(group_sizes=text).where(Cycle.id == cycle_id).execute()


def count_groups(cycle_id: int) -> GroupSizes:
    """Reads all forms of the cycle."""
    standing = (Assignment.cycle == cycle_id) & (Assignment.state != AssignmentState.REVOKED)
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
    return GroupSizes(int(people.scalar() or 0), dict(rows))
