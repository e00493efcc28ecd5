"""What happened in the demonstration: one closed cycle with results, one half answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from survei import clock
from survei.audit.choices import SYSTEM, Actor
from survei.bank.version_publishing import publish_version
from survei.cycle.choices import AssignmentState, PeerReach, Relation
from survei.cycle.default_versions.services import Cell, set_cells
from survei.cycle.models import Assignment, Cycle
from survei.cycle.plan import Instrument, Plan
from survei.cycle.services import create_cycle
from survei.database import database
from survei.demo.example_answers import answers_to
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.drafting.queries import document_of, library
from survei.drafting.services import create_questionnaire
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import token_of
from survei.invitation.token_lookup import find_link
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.lifecycle.opening import open_cycle
from survei.lifecycle.publishing import publish_results
from survei.response.services import submit_response
from survei.staff.models import JobRole

#: Which ready questionnaire serves whom: (family of the job role, relations) → key. The empty
#: family serves everybody else.
SERVES = {
    ("guru", (Relation.SELF, Relation.SUPERVISOR)): "guru-pengelolaan-kelas",
    ("guru", (Relation.PEER,)): "guru-rekan-sejawat",
    ("kepala sekolah", tuple(Relation)): "kepala-sekolah",
    ("staf administrasi", tuple(Relation)): "staf-administrasi",
    ("", tuple(Relation)): "perilaku-berakhlak",
}
#: Share of the forms that are answered in the closed and in the open cycle.
CLOSED_SHARE, OPEN_SHARE = 0.94, 0.5
#: How long the open cycle has been open.
SINCE_OPENING = timedelta(days=8)


class Half(NamedTuple):
    """Half a year, the period that a cycle appraises."""

    year: int
    is_second: bool

    @property
    def roman(self) -> str:
        """How an office numbers it."""
        return "II" if self.is_second else "I"

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        if self.is_second:
            return date(self.year, 7, 1), date(self.year, 12, 31)
        return date(self.year, 1, 1), date(self.year, 6, 30)

    def before(self) -> Half:
        """The one that came before."""
        return (
            Half(self.year, is_second=False)
            if self.is_second
            else Half(self.year - 1, is_second=True)
        )


def present_half() -> Half:
    """The half year of the day on which the open cycle began, whenever the office is loaded."""
    day = clock.to_local(clock.now() - SINCE_OPENING)
    return Half(day.year, is_second=day.month > 6)


def publish_library(actor: Actor) -> dict[str, QuestionnaireVersion]:
    """Every ready questionnaire as version 1, by key."""
    return {document.key: _publish(document.key, actor) for document in library()}


def _publish(key: str, actor: Actor) -> QuestionnaireVersion:
    document = next(one for one in library() if one.key == key)
    made: Questionnaire = create_questionnaire(
        key, str(document.title), document=document, actor=actor
    )
    return publish_version(
        made.id, revision=made.draft_revision, note="Versi awal dari pustaka", actor=actor
    )


def plan_with(versions: dict[str, QuestionnaireVersion]) -> Plan:
    """Everybody is rated by oneself, the supervisor, five peers of the unit, and the reports."""
    return Plan(
        relations=list(Relation),
        peers=5,
        peer_reach=PeerReach.UNIT,
        instruments=list(_instruments(versions)),
    )


def _instruments(versions: dict[str, QuestionnaireVersion]) -> Iterator[Instrument]:
    roles = list(JobRole.select())
    for (family, relations), key in SERVES.items():
        served = [role.id for role in roles if role.family == family] if family else [None]
        for role_id in served:
            for relation in relations:
                yield Instrument(
                    job_role_id=role_id, relation=relation, version_id=versions[key].id
                )


def stand_for(versions: dict[str, QuestionnaireVersion], actor: Actor) -> None:
    """Fills "Untuk siapa" with what the cycles use, always in the newest version."""
    named = {(one.job_role_id, one.relation): one.version_id for one in _instruments(versions)}
    home = {version.id: version.questionnaire.id for version in versions.values()}
    cells: dict[int, list[Cell]] = {}
    for role in JobRole.select():
        for relation in Relation:
            version = named.get((role.id, relation)) or named.get((None, relation))
            if version:
                cells.setdefault(home[version], []).append((role.id, relation))
    for questionnaire, served in cells.items():
        set_cells(served, questionnaire_id=questionnaire, actor=actor)


def past_cycle(versions: dict[str, QuestionnaireVersion], actor: Actor) -> Cycle:
    """A half year: opened, answered, closed and published some months ago."""
    end = clock.now() - timedelta(days=100)
    begin = end - timedelta(days=21)
    half = present_half().before()
    with clock.fixed(begin):
        cycle = _make(half, begin, end, versions, actor)
        open_cycle(cycle.id, actor=actor)
    with clock.fixed(begin + timedelta(days=9)), database.atomic():
        _answer(cycle, CLOSED_SHARE)
    with clock.fixed(end + timedelta(hours=1)):
        close_cycle(cycle.id, actor=SYSTEM)
        compute_results(cycle.id, actor=actor)
        publish_results(cycle.id, actor=actor)
    return cycle


def present_cycle(versions: dict[str, QuestionnaireVersion], actor: Actor) -> Cycle:
    """The half year after it: opened last week, half of the forms are in."""
    begin = clock.now() - SINCE_OPENING
    half = present_half()
    end = clock.from_local(
        datetime.combine(clock.today() + timedelta(days=13), datetime.max.time()).replace(
            second=0, microsecond=0
        )
    )
    with clock.fixed(begin):
        cycle = _make(half, begin, end, versions, actor)
        open_cycle(cycle.id, actor=actor)
    with clock.fixed(begin + timedelta(days=3)), database.atomic():
        _answer(cycle, OPEN_SHARE)
    return cycle


def _make(
    half: Half,
    begin: datetime,
    end: datetime,
    versions: dict[str, QuestionnaireVersion],
    actor: Actor,
) -> Cycle:
    first, last = half.days
    return create_cycle(
        name=f"Penilaian Perilaku Semester {half.roman} {half.year}",
        period_start=first,
        period_end=last,
        opens_at=begin,
        closes_at=end,
        plan=plan_with(versions),
        actor=actor,
    )


def _answer(cycle: Cycle, share: float) -> None:
    chance = Random(cycle.id)
    talent: dict[int, float] = {}
    links = (
        Link.select(Link, Assignment)
        .join(Assignment)
        .where(
            (Assignment.cycle == cycle.id)
            & (Assignment.state == AssignmentState.OPEN)
            & (Link.purpose == LinkPurpose.FORM)
        )
        .order_by(Assignment.id)
    )
    for found in list(links):
        link = find_link(token_of(found))
        if link is None or link.assignment is None:
            continue
        ratee = link.assignment.ratee_id
        tendency = talent.setdefault(ratee, chance.uniform(0.5, 0.85))
        if link.assignment.relation == Relation.SELF:
            tendency = min(tendency + 0.08, 0.95)
        answers = answers_to(
            document_of(link.assignment.version_id), tendency=tendency, chance=chance
        )
        if chance.random() < share:
            submit_response(link, answers)
