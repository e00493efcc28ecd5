"""Writes of the for-whom table: cells set and cleared, each change on record."""

from __future__ import annotations

from collections.abc import Collection

from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.choices import Relation
from survei.cycle.default_versions.queries import offers
from survei.cycle.models import StandardInstrument
from survei.database import database
from survei.errors import SurveiError
from survei.staff.models import JobRole

#: (job role id, relation).
Cell = tuple[int, Relation]


class NotOffered(SurveiError):
    """Nothing of the questionnaire, or not this version, is offered to new cycles."""

    message = "Kuesioner atau versi ini tidak ditawarkan untuk periode baru. Pilih yang lain."


class RoleUnknown(SurveiError):
    """A job role is gone."""

    message = "Jabatan ini tidak ada lagi. Muat ulang halaman."


def set_cells(
    cells: Collection[Cell],
    *,
    questionnaire_id: int,
    version_id: int | None = None,
    actor: Actor,
) -> int:
    """Lets a questionnaire serve these cells: a pinned version, or the newest offered one.

    Raises NotOffered, RoleUnknown. Returns the number of cells.
    """
    with database.atomic():
        known = [one for one in offers(questionnaire_ids=[questionnaire_id]) if one.is_offered]
        if version_id is not None:
            known = [one for one in known if one.version_id == version_id]
        if not known:
            raise NotOffered
        _require_roles(cells)
        _remove(cells)
        rows = [(role, str(one), questionnaire_id, version_id) for role, one in sorted(set(cells))]
        fields = (
            StandardInstrument.job_role,
            StandardInstrument.relation,
            StandardInstrument.questionnaire,
            StandardInstrument.version,
        )
        StandardInstrument.insert_many(rows, fields=fields).execute()
        details = {"cells": _written(cells), "version": version_id}
        record(actor, "standard.set", "questionnaire", questionnaire_id, **details)
    return len(rows)


def clear_cells(cells: Collection[Cell], *, actor: Actor) -> int:
    """Lets nothing serve these cells. Returns how many were set."""
    with database.atomic():
        removed = _remove(cells)
        record(actor, "standard.clear", "standard", "-", cells=_written(cells))
    return removed


def _require_roles(cells: Collection[Cell]) -> None:
    wanted = {role for role, _relation in cells}
    if JobRole.select().where(JobRole.id.in_(wanted)).count() != len(wanted):
        raise RoleUnknown


def _remove(cells: Collection[Cell]) -> int:
    removed = 0
    for relation in {one for _role, one in cells}:
        roles = [role for role, one in cells if one == relation]
        query = StandardInstrument.delete().where(
            StandardInstrument.relation == str(relation), StandardInstrument.job_role.in_(roles)
        )
        removed += query.execute()
    return removed


def _written(cells: Collection[Cell]) -> list[str]:
    return [f"{role}:{relation}" for role, relation in sorted(set(cells))]
