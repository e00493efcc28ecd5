"""What a computed cycle remembers of its confidential groups is what its forms say."""

from __future__ import annotations

from survei.cycle import planning
from survei.cycle.choices import CONFIDENTIAL, AssignmentState
from survei.cycle.group_sizes import count_groups, group_sizes, write_group_sizes
from survei.cycle.models import Assignment, Cycle
from survei.lifecycle.freezing import freeze_cycle
from tests.cycle.world import World


def test_written_sizes_are_those_that_were_counted(world: World) -> None:
    cycle = freeze_cycle(planning.prepare(world.cycle())).cycle
    forms = list(Assignment.select().where(Assignment.relation.in_(sorted(CONFIDENTIAL))))
    sent = [form for form in forms if form.id % 3]
    Assignment.update(state=AssignmentState.SUBMITTED).where(
        Assignment.id.in_([form.id for form in sent])
    ).execute()
    counted = count_groups(cycle.id)
    groups = {(form.ratee_id, form.relation) for form in forms}
    numbers = [sum((one.ratee_id, one.relation) == group for one in sent) for group in groups]
    assert sum(counted.groups.values()) == len(groups)
    assert counted.groups_of(3) == sum(number >= 3 for number in numbers)
    assert counted.ratees == Assignment.select(Assignment.ratee).distinct().count()
    assert group_sizes(cycle) == counted
    write_group_sizes(cycle.id)
    assert group_sizes(Cycle.get_by_id(cycle.id)) == counted
