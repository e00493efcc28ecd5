"""What was decided about groups of raters: by an auditor, or by a rule of the cycle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.invitation.disputes import left_out_groups
from survei.invitation.reached_groups import in_reach_of
from survei.response.box_proof import BoxProof
from survei.result.inputs import RaterGroup
from survei.result.rules import are_own_enough


@dataclass(frozen=True)
class DecidedGroups:
    """Decisions about the groups of some ratees."""

    scheme: Scheme
    #: Groups as (ratee id, relation).
    left_out: Collection[tuple[int, str]]
    unmatched: Collection[tuple[int, str]]
    in_reach: Mapping[tuple[int, str], int]

    def applied(self, group: RaterGroup, ratee_id: int) -> RaterGroup:
        """The group as they leave it. One with too few answers of its raters' own is as if nobody
        had sent anything, so nothing tells it from a small one.
        """
        key = (ratee_id, group.relation)
        if key in self.left_out:
            return replace(group, submissions=(), is_left_out=True)
        in_reach, n = self.in_reach.get(key, 0), len(group.submissions)
        if not are_own_enough(self.scheme, n=n, in_reach=in_reach):
            group = replace(group, submissions=())
        return replace(group, has_unmatched=True) if key in self.unmatched else group


def decided_groups(scheme: Scheme, box: BoxProof | None, ids: Sequence[int]) -> DecidedGroups:
    """What was decided about the groups of these ratees; `box` is what the log says of theirs."""
    return DecidedGroups(
        scheme,
        left_out=left_out_groups(ids),
        unmatched=box.unmatched.keys() if box else (),
        in_reach=_in_reach(scheme, ids),
    )


def set_aside_of(scheme: Scheme, ids: Sequence[int]) -> dict[int, dict[Relation, int]]:
    """{ratee id: {relation: answers that do not count for the threshold}}, by the cycle's rule."""
    found: dict[int, dict[Relation, int]] = defaultdict(dict)
    for (ratee_id, relation), count in _in_reach(scheme, ids).items():
        found[ratee_id][Relation(relation)] = count
    return found


def _in_reach(scheme: Scheme, ids: Sequence[int]) -> dict[tuple[int, str], int]:
    return in_reach_of(ids) if scheme.least_by_own_links else {}
