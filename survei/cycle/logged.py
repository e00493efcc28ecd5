"""Lines of the log by the unit of those they speak of: for an auditor who is bound to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, Expression, ModelSelect

from survei.account.models import User
from survei.audit.models import AuditEvent
from survei.cycle.models import Cycle, Participant
from survei.mail.models import Letter
from survei.staff.models import Employee, Unit
from survei.staff.queries import below


def _in_unit(lineage: str) -> Expression:
    return below(Unit.lineage, lineage)


def _users(lineage: str) -> ModelSelect[Any]:
    """Users bound to the unit, and those whose own employee works there."""
    own = Employee.select(Employee.id).join(Unit).where(_in_unit(lineage))
    joined = User.select(User.id).join(Unit, JOIN.LEFT_OUTER)
    return joined.where(_in_unit(lineage) | User.employee.in_(own))


def _participants(lineage: str) -> ModelSelect[Any]:
    # Named by cycle, so that the index of units answers.
    return Participant.select(Participant.id).where(
        Participant.cycle.in_(Cycle.select(Cycle.id)), below(Participant.unit_lineage, lineage)
    )


#: Kinds of objects that lie in a unit: the keys of those in this one and below it.
PLACES: dict[str, Callable[[str], ModelSelect[Any]]] = {
    "unit": lambda lineage: Unit.select(Unit.id).where(_in_unit(lineage)),
    "employee": lambda lineage: Employee.select(Employee.id).join(Unit).where(_in_unit(lineage)),
    "user": _users,
    "participant": _participants,
    "letter": lambda lineage: Letter.select(Letter.id).where(
        Letter.participant_id.in_(_participants(lineage))
    ),
}


def is_about(lineage: str) -> Expression:
    """Lines about somebody or something of this unit and those below it, and nothing else.

    What cannot be placed in a unit (a cycle, a questionnaire, a list of many) is left out.
    """
    return reduce(or_, [_names(kind, keys(lineage)) for kind, keys in PLACES.items()])


def _names(kind: str, keys: ModelSelect) -> Any:
    (key,) = keys.selected_columns
    as_text = keys.select(key.cast("varchar"))
    return (AuditEvent.object_kind == kind) & AuditEvent.object_id.in_(as_text)
