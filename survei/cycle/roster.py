"""Everybody of a cycle before it opens: who is rated, who rates, and who must be frozen. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from survei.cycle.chance import Chance
from survei.cycle.draw import DrawBasis, Person, Task, basis_of, draw
from survei.cycle.plan import Plan


class StaffRow(NamedTuple):
    """An active employee as it would be frozen now."""

    id: int
    nip: str
    name: str
    email: str | None
    whatsapp: str | None
    rank: str
    supervisor: int | None
    unit_name: str
    lineage: str
    job_role_id: int
    job_role_name: str
    family: str


@dataclass(frozen=True)
class Roster:
    """The people and tasks that opening a cycle now would freeze."""

    plan: Plan
    #: {employee id: row} of every active employee.
    rows: dict[int, StaffRow]
    #: Employee ids of those who are rated.
    ratees: frozenset[int]
    #: What the tasks were drawn from.
    basis: DrawBasis
    #: Sorted by rater, then ratee.
    tasks: list[Task]

    @cached_property
    def members(self) -> list[int]:
        """Ratees, raters and the ratees' supervisors; a supervisor before those led.

        People in a loop of supervisors come last; `preflight` refuses them.
        """
        taking_part = set(self.ratees) | {task.rater for task in self.tasks}
        taking_part |= {
            supervisor for id in self.ratees if (supervisor := self.supervisor_of(id)) is not None
        }
        return supervisors_first(
            {id: self.supervisor_of(id, taking_part) for id in sorted(taking_part)}
        )

    def supervisor_of(self, employee_id: int, among: Collection[int] | None = None) -> int | None:
        """The supervisor if active, not oneself, and among those given."""
        supervisor = self.rows[employee_id].supervisor
        if supervisor == employee_id or supervisor not in self.rows:
            return None
        return supervisor if among is None or supervisor in among else None

    @cached_property
    def loops(self) -> list[int]:
        """Members whose chain of supervisors never ends."""
        members = set(self.members)
        placed: set[int] = set()
        for id in self.members:
            supervisor = self.supervisor_of(id, members)
            if supervisor is None or supervisor in placed:
                placed.add(id)
        return [id for id in self.members if id not in placed]

    @cached_property
    def version_ids(self) -> dict[tuple[int, str], int]:
        """{(job role id, relation): version id} for every job role of a ratee that has one."""
        own = {(i.job_role_id, i.relation): i.version_id for i in self.plan.instruments}
        roles = {self.rows[id].job_role_id for id in self.ratees}
        found = {}
        for role in roles:
            for relation in self.plan.relations:
                version = own.get((role, relation), own.get((None, relation)))
                if version is not None:
                    found[role, str(relation)] = version
        return found

    def version_of(self, task: Task) -> int | None:
        """The questionnaire version of a task: by the ratee's job role and the relation."""
        role = self.rows[task.ratee].job_role_id
        return self.version_ids.get((role, str(task.relation)))


def make_roster(
    rows: Sequence[StaffRow], lineages: Sequence[str], plan: Plan, *, chance: Chance
) -> Roster:
    """Chooses the ratees (people below the units in `lineages`) and draws their raters.

    A plan without units rates everyone.
    """
    ratees = ratees_among(((row.id, row.lineage) for row in rows), lineages, plan)
    people = (Person(row.id, row.lineage, row.family, row.supervisor) for row in rows)
    basis = basis_of(people, ratees, plan)
    return Roster(plan, {row.id: row for row in rows}, ratees, basis, draw(basis, chance))


def ratees_among(
    places: Iterable[tuple[int, str]], lineages: Sequence[str], plan: Plan
) -> frozenset[int]:
    """Those of (id, lineage) whom the plan rates."""
    prefixes = tuple(lineages)
    return frozenset(id for id, at in places if not plan.unit_ids or at.startswith(prefixes))


def supervisors_first(supervisor_of: dict[int, int | None]) -> list[int]:
    """The keys in an order in which everyone follows their supervisor; loops come last."""
    led: dict[int | None, list[int]] = defaultdict(list)
    for id, supervisor in supervisor_of.items():
        led[supervisor].append(id)
    ordered = list(led[None])
    for id in ordered:
        ordered.extend(led.get(id, ()))
    placed = set(ordered)
    return ordered + [id for id in supervisor_of if id not in placed]
