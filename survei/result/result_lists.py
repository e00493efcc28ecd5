"""Lists of results for HR: cycles, the people of a cycle page by page, the outlook before
publishing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import ModelSelect, fn

from survei.cycle.choices import ENDED, SETTLED, CycleState
from survei.cycle.group_sizes import group_sizes
from survei.cycle.models import Cycle, Participant
from survei.database import often
from survei.errors import WrongState
from survei.invitation.models import ReachedGroup
from survei.invitation.queries import EVERYONE
from survei.invitation.reached_groups import Reach, reach_of, thin_groups
from survei.result.models import Result
from survei.result.queries import is_in, scheme_of
from survei.search.queries import found
from survei.staff.rules import Scope

PAGE_SIZE = 25
#: Rows that one can page to and that are counted; beyond them one searches.
MOST_ROWS = 1000
BY_NAME = (Participant.name, Participant.id)


@dataclass(frozen=True)
class FinishedCycle:
    """A cycle and how many of its results one may see."""

    cycle: Cycle
    results: int
    acknowledged: int


@dataclass(frozen=True)
class Page:
    """Some of the people of a cycle."""

    rows: list[Result]
    #: At most `MOST_ROWS` + 1, which means "more".
    total: int
    number: int

    @property
    def is_more(self) -> bool:
        """Whether there are more than one can page to."""
        return self.total > MOST_ROWS

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-min(self.total, MOST_ROWS) // PAGE_SIZE))


@dataclass(frozen=True)
class Outlook:
    """What publishing will show."""

    ratees: int
    #: Of them, those with an address to which the letter goes.
    reachable: int
    #: Confidential groups that will be shown, and that will be withheld.
    shown: int
    withheld: int


@dataclass(frozen=True)
class ThinPage:
    """Some of the groups that reach the threshold only with answers that others than their raters
    could have written.
    """

    rows: list[ReachedGroup]
    number: int
    reach: Reach
    #: Fewest answers from which a group is shown.
    least: int
    #: Whether these groups are not shown, by a rule of the cycle.
    is_rule: bool

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.reach.thin // PAGE_SIZE))


def finished_cycles(scope: Scope) -> list[FinishedCycle]:
    """Ended cycles in which somebody of the scope takes part, newest first."""
    counts: dict[int, tuple[int, int]] = {
        cycle_id: (results, read) for cycle_id, results, read in _counts(scope)
    }
    return [
        FinishedCycle(cycle, *counts.get(cycle.id, (0, 0)))
        for cycle in _finished(scope).order_by(Cycle.closes_at.desc(), Cycle.id.desc())
    ]


def finished_cycle(cycle_id: int, scope: Scope) -> Cycle | None:
    """One of them."""
    found: Cycle | None = _finished(scope).where(Cycle.id == cycle_id).first()
    return found


def _finished(scope: Scope) -> ModelSelect[Cycle]:
    query: ModelSelect[Cycle] = Cycle.select().where(Cycle.state.in_(ENDED))
    if scope.everyone:
        return query
    own = Participant.select().where(Participant.cycle == Cycle.id, is_in(scope))
    return query.where(fn.EXISTS(own))


def _counts(scope: Scope) -> Iterable[Any]:
    query = Result.select(Result.cycle, fn.COUNT(Result.id), fn.COUNT(Result.acknowledged_at))
    if not scope.everyone:
        own = Participant.select(Participant.id).where(is_in(scope))
        ended = Cycle.select(Cycle.id).where(Cycle.state.in_(ENDED))
        query = query.where(Result.ratee.in_(own.where(Participant.cycle.in_(ended))))
    rows: Iterable[Any] = query.group_by(Result.cycle).tuples()
    return rows


def ratees(cycle_id: int, scope: Scope, *, search: str, page: int) -> Page:
    """Published results of a cycle by name, 25 a page; `search` looks in name and unit.

    The people come in order from the index of their names, and each has at most one result.
    """
    query = (
        Participant.select(Participant.id)
        .join(Result, on=(Result.ratee == Participant.id), attr="own")
        .where(often(Participant.cycle == cycle_id), _is_published(cycle_id), is_in(scope))
    )
    if search:
        columns = (Participant.name, Participant.unit_name)
        query = found(query, columns, [search], parts=(cycle_id,))
    ordered: Iterable[Any] = query.order_by(*BY_NAME).limit(MOST_ROWS + 1).tuples()
    keys = [key for (key,) in ordered]
    number = min(page, max(0, (min(len(keys), MOST_ROWS) - 1) // PAGE_SIZE))
    start = number * PAGE_SIZE
    return Page(_results_of(keys[start : start + PAGE_SIZE]), len(keys), number)


def _results_of(keys: Collection[int]) -> list[Result]:
    """Results of these people by name, without the documents."""
    columns = (Participant.name, Participant.unit_name, Participant.job_role_name)
    people = (
        Participant.select(Participant.id, *columns, Result.id, Result.acknowledged_at)
        .join(Result, on=(Result.ratee == Participant.id), attr="own")
        .where(Participant.id.in_(list(keys)))
        .order_by(*BY_NAME)
    )
    return [_with_ratee(person) for person in people]


def _is_published(cycle_id: int) -> Any:
    published = Cycle.select().where(Cycle.id == cycle_id, Cycle.state == CycleState.PUBLISHED)
    return fn.EXISTS(published)


def _with_ratee(person: Any) -> Result:
    result: Result = person.own
    result.ratee = person
    return result


def count_in(cycle_id: int, scope: Scope) -> int:
    """How many published results of a cycle one may see."""
    query = Result.select(fn.COUNT(Result.id)).join(
        Participant, on=(Result.ratee == Participant.id)
    )
    return int(query.where(Result.cycle == cycle_id, is_in(scope)).scalar() or 0)


def outlook(cycle: Cycle) -> Outlook:
    """How many results there will be, and how many confidential groups reach the threshold.

    Raises WrongState before results are computed: until then one more answer may tip a group.
    """
    if cycle.state not in SETTLED:
        raise WrongState
    scheme, sizes = scheme_of(cycle), group_sizes(cycle)
    shown = sizes.groups_of(scheme.least_submissions)
    if scheme.least_by_own_links:
        shown -= reach_of(cycle.id, scheme.least_submissions, EVERYONE).thin
    return Outlook(sizes.ratees, sizes.reachable, shown, sum(sizes.groups.values()) - shown)


def thin_page(cycle: Cycle, scope: Scope, page: int) -> ThinPage:
    """Groups in scope that reach the threshold only with answers that others than their raters
    could have written, by name.
    """
    scheme = scheme_of(cycle)
    least = scheme.least_submissions
    reach = reach_of(cycle.id, least, scope)
    number = min(page, max(0, reach.thin - 1) // PAGE_SIZE)
    rows = thin_groups(cycle.id, least, scope).limit(PAGE_SIZE).offset(number * PAGE_SIZE)
    return ThinPage(list(rows), number, reach, least=least, is_rule=scheme.least_by_own_links)
