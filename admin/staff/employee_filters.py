"""The filters of the list of people: unit, family of job roles, what is missing, activity."""

from __future__ import annotations

from flask import g, request
from flask_babel import lazy_gettext as _l
from peewee import ModelSelect, fn

from admin.base import ListFilter
from admin.listing import MOST_ROWS
from admin.lookup import whole
from survei.account.policy import staff_scope
from survei.database import often
from survei.staff.models import Employee, JobRole, Unit
from survei.staff.queries import below, families, units_in
from survei.web.session import current_principal

#: Units that the filter offers; the others are reached through the tree.
MOST_UNITS = 30


#: Columns that may be empty and that matter: filter value -> label and column.
GAPS = {
    "atasan": (_l("Tanpa atasan"), Employee.supervisor),
    "email": (_l("Tanpa email"), Employee.email),
    "whatsapp": (_l("Tanpa nomor WhatsApp"), Employee.whatsapp),
}


def unit_choices() -> list[tuple[str, str]]:
    """The upper units of what one may see, and the one that is chosen already."""
    principal = current_principal()
    if principal is None:
        return []
    if "unit_choices" not in g:
        units = units_in(staff_scope(principal))
        g.unit_choices = [
            (str(unit.id), unit.name)
            for unit in [
                *units.where(Unit.id == whole(request.args.get("unit", ""))),
                *units.order_by(fn.LENGTH(Unit.lineage), Unit.name).limit(MOST_UNITS),
            ]
        ]
    return list(dict.fromkeys(g.unit_choices))


def by_unit(query: ModelSelect[Employee], value: str) -> ModelSelect[Employee]:
    """People of a unit and of all units below it."""
    chosen = Unit.get_or_none(Unit.id == whole(value))
    if chosen is None:
        return query.where(False)
    inside = below(Unit.lineage, chosen.lineage)
    people = Employee.select(Employee.id).join(Unit).where(inside)
    return query.where(often(inside) if _is_many(people) else inside)


def by_family(query: ModelSelect[Employee], value: str) -> ModelSelect[Employee]:
    """People whose job role is of a family. Many are soon found in the order of the list, few by
    their roles.
    """
    roles = JobRole.select(JobRole.id).where(JobRole.family == value)
    held = Employee.job_role.in_(roles)
    is_many = _is_many(Employee.select(Employee.id).where(held))
    return query.where(JobRole.family == value if is_many else held)


def _is_many(people: ModelSelect[Employee]) -> bool:
    """Whether there are more than one can page to: then one meets enough of them by name."""
    return people.limit(MOST_ROWS + 1).count() > MOST_ROWS


LIST_FILTERS = (
    ListFilter("unit", _l("Unit kerja"), unit_choices, by_unit),
    ListFilter(
        "jabatan",
        _l("Kelompok jabatan"),
        lambda: [(family, family.capitalize()) for family in families()],
        by_family,
    ),
    ListFilter(
        "data",
        _l("Kelengkapan"),
        [(key, label) for key, (label, _column) in GAPS.items()],
        lambda query, value: query.where(often(GAPS[value][1].is_null())),
    ),
    ListFilter(
        "status",
        _l("Status"),
        [("1", _l("Aktif")), ("0", _l("Nonaktif"))],
        lambda query, value: query.where(often(Employee.is_active == (value == "1"))),
    ),
)
