"""For whom: cells are set, cleared and served; new cycles begin with what is served."""

from __future__ import annotations

import json

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import Relation
from survei.cycle.default_versions.queries import Trouble, audience, proposal, served
from survei.cycle.default_versions.services import NotOffered, RoleUnknown, clear_cells, set_cells
from survei.cycle.models import StandardInstrument
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.questionnaire.document import encode
from survei.staff.models import Employee, JobRole
from survei.staff.rules import Scope
from tests.cast import Cast
from tests.examples import every_kind_document

EVERYONE = Scope(everyone=True)
SELF, PEER = Relation.SELF, Relation.PEER


def published(key: str, versions: int = 1) -> Questionnaire:
    """A questionnaire with so many versions."""
    row = Questionnaire.create(key=key, title=key.title())
    for number in range(1, versions + 1):
        QuestionnaireVersion.create(
            questionnaire=row,
            number=number,
            sha256="0" * 64,
            document=encode(every_kind_document()),
            title=row.title,
            published_at=clock.now(),
            published_by="HR",
        )
    return row


def version(row: Questionnaire, number: int) -> QuestionnaireVersion:
    return QuestionnaireVersion.get(
        QuestionnaireVersion.questionnaire == row, QuestionnaireVersion.number == number
    )


def retire(row: Questionnaire, number: int) -> None:
    found = version(row, number)
    found.retired_at = clock.now()
    found.save()


def test_the_newest_version_serves_unless_one_is_pinned(cast: Cast) -> None:
    row, role = published("guru", 2), cast.teacher.id
    set_cells([(role, SELF)], questionnaire_id=row.id, actor=SYSTEM)
    set_cells([(role, PEER)], questionnaire_id=row.id, version_id=version(row, 1).id, actor=SYSTEM)
    found = {cell: (one.offer.number, one.is_pinned) for cell, one in served().items()}
    assert found == {(role, SELF): (2, False), (role, PEER): (1, True)}
    retire(row, 2)
    assert served()[role, SELF].offer.number == 1
    retire(row, 1)
    assert {one.trouble for one in served().values()} == {Trouble.RETIRED}
    Questionnaire.update(archived_at=clock.now()).execute()
    assert {one.trouble for one in served().values()} == {Trouble.ARCHIVED}
    assert proposal()[1] == []


def test_a_cell_is_set_again_and_cleared(cast: Cast) -> None:
    one, other = published("satu"), published("dua")
    cell = (cast.teacher.id, SELF)
    set_cells([cell], questionnaire_id=one.id, actor=SYSTEM)
    assert set_cells([cell, cell], questionnaire_id=other.id, actor=SYSTEM) == 1
    assert served()[cell].offer.questionnaire_id == other.id
    assert clear_cells([cell, (cast.head.id, SELF)], actor=SYSTEM) == 1
    assert StandardInstrument.select().count() == 0
    events = AuditEvent.select().where(AuditEvent.action.startswith("standard."))
    assert [event.action for event in events.order_by(AuditEvent.id)] == [
        "standard.set",
        "standard.set",
        "standard.clear",
    ]
    assert json.loads(events.order_by(AuditEvent.id)[0].details)["cells"] == [f"{cell[0]}:self"]


def test_what_is_not_offered_is_refused(cast: Cast) -> None:
    row, other, cell = published("guru"), published("lain"), (cast.teacher.id, SELF)
    draft = Questionnaire.create(key="draf", title="Draf")
    for questionnaire, pinned in (
        (draft.id, None),
        (0, None),
        (row.id, version(other, 1).id),
        (row.id, 99999),
    ):
        with pytest.raises(NotOffered):
            set_cells([cell], questionnaire_id=questionnaire, version_id=pinned, actor=SYSTEM)
    retire(row, 1)
    with pytest.raises(NotOffered):
        set_cells([cell], questionnaire_id=row.id, actor=SYSTEM)
    with pytest.raises(RoleUnknown):
        set_cells([(99999, SELF)], questionnaire_id=other.id, actor=SYSTEM)
    assert StandardInstrument.select().count() == 0


def test_roles_with_staff_come_first_and_unused_ones_vanish(cast: Cast) -> None:
    JobRole.create(name="Arsiparis", name_key="arsiparis", family="arsiparis")
    JobRole.create(name="Lama", name_key="lama", family="lama", is_active=False)
    rows = [(row.name, row.people) for row in audience(EVERYONE)]
    assert rows == [("Guru", 3), ("Kepala Sekolah", 2), ("Arsiparis", 0)]
    Employee.update(is_active=False).where(Employee.id == cast.ratee.id).execute()
    assert audience(EVERYONE)[0].people == 2
    inside = audience(Scope(unit_lineage=cast.school.lineage))
    assert [(row.name, row.people) for row in inside][:2] == [("Guru", 1), ("Kepala Sekolah", 1)]
    assert {row.people for row in audience(Scope())} == {0}


def test_a_new_cycle_begins_with_what_is_served(cast: Cast) -> None:
    assert proposal() == ([SELF, Relation.SUPERVISOR, PEER], [])
    row = published("guru", 2)
    cells = [(cast.teacher.id, Relation.SUBORDINATE), (cast.head.id, SELF)]
    set_cells(cells, questionnaire_id=row.id, actor=SYSTEM)
    relations, instruments = proposal()
    newest = version(row, 2).id
    assert relations == [SELF, Relation.SUBORDINATE]
    assert sorted((one.job_role_id, one.relation, one.version_id) for one in instruments) == [
        (cast.teacher.id, Relation.SUBORDINATE, newest),
        (cast.head.id, SELF, newest),
    ]


@pytest.mark.parametrize("roles", [1, 3])
def test_the_matrix_costs_the_same_for_any_number_of_roles(
    cast: Cast, statements: list[str], roles: int
) -> None:
    for number in range(roles):
        role = JobRole.create(name=f"J{number}", name_key=f"j{number}", family="j")
        row = published(f"k{number}")
        set_cells([(role.id, SELF)], questionnaire_id=row.id, actor=SYSTEM)
    statements.clear()
    assert len(audience(EVERYONE)) == roles + 2
    assert len(statements) == 3
