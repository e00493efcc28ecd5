"""A city's staff for benchmarks: schools of different size under one dinas."""

from __future__ import annotations

from datetime import UTC, datetime

from survei.bulk import insert_many
from survei.cycle.choices import Relation
from survei.cycle.plan import Instrument, Plan
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.staff.models import Employee, JobRole, Unit

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
EMPLOYEE_COLUMNS = (
    "id",
    "nip",
    "name",
    "email",
    "unit_id",
    "job_role_id",
    "rank",
    "supervisor_id",
    "is_active",
    "revision",
)
#: People of a school, head included; taken in turn.
SCHOOL_SIZES = (4, 8, 15, 20, 33)


def build_city(people: int, sizes: tuple[int, ...] = SCHOOL_SIZES, *, document: str = "{}") -> None:
    """Units, roles and employees; needs an open transaction on an empty database."""
    top = Unit.create(name="Dinas Pendidikan", path_key="dinas", lineage="1.")
    roles = [
        JobRole.create(name=name, name_key=name.lower(), family=name.lower())
        for name in ("Kepala Dinas", "Kepala Sekolah", "Guru")
    ]
    rows: list[tuple[object, ...]] = [_person(1, top.id, roles[0].id, None)]
    school = 0
    while len(rows) < people:
        size = min(sizes[school % len(sizes)], people - len(rows))
        school += 1
        unit = Unit.create(
            name=f"Sekolah {school}", parent=top, path_key=f"dinas / {school}", lineage=""
        )
        unit.lineage = f"{top.lineage}{unit.id}."
        unit.save()
        head = len(rows) + 1
        rows.append(_person(head, unit.id, roles[1].id, 1))
        rows += (_person(head + n, unit.id, roles[2].id, head) for n in range(1, size))
    insert_many(Employee, EMPLOYEE_COLUMNS, rows)
    questionnaire = Questionnaire.create(key="perilaku", title="Perilaku")
    QuestionnaireVersion.create(
        questionnaire=questionnaire,
        number=1,
        sha256="0" * 64,
        document=document,
        title="Perilaku",
        published_at=NOW,
        published_by="benchmark",
    )


def _person(number: int, unit: int, role: int, supervisor: int | None) -> tuple[object, ...]:
    nip = _nip(number)
    name = f"Pegawai {number}, S.Pd."
    email = f"p{number}@contoh.go.id"
    return (number, nip, name, email, unit, role, "III/a", supervisor, True, 1)


def city_plan(relations: tuple[Relation, ...] = tuple(Relation)) -> Plan:
    """Everyone by self, supervisor, three peers and direct subordinates, one questionnaire."""
    version = QuestionnaireVersion.select().first()
    return Plan(
        relations=list(relations),
        peers=3,
        instruments=[
            Instrument(relation=relation, version_id=version.id) for relation in relations
        ],
    )


def _nip(number: int) -> str:
    """A possible one, another for each number up to ten million."""
    days, serial = divmod(number, 1000)
    year, day = divmod(days, 336)
    born = f"{1960 + year}{day // 28 + 1:02d}{day % 28 + 1:02d}"
    return f"{born}2010011{serial:03d}"
