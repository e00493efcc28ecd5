"""What a computed cycle remembers of its confidential groups is what its forms say."""

from __future__ import annotations

import json

from survei.cycle import planning
from survei.cycle.choices import AssignmentState
from survei.cycle.group_sizes import count_groups, group_sizes, write_group_sizes
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.relations import CONFIDENTIAL
from survei.lifecycle.freezing import freeze_cycle
from survei.staff.models import Employee
from tests.cycle.world import World


def test_written_sizes_are_those_that_were_counted(world: World) -> None:
    Employee.update(email=None).where(
        Employee.id == world.people["guru 1 SMP Negeri 1"].id
    ).execute()
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
    rated = {form.ratee_id for form in Assignment.select()}
    addresses = [row.email for row in Participant.select() if row.id in rated]
    assert counted.reachable == sum(bool(address) for address in addresses) < len(addresses)
    assert group_sizes(cycle) == counted
    write_group_sizes(cycle.id)
    written = Cycle.get_by_id(cycle.id)
    assert group_sizes(written) == counted
    older = json.loads(written.group_sizes)
    del older["reachable"]
    written.group_sizes = json.dumps(older)
    assert group_sizes(written) == counted
