"""Which questionnaire serves which job role and relation: a matrix of selects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField
from wtforms.fields import SelectChoice

from admin.forms import AdminForm
from survei.cycle import planning
from survei.cycle.choices import Relation
from survei.cycle.plan import Instrument, Plan
from survei.cycle.relations import RELATION_LABELS
from survei.drafting.queries import published_versions

#: (job role id or None, label, ratees) of each row.
Roles = list[tuple[int | None, str, int]]


@dataclass(frozen=True)
class MatrixRow:
    """One job role, or None for all roles without an entry of their own."""

    role_id: int | None
    label: str
    people: int
    cells: list[Any]


def field_name(role_id: int | None, relation: Relation) -> str:
    """Name of a cell's field."""
    return f"v_{role_id or 0}_{relation}"


def matrix_form(plan: Plan) -> tuple[type[AdminForm], Roles]:
    """A form class with one select per job role and relation, and its rows."""
    titles = [
        SelectChoice(
            str(version.id),
            _("%(title)s, versi %(number)s", title=version.title, number=version.number),
        )
        for version in published_versions()
    ]
    roles: Roles = [(None, _("Semua jabatan lain"), 0)]
    roles += planning.ratee_roles(plan)
    fields = {}
    for role_id, label, _people in roles:
        first = _("Pilih kuesioner") if role_id is None else _("Ikuti “Semua jabatan lain”")
        for relation in plan.relations:
            fields[field_name(role_id, relation)] = SelectField(
                f"{label}: {_(RELATION_LABELS[relation])}",
                choices=[SelectChoice("", first), *titles],
                default="",
                validate_choice=True,
            )
    return type("MatrixForm", (AdminForm,), fields), roles


def matrix_data(plan: Plan) -> dict[str, str]:
    """What the selects show for a plan."""
    return {
        field_name(item.job_role_id, item.relation): str(item.version_id)
        for item in plan.instruments
    }


def instruments_of(form: AdminForm, plan: Plan) -> list[Instrument]:
    """The choices as part of the plan."""
    roles = [None, *(role_id for role_id, _name, _people in planning.ratee_roles(plan))]
    return [
        Instrument(job_role_id=role_id, relation=relation, version_id=int(version))
        for role_id in roles
        for relation in plan.relations
        if (version := form[field_name(role_id, relation)].data)
    ]


def matrix_rows(form: AdminForm, plan: Plan, roles: Roles) -> list[MatrixRow]:
    """The rows for the template."""
    return [
        MatrixRow(
            id, label, people, [form[field_name(id, relation)] for relation in plan.relations]
        )
        for id, label, people in roles
    ]
