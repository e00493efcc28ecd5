"""What two cycles tell together: groups that nest would give the added peer away by difference."""

from __future__ import annotations

from collections import defaultdict

import pytest

from survei.cycle.choices import Relation
from survei.cycle.cycle_file import read_cycle_file
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.services import create_cycle
from survei.lifecycle.opening import open_cycle
from tests.cycle.world import ACTOR, World

FILE = """\
name = "Penilaian"
period_start = 2026-01-01
period_end = 2026-12-31
opens_at = 2026-11-23T08:00:00
closes_at = 2026-12-07T16:00:00
relations = ["peer"]
peers = {peers}
peer_reach = "unit"
{more}

[[questionnaires]]
key = "perilaku"

[scheme.weights]
peer = 100
"""
#: Of 30 independent draws with 29 to choose from, three in four hold: one in 900 each.
MOST_BY_CHANCE = 3


@pytest.fixture
def school(world: World) -> World:
    """One school grows to 30 teachers."""
    for number in range(9, 31):
        world.add(f"guru {number} SMP Negeri 1", world.large, world.teacher, "kepsek SMP Negeri 1")
    return world


def opened(peers: int, more: str = "") -> Cycle:
    columns = read_cycle_file(FILE.format(peers=peers, more=more))
    cycle = create_cycle(**columns, actor=ACTOR)
    open_cycle(cycle.id, actor=ACTOR)
    return cycle


def groups_of(cycle: Cycle) -> dict[int, set[int]]:
    """{employee: employees who rate as peers}."""
    ratee, rater = Participant.alias(), Participant.alias()
    query = (
        Assignment.select(ratee.employee, rater.employee)
        .join(ratee, on=Assignment.ratee == ratee.id)
        .switch(Assignment)
        .join(rater, on=Assignment.rater == rater.id)
        .where(Assignment.cycle == cycle, Assignment.relation == Relation.PEER)
    )
    groups: dict[int, set[int]] = defaultdict(set)
    for of, by in query.tuples():
        groups[of].add(by)
    return groups


@pytest.mark.parametrize("more", ["", "seed = 1", "seed = 2026"])
def test_groups_of_three_and_of_four_do_not_nest(school: World, more: str) -> None:
    small, large = groups_of(opened(3, more)), groups_of(opened(4, more))
    teachers = [id for id, group in large.items() if len(group) == 4 and len(small[id]) == 3]
    assert len(teachers) == 30
    assert sum(small[id] < large[id] for id in teachers) <= MOST_BY_CHANCE


def test_two_cycles_that_are_alike_draw_differently(school: World) -> None:
    first, second = (groups_of(opened(3)) for _ in range(2))
    same = [id for id, group in first.items() if len(group) == 3 and group == second[id]]
    assert len(same) <= MOST_BY_CHANCE
