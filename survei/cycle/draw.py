"""Who rates whom: pure, balanced, and fast enough for a whole city. `chance` decides what is free.

Peers of a unit stand in a shuffled circle and rate the k before them: everyone gives and gets
the same number, and pairs that rate each other appear only where there are too few people to
avoid it. Where a unit has too few comparable people, the least burdened of the parent unit help.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import msgspec

from survei.cycle.chance import Chance
from survei.cycle.choices import PeerReach, Relation
from survei.cycle.plan import Plan


class Person(NamedTuple):
    """What the draw knows of an active employee."""

    id: int
    #: `Unit.lineage`.
    lineage: str
    #: Job role family; only the same family is comparable.
    family: str
    #: Employee id of the frozen supervisor.
    supervisor: int | None


class DrawBasis(msgspec.Struct, frozen=True):
    """All that a draw depends on beside chance: what is kept of an opening, so that its draw can be
    repeated (`survei.cycle.kept_draw`).
    """

    relations: list[Relation]
    peers: int
    peer_reach: PeerReach
    subordinates: int
    #: Employee ids of those who are rated, sorted.
    ratees: list[int]
    #: All who may rate, each once, by id.
    people: list[Person]

    @property
    def limits(self) -> dict[Relation, int]:
        """{relation whose raters may be too many: how many of them are asked, 0 for all}."""
        most = {Relation.PEER: self.peers, Relation.SUBORDINATE: self.subordinates}
        return {relation: count for relation, count in most.items() if relation in self.relations}

    def rated(self) -> list[Person]:
        """Those who are rated."""
        chosen = set(self.ratees)
        return [person for person in self.people if person.id in chosen]


def basis_of(people: Iterable[Person], ratees: Collection[int], plan: Plan) -> DrawBasis:
    """The rules of the plan with the people that they are for, in an order of its own."""
    return DrawBasis(
        relations=plan.relations,
        peers=plan.peers,
        peer_reach=plan.peer_reach,
        subordinates=plan.subordinates,
        ratees=sorted(ratees),
        people=sorted(people, key=lambda person: person.id),
    )


def is_left_to_chance(plan: Plan) -> bool:
    """Whether anybody is drawn at all: peers, or some of the subordinates."""
    some = plan.subordinates and Relation.SUBORDINATE in plan.relations
    return bool(some) or Relation.PEER in plan.relations


class Task(NamedTuple):
    """One rater, one ratee, one relation."""

    rater: int
    ratee: int
    relation: Relation


#: A unit's lineage (or that of its parent) and a family: those who may be peers.
Pool = tuple[str, str]
#: (load, lot, person) in a heap; the load may lag behind and is then renewed.
Entry = tuple[int, float, int]


def parent_of(lineage: str) -> str:
    """Lineage of the unit above ("1.5.9." gives "1.5."); at the top the unit itself."""
    head, _, _ = lineage.rstrip(".").rpartition(".")
    return f"{head}." if head else lineage


def draw(basis: DrawBasis, chance: Chance) -> list[Task]:
    """Every task of a cycle, sorted by rater and ratee; the same chance draws the same.

    A pair appears once: the supervisor's own rating comes before any other relation of the same
    two people.
    """
    tasks: list[Task] = []
    for relation, raters_for in DRAWS.items():
        if relation in basis.relations:
            tasks += raters_for(basis, chance)
    tasks.sort(key=lambda task: (task.rater, task.ratee))
    return tasks


def _oneself(basis: DrawBasis, chance: Chance) -> Iterator[Task]:
    return (Task(person.id, person.id, Relation.SELF) for person in basis.rated())


def _supervisors(basis: DrawBasis, chance: Chance) -> Iterator[Task]:
    able = {person.id for person in basis.people}
    for person in basis.rated():
        if person.supervisor in able and person.supervisor != person.id:
            yield Task(person.supervisor, person.id, Relation.SUPERVISOR)


def _subordinates(basis: DrawBasis, chance: Chance) -> Iterator[Task]:
    """All direct reports, or `basis.subordinates` of them."""
    reports: dict[int, list[int]] = defaultdict(list)
    for person in basis.people:
        if person.supervisor is not None and person.supervisor != person.id:
            reports[person.supervisor].append(person.id)
    for ratee in basis.rated():
        able = sorted(id for id in reports.get(ratee.id, ()) if id != ratee.supervisor)
        if 0 < basis.subordinates < len(able):
            able = chance.chosen(able, basis.subordinates, "bawahan", ratee.id)
        for rater in able:
            yield Task(rater, ratee.id, Relation.SUBORDINATE)


class PeerDraw:
    """One draw of peers. Holds who has whom so far, and how much everyone carries."""

    def __init__(self, basis: DrawBasis, chance: Chance) -> None:
        self.basis, self.chance = basis, chance
        self.by_id = {person.id: person for person in basis.people}
        self.rated = set(basis.ratees)
        self.raters: dict[int, list[int]] = {id: [] for id in basis.ratees}
        #: {rater: ratees}
        self.ratees: dict[int, set[int]] = defaultdict(set)

    def tasks(self) -> Iterator[Task]:
        """The peers of every ratee."""
        for pool, members in self._units().items():
            self._circle(self.chance.shuffled(members, "rekan", *pool))
        if self.basis.peer_reach == PeerReach.PARENT:
            self._fill()
        for ratee, raters in self.raters.items():
            for rater in raters:
                yield Task(rater, ratee, Relation.PEER)

    def _units(self) -> dict[Pool, list[int]]:
        units: dict[Pool, list[int]] = defaultdict(list)
        for person in self.basis.people:
            units[person.lineage, person.family].append(person.id)
        return units

    def _may_rate(self, rater: int, ratee: int) -> bool:
        """Never oneself, the supervisor, a direct report, or the same person twice."""
        return (
            rater != ratee
            and self.by_id[ratee].supervisor != rater
            and self.by_id[rater].supervisor != ratee
            and ratee not in self.ratees[rater]
        )

    def _assign(self, rater: int, ratee: int) -> None:
        self.raters[ratee].append(rater)
        self.ratees[rater].add(ratee)

    def _circle(self, members: list[int]) -> None:
        """Everyone is rated by the next k of the circle who may; then loads are levelled."""
        size, skipped = len(members), False
        for place, ratee in enumerate(members):
            if ratee not in self.rated:
                continue
            for step in range(1, size):
                if len(self.raters[ratee]) == self.basis.peers:
                    break
                rater = members[(place + step) % size]
                if self._may_rate(rater, ratee):
                    self._assign(rater, ratee)
                else:
                    skipped = True
        if skipped:
            while self._level(members):
                pass

    def _level(self, members: list[int]) -> bool:
        """Moves ratees from the most to the least burdened; says whether anything moved."""
        by_load = sorted(members, key=self._load)
        moved = False
        for giver in reversed(by_load):
            takers = [id for id in by_load if self._load(id) <= self._load(giver) - 2]
            if not takers:
                return moved
            moved = self._hand_over(giver, takers) or moved
        return moved

    def _hand_over(self, giver: int, takers: list[int]) -> bool:
        for reciprocal in (False, True):
            for ratee in sorted(self.ratees[giver]):
                for taker in takers:
                    mutual = ratee in self.raters.get(taker, ())
                    if mutual == reciprocal and self._may_rate(taker, ratee):
                        self.raters[ratee].remove(giver)
                        self.ratees[giver].remove(ratee)
                        self._assign(taker, ratee)
                        return True
        return False

    def _load(self, rater: int) -> int:
        return len(self.ratees[rater])

    def _fill(self) -> None:
        """Ratees with too few peers get the least burdened of the parent unit's subtree."""
        short = [id for id, raters in self.raters.items() if len(raters) < self.basis.peers]
        short = self.chance.shuffled(short, "lengkapi")
        heaps = self._heaps({self._pool_above(ratee) for ratee in short})
        for ratee in short:
            self._take_least(heaps[self._pool_above(ratee)], ratee)

    def _pool_above(self, ratee: int) -> Pool:
        person = self.by_id[ratee]
        return parent_of(person.lineage), person.family

    def _heaps(self, pools: set[Pool]) -> dict[Pool, list[Entry]]:
        """{pool: heap of those who may help in it}."""
        heaps: dict[Pool, list[Entry]] = {pool: [] for pool in pools}
        people = self.basis.people
        lots = self.chance.lots([person.id for person in people], "undi")
        for person, lot in zip(people, lots, strict=True):
            entry = (self._load(person.id), lot, person.id)
            for lineage in {person.lineage, *_above(person.lineage)}:
                if (lineage, person.family) in heaps:
                    heaps[lineage, person.family].append(entry)
        for heap in heaps.values():
            heapify(heap)
        return heaps

    def _take_least(self, heap: list[Entry], ratee: int) -> None:
        """Draws until the ratee has k peers or nobody is left."""
        seen: list[Entry] = []
        for rater in self._by_burden(heap, ratee, seen):
            if self._may_rate(rater, ratee):
                self._assign(rater, ratee)
            if len(self.raters[ratee]) == self.basis.peers:
                break
        for entry in seen:
            heappush(heap, entry)

    def _by_burden(self, heap: list[Entry], ratee: int, seen: list[Entry]) -> Iterator[int]:
        """Raters by load, taken off the heap into `seen`.

        One whom the ratee rates counts as carrying two more: a mutual pair is the smaller evil
        only against a burden that is much heavier.
        """
        mutual: list[Entry] = []
        while heap:
            load, lot, rater = heappop(heap)
            if load != self._load(rater):
                heappush(heap, (self._load(rater), lot, rater))
                continue
            seen.append((load, lot, rater))
            if rater in self.ratees[ratee]:
                mutual.append(seen[-1])
                continue
            while mutual and mutual[0][0] + 1 < load:
                yield mutual.pop(0)[2]
            yield rater
        yield from (rater for _, _, rater in mutual)


def _above(lineage: str) -> Iterator[str]:
    """Lineages of all units above, nearest first."""
    while (above := parent_of(lineage)) != lineage:
        yield above
        lineage = above


def _peers(basis: DrawBasis, chance: Chance) -> Iterator[Task]:
    return PeerDraw(basis, chance).tasks()


#: How the raters of each relation are found; a test holds it equal to the enum.
DRAWS: dict[Relation, Callable[[DrawBasis, Chance], Iterator[Task]]] = {
    Relation.SELF: _oneself,
    Relation.SUPERVISOR: _supervisors,
    Relation.SUBORDINATE: _subordinates,
    Relation.PEER: _peers,
}
