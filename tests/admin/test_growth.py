"""Pages do not grow with the people of a city: the same statements, and on SQLite as many steps
of its machine, which no clock and no crowd of other processes can change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.bulk import insert_many, reserve_ids
from survei.cycle import kept_check
from survei.cycle.choices import AssignmentState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.plan import Instrument, Plan
from survei.cycle.services import create_cycle
from survei.database import database, is_sqlite
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind
from survei.lifecycle import workload
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.opening import open_cycle
from survei.questionnaire.document import encode
from survei.staff.models import Employee, JobRole, Unit
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import CLOSES, NOON, OPENS
from tests.examples import every_kind_document
from tests.staff.lists import nip

COLUMNS = ("id", "nip", "name", "email", "unit_id", "job_role_id", "rank", "supervisor_id",
           "is_active", "revision")  # fmt: skip
#: People of a school, and schools before and after.
SIZE, FEW, MANY = 60, 2, 8
#: A step of SQLite's machine is counted in so many.
TICK = 10
#: Steps for each person more that a page may take; reading a person costs at least six.
MOST_STEPS = 3

CHECK = "/admin/periode/lihat/{draft}/periksa/"
REOPENING = "/admin/periode/lihat/{closed}/buka-kembali/"
PAGES = {
    "units": "/admin/unit/",
    "a unit": "/admin/unit/?buka={school}",
    "units of a name": "/admin/unit/?search=Sekolah+1",
    "no unit of a name": "/admin/unit/?search=tidakada",
    "units to rate": "/admin/periode/siapkan/{draft}/people/",
    "questionnaires": "/admin/periode/siapkan/{draft}/forms/",
    "raters": "/admin/periode/siapkan/{draft}/raters/",
    "audience": "/admin/untuk-siapa/",
    "check": CHECK,
    "a draft": "/admin/periode/lihat/{draft}/",
    "an open cycle": "/admin/periode/lihat/{open}/",
    "progress": "/admin/periode/kemajuan/{open}/",
    "units of slips": "/admin/penilai/slip-unit/?cycle={open}",
    "computing": "/admin/periode/lihat/{closed}/hitung/",
    "reopening": REOPENING,
}


@dataclass
class City:
    """Schools under one office, and cycles of all its people."""

    office: Unit
    roles: list[JobRole]
    plan: Plan
    schools: int = 0

    def grow(self, schools: int) -> None:
        """As many schools more, each with a head."""
        for _ in range(schools):
            self.schools += 1
            key = reserve_ids(Unit, 1)[0]
            name = f"Sekolah {self.schools}"
            lineage = f"{self.office.lineage}{key}."
            Unit.insert(
                id=key, name=name, parent=self.office, path_key=name, lineage=lineage
            ).execute()
            ids = reserve_ids(Employee, SIZE)
            rows = (self._person(id, key, ids[0]) for id in ids)
            insert_many(Employee, COLUMNS, rows)

    def _person(self, id: int, unit: int, head: int) -> tuple[object, ...]:
        role = self.roles[id != head].id
        above = None if id == head else head
        return (id, nip(id), f"Pegawai {id}", f"p{id}@x.go.id", unit, role, "", above, True, 1)

    def cycle(self) -> Cycle:
        """A draft with everybody."""
        return create_cycle(
            name="Penilaian",
            period_start=NOON.date(),
            period_end=NOON.date(),
            opens_at=OPENS,
            closes_at=CLOSES,
            plan=self.plan,
            actor=SYSTEM,
        )

    def places(self) -> dict[str, int]:
        """Ids for the addresses: a checked draft, an open and a closed cycle of all people."""
        draft, running, closed = (self.cycle().id for _ in range(3))
        for key in (running, closed):
            open_cycle(key, actor=SYSTEM)
        Assignment.update(state=AssignmentState.SUBMITTED).where(
            Assignment.cycle == closed, Assignment.rater.in_(_but_ten(closed))
        ).execute()
        close_cycle(closed, actor=SYSTEM)
        jobs.enqueue(JobKind.CHECK, draft, actor=SYSTEM)
        job = jobs.claim()
        assert job is not None
        kept_check.make_check(job, lambda done, total: None)
        jobs.finish(job)
        school = Unit.get(Unit.name == "Sekolah 1").id
        return {"draft": draft, "open": running, "closed": closed, "school": school}


def _but_ten(cycle_id: int) -> list[int]:
    """Raters of a cycle but for ten, who do not finish, however many there are."""
    query = Participant.select(Participant.id).where(Participant.cycle == cycle_id)
    return [row.id for row in query.order_by(Participant.id).offset(10)]


@pytest.fixture
def city(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    """Too many people for a page to check at once; nobody but they."""
    monkeypatch.setattr(workload, "MANY_PEOPLE", 10)
    questionnaire = Questionnaire.create(key="perilaku", title="Perilaku")
    version = QuestionnaireVersion.create(
        questionnaire=questionnaire,
        number=1,
        sha256="0" * 64,
        document=encode(every_kind_document()),
        title="Perilaku",
        published_at=NOON,
        published_by="Siti",
    )
    used = (Relation.SELF, Relation.SUPERVISOR)
    plan = Plan(
        relations=list(used),
        instruments=[Instrument(relation=one, version_id=version.id) for one in used],
    )
    roles = [JobRole.create(name=word, name_key=word, family=word) for word in ("kepala", "staf")]
    with clock.fixed(NOON):
        yield City(cast.office, roles, plan)


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many steps SQLite's machine makes inside, in the list's only place."""
    steps = [0]

    def tick() -> int:
        steps[0] += TICK
        return 0

    connection = database.connection()
    connection.set_progress_handler(tick, TICK)
    try:
        yield steps
    finally:
        connection.set_progress_handler(None, 0)


def looked_at(
    client: Browser, places: dict[str, int], statements: list[str]
) -> dict[str, tuple[int, int]]:
    """(statements, steps) of each page."""
    found = {}
    for name, address in PAGES.items():
        path = address.format(**places)
        assert client.get(path).status_code == 200, name  # what is remembered is so now
        del statements[:]
        steps = [0]
        if is_sqlite():
            with counted() as steps:
                client.get(path)
        else:
            client.get(path)
        found[name] = (len(statements), steps[0])
    return found


def test_pages_do_not_grow_with_the_people(
    client: Browser, cast: Cast, city: City, statements: list[str]
) -> None:
    client.sign_in(cast.admin)
    city.grow(FEW)
    few = looked_at(client, city.places(), statements)
    city.grow(MANY - FEW)
    many = looked_at(client, city.places(), statements)
    assert {name: count for name, (count, _) in many.items()} == {
        name: count for name, (count, _) in few.items()
    }
    added = (MANY - FEW) * SIZE
    grown = {name: many[name][1] - few[name][1] for name in PAGES}
    assert {name: more for name, more in grown.items() if more > MOST_STEPS * added} == {}


def test_a_page_that_reads_everybody_is_noticed(city: City) -> None:
    """The measure itself: counting people where they stand takes more than is allowed."""
    if not is_sqlite():
        pytest.skip("PostgreSQL tells no steps")
    taken = []
    for schools in (FEW, MANY - FEW):
        city.grow(schools)
        with counted() as steps:
            Employee.select().where(Employee.is_active).count()
        taken.append(steps[0])
    assert taken[1] - taken[0] > MOST_STEPS * (MANY - FEW) * SIZE
