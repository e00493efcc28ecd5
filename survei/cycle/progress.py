"""How far a cycle is: sums over forms by unit, relation and state. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from survei.cycle.choices import AssignmentState, Relation
from survei.figures import half_up


class Share(NamedTuple):
    """Forms of one unit of raters, relation and state."""

    unit_lineage: str
    unit_name: str
    relation: str
    state: str
    number: int


class MissingRater(NamedTuple):
    """Someone with open forms."""

    participant_id: int
    name: str
    unit_name: str
    job_role_name: str
    #: 1 or True where a letter can reach them.
    has_email: bool
    open_forms: int
    given_forms: int


class Decline(NamedTuple):
    """A form that its rater refused, with the reason."""

    assignment_id: int
    rater_id: int
    rater_name: str
    rater_unit: str
    ratee_name: str
    relation: str
    reason: str | None
    note: str
    on: date | None


@dataclass
class Tally:
    """Forms by state. Revoked ones count for nothing."""

    states: Counter[str] = field(default_factory=Counter)

    @property
    def submitted(self) -> int:
        """Forms sent."""
        return self.states[AssignmentState.SUBMITTED]

    @property
    def open(self) -> int:
        """Forms not yet sent."""
        return self.states[AssignmentState.OPEN]

    @property
    def declined(self) -> int:
        """Forms refused with a reason."""
        return self.states[AssignmentState.DECLINED]

    @property
    def total(self) -> int:
        """Forms that stand."""
        return self.submitted + self.open + self.declined

    @property
    def percent(self) -> Decimal:
        """Share of forms sent, 0 to 100, one decimal; 0 without forms."""
        return half_up(Fraction(100 * self.submitted, self.total or 1), 1)


@dataclass
class UnitTallies:
    """One unit of raters."""

    lineage: str
    name: str
    all: Tally = field(default_factory=Tally)
    relations: dict[Relation, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def tally(self, relation: Relation) -> Tally:
        """Its forms of one relation; empty when it has none."""
        return self.relations.get(relation, Tally())


@dataclass
class CycleProgress:
    """The whole cycle, or the part that a scope shows."""

    all: Tally = field(default_factory=Tally)
    relations: dict[Relation, Tally] = field(default_factory=lambda: defaultdict(Tally))
    #: Furthest behind first, then by name.
    units: list[UnitTallies] = field(default_factory=list)


def progress_of(shares: Iterable[Share]) -> CycleProgress:
    """Adds up the shares."""
    found = CycleProgress()
    units: dict[str, UnitTallies] = {}
    for share in shares:
        unit = units.setdefault(
            share.unit_lineage, UnitTallies(share.unit_lineage, share.unit_name)
        )
        relation = Relation(share.relation)
        for tally in (
            found.all,
            found.relations[relation],
            unit.all,
            unit.relations[relation],
        ):
            tally.states[share.state] += share.number
    found.relations = {r: found.relations[r] for r in Relation if r in found.relations}
    found.units = sorted(units.values(), key=lambda unit: (unit.all.percent, unit.name))
    return found
