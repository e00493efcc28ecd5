"""A small open cycle, made of rows: one supervisor, one ratee, three peers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from survei import clock
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.plan import Plan, encode_plan
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.staff.models import Employee, JobRole, Unit
from tests.cycle.world import World
from tests.held_keys import hold_own

KEY = b"0123456789abcdef0123456789abcdef"
NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
CLOSES = datetime(2026, 12, 12, 15, 59, tzinfo=UTC)


@dataclass
class SmallCycle:
    """A cycle and its people by given name."""

    cycle: Cycle
    people: dict[str, Participant]
    assignments: dict[tuple[str, str], Assignment]


NAMES = {
    "nur": "Dra. Hj. Nurhayati, S.Pd., M.Pd.",
    "andi": "Andi Ma'ruf",
    "budi": "Budi Santoso, S.Kom.",
    "citra": "Citra",
    "dewi": "Dewi Lestari",
}
WHO_RATES = (
    ("andi", "andi", Relation.SELF),
    ("nur", "andi", Relation.SUPERVISOR),
    ("budi", "andi", Relation.PEER),
    ("citra", "andi", Relation.PEER),
    ("dewi", "andi", Relation.PEER),
    ("budi", "citra", Relation.PEER),
)


@pytest.fixture(autouse=True)
def _fixed_clock_and_key() -> Iterator[None]:
    hold_own(link=KEY)
    with clock.fixed(NOW):
        yield


def make_cycle(state: CycleState = CycleState.OPEN, *, closes_at: datetime = CLOSES) -> SmallCycle:
    """The rows of a cycle; people, assignments, no links."""
    unit = Unit.create(name="SDN 1", path_key="sdn 1", lineage="1.")
    role = JobRole.create(name="Guru Kelas", name_key="guru kelas", family="guru")
    questionnaire = Questionnaire.create(key="guru", title="Guru")
    version = QuestionnaireVersion.create(
        questionnaire=questionnaire, number=1, sha256="0" * 64, document="{}", title="Guru",
        published_at=NOW, published_by="HR",
    )  # fmt: skip
    cycle = Cycle.create(
        name="Penilaian 2026", period_start=date(2026, 1, 1), period_end=date(2026, 12, 31),
        opens_at=NOW, closes_at=closes_at, state=state, plan=encode_plan(Plan()), created_at=NOW,
    )  # fmt: skip
    people = {
        key: _participant(cycle, unit, role, number, key, name)
        for number, (key, name) in enumerate(NAMES.items())
    }
    assignments = {
        (rater, ratee): Assignment.create(
            cycle=cycle,
            rater=people[rater],
            ratee=people[ratee],
            relation=relation,
            version=version,
        )
        for rater, ratee, relation in WHO_RATES
    }
    return SmallCycle(cycle, people, assignments)


def _participant(
    cycle: Cycle, unit: Unit, role: JobRole, number: int, key: str, name: str
) -> Participant:
    nip = f"19700101199503100{number}"
    employee = Employee.create(nip=nip, name=name, unit=unit, job_role=role)
    return Participant.create(
        cycle=cycle,
        employee=employee,
        nip=nip,
        name=name,
        email=None if key == "dewi" else f"{key}@example.go.id",
        whatsapp="6281234567890" if key == "dewi" else None,
        unit_name=unit.name,
        unit_lineage=unit.lineage,
        job_role_id=role.id,
        job_role_name=role.name,
    )


@pytest.fixture
def small(db: None) -> SmallCycle:
    """An open cycle without links."""
    return make_cycle()


@pytest.fixture
def world(db: None) -> World:
    """The small dinas of the cycle tests, ready to open."""
    return World()
