"""What the check before an opening looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from survei.cycle.choices import Relation
from survei.cycle.roster import Roster

#: People named under a problem; the rest is only counted.
MOST_NAMED = 50


class Severity(StrEnum):
    """Whether a problem blocks the opening."""

    ERROR = "error"
    WARNING = "warning"


class Concerned(NamedTuple):
    """A person whom a problem concerns, with no more than is shown of them."""

    id: int
    name: str
    job_role_name: str
    unit_name: str
    lineage: str


@dataclass(frozen=True)
class Problem:
    """One finding. `message` and `remedy` are sentences with `%(name)s` places."""

    kind: str
    severity: Severity
    message: str
    remedy: str
    params: dict[str, Any] = field(default_factory=dict)
    #: Employees concerned, at most MOST_NAMED.
    people: tuple[Concerned, ...] = ()
    #: How many are concerned in all; 0 when it is not about people.
    count: int = 0

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True)
class Counts:
    """What opening would create."""

    ratees: int
    raters: int
    participants: int
    #: {relation: forms}, only relations in use.
    forms: dict[Relation, int]
    #: Raters with an address: one letter each.
    letters: int
    #: Raters without one.
    without_email: int
    #: Most forms that one rater gets.
    heaviest: int

    @property
    def total(self) -> int:
        """All forms."""
        return sum(self.forms.values())


@dataclass(frozen=True)
class Sending:
    """How long the invitations take under the cap on mails."""

    letters: int
    #: SURVEI_MAILS_PER_HOUR.
    per_hour: int

    @property
    def hours(self) -> int:
        """Until the last one has left, rounded up."""
        return -(-self.letters // self.per_hour)


@dataclass(frozen=True)
class Preflight:
    """The whole page."""

    counts: Counts
    problems: tuple[Problem, ...]
    #: None where nobody said how many mails may go out.
    sending: Sending | None = None

    @property
    def errors(self) -> list[Problem]:
        """What blocks."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        """What does not."""
        return [problem for problem in self.problems if problem.severity is Severity.WARNING]

    @property
    def is_ready(self) -> bool:
        """Whether the cycle may open."""
        return not self.errors


@dataclass(frozen=True)
class VersionFact:
    """What the check must know of a questionnaire version."""

    title: str
    number: int
    is_retired: bool
    #: Names of its scales on which a mean of a few would tell each answer; only looked for where
    #: peers or subordinates are to rate.
    telling_scales: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitFact:
    """A unit that the plan names."""

    name: str
    lineage: str


@dataclass(frozen=True)
class Times:
    """What the checks about time look at: quickly read, and another one a minute later."""

    opens_at: datetime
    closes_at: datetime
    period_start: date
    period_end: date
    now: datetime
    #: Most mails in any 60 minutes; None where nobody said, such as when the cycle is opened.
    mails_per_hour: int | None


@dataclass(frozen=True)
class Case:
    """What the checks about people look at."""

    roster: Roster
    #: {version id: fact}; an id that is not there is gone.
    versions: dict[int, VersionFact]
    units: list[UnitFact]


def error(kind: str, message: str, remedy: str, **params: object) -> Problem:
    """A problem that blocks the opening."""
    return Problem(kind, Severity.ERROR, message, remedy, params)


def warning(kind: str, message: str, remedy: str, **params: object) -> Problem:
    """A problem that only advises."""
    return Problem(kind, Severity.WARNING, message, remedy, params)


def about(
    roster: Roster,
    ids: Iterable[int],
    severity: Severity,
    kind: str,
    message: str,
    remedy: str,
    **params: object,
) -> Iterator[Problem]:
    """A problem that concerns people; nothing when it concerns nobody."""
    concerned = sorted((roster.rows[id] for id in ids), key=lambda row: (row.unit_name, row.name))
    if concerned:
        yield Problem(
            kind,
            severity,
            message,
            remedy,
            {"count": len(concerned), **params},
            tuple(
                Concerned(row.id, row.name, row.job_role_name, row.unit_name, row.lineage)
                for row in concerned[:MOST_NAMED]
            ),
            len(concerned),
        )
