"""For whom: which published version serves each job role and relation, and where none does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from peewee import JOIN, ModelSelect, fn

from survei.cycle.choices import Relation
from survei.cycle.models import StandardInstrument
from survei.cycle.plan import USUAL_RELATIONS, Instrument
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.staff.models import Headcount, JobRole, Unit
from survei.staff.queries import below
from survei.staff.rules import Scope


class Trouble(StrEnum):
    """Why a cell that was set serves nobody."""

    ARCHIVED = "archived"
    RETIRED = "retired"


TROUBLE_LABELS = {
    Trouble.ARCHIVED: "Kuesioner diarsipkan",
    Trouble.RETIRED: "Versi tidak ditawarkan lagi",
}


@dataclass(frozen=True)
class Offer:
    """A published version as far as choosing it goes."""

    version_id: int
    number: int
    questionnaire_id: int
    title: str
    is_retired: bool
    is_archived: bool

    @property
    def is_offered(self) -> bool:
        """Whether new cycles may use it."""
        return not (self.is_retired or self.is_archived)


@dataclass(frozen=True)
class Served:
    """What serves a cell."""

    offer: Offer
    #: Whether this very version was chosen, not the newest.
    is_pinned: bool

    @property
    def trouble(self) -> Trouble | None:
        """Why it serves nobody after all."""
        if self.offer.is_archived:
            return Trouble.ARCHIVED
        return Trouble.RETIRED if self.offer.is_retired else None


@dataclass(frozen=True)
class RoleRow:
    """A job role with its active staff and what serves it."""

    id: int
    name: str
    is_active: bool
    people: int
    cells: Mapping[Relation, Served]

    @property
    def empty(self) -> list[Relation]:
        """Relations that nothing serves."""
        return [one for one in Relation if one not in self.cells or self.cells[one].trouble]


def offers(*, questionnaire_ids: Iterable[int] | None = None) -> list[Offer]:
    """Every published version, by title, newest first; of some questionnaires only if asked."""
    query = (
        QuestionnaireVersion.select(
            QuestionnaireVersion.id,
            QuestionnaireVersion.number,
            Questionnaire.id,
            Questionnaire.title,
            QuestionnaireVersion.retired_at.is_null(False),
            Questionnaire.archived_at.is_null(False),
        )
        .join(Questionnaire)
        .order_by(Questionnaire.title, Questionnaire.id, QuestionnaireVersion.number.desc())
    )
    if questionnaire_ids is not None:
        query = query.where(Questionnaire.id.in_(list(questionnaire_ids)))
    rows: Iterable[Any] = query.tuples()
    return [
        Offer(version, number, key, title, bool(is_retired), bool(is_archived))
        for version, number, key, title, is_retired, is_archived in rows
    ]


def newest_offered(known: Sequence[Offer]) -> dict[int, Offer]:
    """{questionnaire id: the newest offered version, else the newest of all}."""
    found: dict[int, Offer] = {}
    for offer in known:
        best = found.get(offer.questionnaire_id)
        rank = (offer.is_offered, offer.number)
        if best is None or rank > (best.is_offered, best.number):
            found[offer.questionnaire_id] = offer
    return found


def served(role_ids: Sequence[int] | None = None) -> dict[tuple[int, Relation], Served]:
    """{(job role id, relation): what serves it}; two reads whatever the size."""
    query = StandardInstrument.select()
    if role_ids is not None:
        query = query.where(StandardInstrument.job_role.in_(list(role_ids)))
    rows = list(query)
    known = offers(questionnaire_ids={row.questionnaire_id for row in rows})
    newest, by_id = newest_offered(known), {offer.version_id: offer for offer in known}
    found = {}
    for row in rows:
        offer = by_id.get(row.version_id) if row.version_id else newest.get(row.questionnaire_id)
        if offer:
            is_pinned = row.version_id is not None
            found[row.job_role_id, Relation(row.relation)] = Served(offer, is_pinned)
    return found


def audience(scope: Scope, *, limit: int = 100, offset: int = 0) -> list[RoleRow]:
    """Job roles with what serves them; those with active staff in the scope first, by name.

    Roles no longer in use are listed only while somebody still has them.
    """
    held = _people_by_role(scope)
    people = fn.COALESCE(held.c.people, 0)
    counted = (
        JobRole.select(JobRole.id, JobRole.name, JobRole.is_active, people)
        .join(held, JOIN.LEFT_OUTER, on=(held.c.job_role_id == JobRole.id))
        .where(JobRole.is_active | (people > 0))
        .order_by((people > 0).desc(), JobRole.name, JobRole.id)
        .limit(limit)
        .offset(offset)
    )
    rows: Iterable[Any] = list(counted.tuples())
    cells = served([row[0] for row in rows])
    return [
        RoleRow(
            key,
            name,
            bool(is_active),
            count,
            {one: cells[key, one] for one in Relation if (key, one) in cells},
        )
        for key, name, is_active, count in rows
    ]


def _people_by_role(scope: Scope) -> ModelSelect[Headcount]:
    """(job_role_id, people) of the active staff in the scope."""
    query = Headcount.select(Headcount.job_role, fn.SUM(Headcount.people).alias("people"))
    if not scope.everyone:
        inside = below(Unit.lineage, scope.unit_lineage) if scope.unit_lineage else False
        query = query.join(Unit).where(inside)
    return query.group_by(Headcount.job_role)


def proposal() -> tuple[list[Relation], list[Instrument]]:
    """What a new cycle begins with: the relations that are served, and by which versions.

    Cells whose questionnaire is archived or whose version is retired are left out.
    """
    cells = {cell: serves.offer for cell, serves in served().items() if not serves.trouble}
    used = {relation for _role, relation in cells}
    relations = [one for one in Relation if one in used] or list(USUAL_RELATIONS)
    instruments = [
        Instrument(job_role_id=role, relation=relation, version_id=offer.version_id)
        for (role, relation), offer in sorted(cells.items())
    ]
    return relations, instruments
