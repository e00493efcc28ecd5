"""An installation whose admin is full: staff, cycles in every state, results, letters, log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from peewee import SqliteDatabase, Value

from admin.cycles.follow import DECLINES
from app import create_app
from survei import clock
from survei.account.choices import Role
from survei.account.models import User
from survei.account.sessions import open_session
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.bulk import insert_many, reserve_ids
from survei.cycle.group_sizes import write_group_sizes
from survei.cycle.kept_check import make_check
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.services import create_cycle
from survei.database import database, is_sqlite, long_statements
from survei.drafting.queries import library
from survei.drafting.services import create_questionnaire
from survei.invitation.models import DisputedSubmission
from survei.jobs.choices import JobKind
from survei.jobs.services import claim, enqueue, finish
from survei.lifecycle.opening import open_cycle
from survei.lifecycle.workload import is_check_long
from survei.mail.models import Letter
from survei.questionnaire.document import encode
from survei.result.models import Result
from survei.result.stored_document import fingerprint
from survei.schema import migrate
from survei.settings import load_settings
from survei.staff.models import Employee, Unit
from tests.benchmarks.city import NOW, build_city, city_plan
from tests.benchmarks.results import result_document

#: Who looks: each sees another part of the same rows.
ROLES = (Role.ADMIN, Role.HR, Role.AUDITOR, Role.APPRAISER)
#: People whose name is found in a city of every size alike.
SOME = 40
RESULT = ("cycle_id", "ratee_id", "document", "sha256", "made_at")
EVENT = ("at", "actor_kind", "actor_id", "actor_name", "address", "action", "object_kind",
         "object_id", "details", "previous_hash", "hash")  # fmt: skip


@dataclass(frozen=True)
class AdminCity:
    """An installation with its cycles by state, and a browser for each of who looks."""

    app: Flask
    clients: dict[str, FlaskClient]
    database: Any
    people: int
    cycles: dict[str, int]

    def backends(self) -> list[int]:
        """Process ids of PostgreSQL that serve the kept connections; none with SQLite."""
        if isinstance(self.database, SqliteDatabase):
            return []
        return [kept.info.backend_pid for _, _, kept in self.database._connections]


@contextmanager
def admin_city(instance: Path, people: int, url: str) -> Iterator[AdminCity]:
    """Builds it in an empty database; needs a fixed clock."""
    app = create_app(
        load_settings(
            {
                "SURVEI_INSTANCE": str(instance),
                "SURVEI_DATABASE_URL": url,
                "SURVEI_BASE_URL": "http://localhost",
            }
        )
    )
    with database.connection_context():
        migrate()
        with long_statements():
            cycles = _fill(people)
            if not is_sqlite():
                database.execute_sql("VACUUM ANALYZE")  # as the server does by itself
        clients = _browsers(app)
    yield AdminCity(app, clients, database.obj, people, cycles)
    database.obj.close_all()


def _fill(people: int) -> dict[str, int]:
    """Staff, cycles, results, letters and log. Returns cycle ids by state."""
    with database.atomic():
        document = next(one for one in library() if one.key == "perilaku-berakhlak")
        build_city(people, document=encode(document))
        _name_some(people)
        create_questionnaire(key="rancangan", title="Rancangan", document=document, actor=SYSTEM)
    cycle = create_cycle(
        name="Penilaian",
        period_start=NOW.date(),
        period_end=NOW.date(),
        opens_at=NOW,
        closes_at=datetime(2026, 12, 31, tzinfo=UTC),
        plan=city_plan(),
        actor=SYSTEM,
    )
    open_cycle(cycle.id, actor=SYSTEM)
    draft = _copied(cycle.id, "draft", with_people=False)
    published = _copied(cycle.id, "published")
    with database.atomic():
        _answer(published)
        computed = _copied(published, "computed")
        write_group_sizes(computed)
        closed = _copied(published, "closed")
        _publish(published)
        _answer_some(cycle.id)
        _send_some_letters()
        _log(people)
    _check(draft)
    ids = {"open": cycle.id, "draft": draft, "published": published}
    return {**ids, "computed": computed, "closed": closed}


def _check(draft: int) -> None:
    """Has the draft checked as the worker does, where a page leaves that to it."""
    if not is_check_long():
        return
    enqueue(JobKind.CHECK, draft, actor=SYSTEM)
    job = claim()
    assert job is not None
    make_check(job, lambda done, total: None)
    finish(job)


def _name_some(people: int) -> None:
    """Forty have a name that is found in every size alike, one of them another besides."""
    some = Employee.id.in_(range(7, people, people // SOME))
    Employee.update(name=Value("Daeng ").concat(Employee.name)).where(some).execute()
    one = Employee.id == 7 + people // SOME
    Employee.update(name="Daeng Tenri", email="tenri@contoh.go.id").where(one).execute()


def _copied(cycle_id: int, state: str, *, with_people: bool = True) -> int:
    """A cycle of the same people in another state, without links and letters."""
    cycle = Cycle.get_by_id(cycle_id)
    data = {**cycle.__data__, "state": state, "name": f"Penilaian {state}"}
    del data["id"]
    copy = int(Cycle.insert(data).execute())
    if with_people:
        offset = len(reserve_ids(Participant, Participant.select().count()))
        _copy(Participant, cycle_id, copy, ("id", "supervisor_id"), offset)
        none_open = Participant.update(open_forms=0, has_open_forms=False)
        none_open.where(Participant.cycle == copy).execute()
        tasks = len(reserve_ids(Assignment, Assignment.select().count()))
        _copy(Assignment, cycle_id, copy, ("rater_id", "ratee_id"), offset, keys=tasks)
    return copy


def _copy(model: Any, of: int, to: int, moved: tuple[str, ...], offset: int, keys: int = 0) -> None:
    names = [field.column_name for field in model._meta.sorted_fields]
    change = {name: f"{name} + {offset}" for name in moved} | {"cycle_id": str(to)}
    if keys:
        change["id"] = f"id + {keys}"
    values = ", ".join(change.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    table = model._meta.table_name
    database.execute_sql(
        f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" '
        f"WHERE cycle_id = {of} ORDER BY id"
    )


def _answer(cycle_id: int) -> None:
    Assignment.update(state="submitted").where(Assignment.cycle == cycle_id).execute()


def _answer_some(cycle_id: int) -> None:
    """Half is sent, one in thirty-two declined, so that the last page is full."""
    forms = Assignment.cycle == cycle_id
    Assignment.update(state="submitted").where(forms, Assignment.id.bin_and(1) == 0).execute()
    some = Assignment.select(Assignment.id).where(forms, Assignment.id.bin_and(31) == 1)
    full_pages = some.count() // DECLINES * DECLINES
    Assignment.update(state="declined", decline_reason="other", done_on=NOW.date()).where(
        Assignment.id.in_(some.order_by(Assignment.id).limit(full_pages))
    ).execute()
    _report_one(cycle_id)


def _report_one(cycle_id: int) -> None:
    """Somebody says of a form that was sent: it was not me."""
    sent = Assignment.get(Assignment.cycle == cycle_id, Assignment.state == "submitted")
    Assignment.update(is_disputed=True).where(Assignment.id == sent.id).execute()
    DisputedSubmission.insert(assignment=sent, reported_at=NOW, is_mail_only=True).execute()


def _publish(cycle_id: int) -> None:
    """A document of everybody; they are all alike, which no list shows."""
    text = result_document()
    digest = fingerprint(text)
    ratees = Participant.select(Participant.id).where(Participant.cycle == cycle_id).tuples()
    at = "2026-11-23 02:00:00.000000"
    insert_many(Result, RESULT, [(cycle_id, key, text, digest, at) for (key,) in ratees])


def _send_some_letters() -> None:
    """Seven of eight letters are sent, half of those left failed."""
    person = Letter.participant_id
    Letter.update(state="sent", sent_at=NOW, attempts=1).where(person.bin_and(7) > 0).execute()
    Letter.update(state="failed", last_error="550").where(person.bin_and(15) == 0).execute()


def _log(people: int) -> None:
    """A line of somebody for each employee; no chain, which no list reads."""
    at = "2026-11-23 02:00:00.000000"
    rows = (
        (at, "user", 1, "Admin", "127.0.0.1", "staff.save", "employee", str(key), "{}", "0" * 64,
         f"{key:064d}")
        for key in range(1, people + 1)
    )  # fmt: skip
    insert_many(AuditEvent, EVENT, rows)


def _browsers(app: Flask) -> dict[str, FlaskClient]:
    """A browser of each role, HR once more for one school alone."""
    clients = {role.value: _browser(app, role) for role in ROLES}
    school = Unit.select().where(Unit.parent.is_null(False)).order_by(Unit.id).first()
    clients["unit_hr"] = _browser(app, Role.HR, unit=school)
    return clients


def _browser(app: Flask, role: Role, unit: Unit | None = None) -> FlaskClient:
    user = User.create(
        email=f"{role.value}{unit.id if unit else ''}@contoh.go.id",
        name=f"Pengguna {role.value}",
        role=role,
        unit=unit,
        employee=_head() if role is Role.APPRAISER else None,
        created_at=clock.now(),
    )
    client = app.test_client()
    client.set_cookie("sid", open_session(user, address="127.0.0.1"), domain="localhost", path="/")
    return client


def _head() -> Employee:
    """Of a school of fifteen."""
    found: Employee = Employee.select().where(Employee.id == 14).get()
    return found
