"""What the proof before publishing costs beside publishing, as a cycle grows.

Processor time of the proof alone, taken while results are published, beside all the rest of that
same publication: what is read, made and written. What PostgreSQL's own processes take is counted on
both sides. What looking at the bank beside results takes is the difference to adding up the same
questions without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.plan import Scheme
from survei.lifecycle import publishing
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.opening import open_cycle
from survei.lifecycle.proving import Proving
from survei.response.box_proof import ByRatee
from survei.result.beside_results import BesideResults, Pooled
from survei.result.document import ResultDocument
from survei.result.inputs import RateeInputs, RaterGroup
from survei.result.models import Result
from survei.result.pooled_proof import Known
from survei.result.questions import QuestionTallies
from tests.benchmarks.city import NOW
from tests.benchmarks.databases import KINDS
from tests.benchmarks.growth import answer_all, compute, seconds_of, with_city
from tests.benchmarks.table import Row

T = TypeVar("T")

PEOPLE = (1_000, 4_000, 20_000)
#: Most of publishing that the proof may cost, and most by which a ratee may cost more in the
#: larger cycle.
REACH, GROWTH = 0.5, 1.5


def run(people: tuple[int, ...] = PEOPLE) -> list[Row]:
    """The figures on both databases."""
    return [row for kind in KINDS for row in _on(kind, people)]


def _on(kind: str, people: tuple[int, ...]) -> list[Row]:
    rows, least = [], 0.0
    for number in people:
        proof, rest, ratees = with_city(kind, number, _published)
        each = proof * 1_000_000 / ratees
        least = least or each
        rows += [
            Row(f"{kind}: proof beside publishing, {ratees:,} ratees", proof, rest, "s", REACH),
            Row(f"{kind}: proof, {ratees:,} ratees, a ratee", each, least, "µs", GROWTH),
        ]
    return rows


def _published(cycle_id: int, database_pid: int | None) -> tuple[float, float, int]:
    """Seconds of the proof, seconds of all else, ratees."""
    open_cycle(cycle_id, actor=SYSTEM)
    with clock.fixed(NOW + timedelta(days=1)):
        answer_all(cycle_id)
        close_cycle(cycle_id, actor=SYSTEM)
        compute(cycle_id)
        taken, usual = _Taken(database_pid), (publishing.Proving, publishing.QuestionTallies)
        publishing.Proving = taken.proving
        publishing.QuestionTallies = taken.tallies
        try:
            whole = seconds_of(
                lambda: publishing.publish_results(cycle_id, actor=SYSTEM), database_pid
            )
        finally:
            publishing.Proving, publishing.QuestionTallies = usual
    return taken.seconds, whole - taken.seconds - taken.twice, Result.select().count()


class _Taken:
    """Adds up what all steps of a proof take."""

    def __init__(self, database_pid: int | None) -> None:
        self.seconds = 0.0
        #: Of work that is done a second time, to compare with.
        self.twice = 0.0
        self._database_pid = database_pid

    def proving(self, cycle_id: int, answers: ByRatee) -> Proving:
        """A proof that is timed."""
        return _Timed(cycle_id, answers, self)

    def tallies(self) -> QuestionTallies:
        """Sums over ratees of which what the proof adds is timed."""
        return _TimedTallies(self)

    def of(self, work: Callable[[], T], *, reads: bool = False) -> T:
        """What the work gives; the database is only asked where it is read or written."""
        found: list[T] = []
        pid = self._database_pid if reads else None
        self.seconds += seconds_of(lambda: found.append(work()), pid)
        return found[0]


class _Timed(Proving):
    def __init__(self, cycle_id: int, answers: ByRatee, taken: _Taken) -> None:
        super().__init__(cycle_id, answers)
        self._taken = taken

    def counted(self, inputs: RateeInputs) -> RateeInputs:
        return self._taken.of(lambda: super(_Timed, self).counted(inputs))

    def proved(self, inputs: RateeInputs) -> RateeInputs:
        return self._taken.of(lambda: super(_Timed, self).proved(inputs))

    def require_covered(self, inputs: RateeInputs, document: ResultDocument) -> None:
        self._taken.of(lambda: super(_Timed, self).require_covered(inputs, document))

    def require_as_proved(self) -> None:
        self._taken.of(super().require_as_proved, reads=True)

    def write_counts(self, narrowing: int) -> dict[str, int]:
        return self._taken.of(lambda: super(_Timed, self).write_counts(narrowing), reads=True)


class _TimedTallies(QuestionTallies):
    def __init__(self, taken: _Taken) -> None:
        super().__init__()
        self._taken, self._plain = taken, _PlainTallies()

    def add(self, inputs: RateeInputs) -> None:
        self._taken.of(lambda: super(_TimedTallies, self).add(inputs))
        plain = seconds_of(lambda: self._plain.add(inputs), None)
        self._taken.seconds -= plain
        self._taken.twice += plain

    def rows(self) -> Iterator[tuple[object, ...]]:
        return iter(self._taken.of(lambda: list(super(_TimedTallies, self).rows())))


class _PlainTallies(QuestionTallies):
    def __init__(self) -> None:
        super().__init__()
        self._beside = _Nothing()


class _Nothing(BesideResults):
    def take(self, group: RaterGroup, scheme: Scheme) -> dict[str, tuple[Pooled, Known]]:
        return {}
