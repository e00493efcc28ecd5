"""What is due goes, what is not stays, and every class goes at its own time."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from survei import clock
from survei.account.choices import OneTimePurpose
from survei.account.models import OneTimeLink, Session, User
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.plan import Plan
from survei.exchange.models import QuestionnaireImport
from survei.jobs.models import Job, JobFile
from survei.keys import use_keys
from survei.purge.models import PurgeCount, PurgeRun
from survei.purge.services import Purged, purge
from survei.response.models import Draft
from survei.response.services import submit_response
from survei.retention.choices import DataClass as D
from survei.retention.periods import due_from
from survei.retention.rules import RULES, lasting
from survei.sealing.private_keys import is_there
from survei.settings import Settings
from survei.staff.models import StaffImport
from survei.throttle.models import ThrottleHit
from tests.examples import EVERY_KIND_ANSWERS
from tests.limits import every_limit
from tests.purge.world import (
    AUTHOR,
    CLOSED,
    PUBLISHED,
    World,
    counts,
    make_job,
    make_letter,
    make_world,
)
from tests.raters import NOW, make_raters
from tests.tables import TABLES

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    """A cycle that was closed and published."""
    use_keys(settings.keys)
    return make_world()


def purge_at(at: datetime, settings: Settings) -> Purged:
    with clock.fixed(at):
        return purge(settings, actor=SYSTEM)


@pytest.mark.parametrize(
    ("data", "since", "gone"),
    [
        (D.DRAFTS, CLOSED, {"draft": 1, "evidence": 1}),
        (D.LINKS, CLOSED, {"link": 12}),
        (D.MAIL_RECORDS, CLOSED, {"letter": 1}),
        (D.SUBMISSIONS, CLOSED, {"confidential_submission": 2, "identified_submission": 1}),
        (D.RESULTS, PUBLISHED, {"result": 1, "link": 13}),
    ],
)
def test_each_class_of_a_cycle_goes_in_the_night_after_its_last_day(
    world: World, settings: Settings, data: D, since: datetime, gone: dict[str, int]
) -> None:
    before = counts() | {"draft": Draft.select().count()}
    at = due_from(since, RULES[data].period)
    purge_at(at - MINUTE, settings)
    kept = counts() | {"draft": Draft.select().count()}
    purged = purge_at(at, settings)
    after = counts() | {"draft": Draft.select().count()}
    assert {name: before[name] - after[name] for name in gone} == gone
    assert all(kept[name] > after[name] for name in gone)
    assert purged.counts[data] > 0
    assert purged.failed == []


def test_a_box_that_was_never_opened_goes_with_its_key(db: None, settings: Settings) -> None:
    use_keys(settings.keys)
    with clock.fixed(NOW):
        raters = make_raters()
        submit_response(raters.link("budi"), EVERY_KIND_ANSWERS)
    Cycle.update(state=CycleState.CLOSED, closed_at=CLOSED).execute()
    at = due_from(CLOSED, RULES[D.SUBMISSIONS].period)
    purge_at(at - MINUTE, settings)
    assert (counts()["sealed_submission"], is_there(raters.cycle.box_key or "")) == (1, True)
    assert purge_at(at, settings).counts[D.SUBMISSIONS] == 1
    assert (counts()["sealed_submission"], is_there(raters.cycle.box_key or "")) == (0, False)


def test_in_the_end_only_sums_without_names_stay(world: World, settings: Settings) -> None:
    purge_at(PUBLISHED + timedelta(days=5 * 366), settings)
    assert counts() == dict.fromkeys(counts(), 0) | {"question_statistic": 1}
    cycle = world.cycle
    assert cycle.answers_erased_at == cycle.results_erased_at != None  # noqa: E711


def test_a_cycle_keeps_what_its_own_plan_promised(db: None, settings: Settings) -> None:
    use_keys(settings.keys)
    make_world(plan=Plan(retention_years=3, periods={D.LINKS: 90}))
    purge_at(CLOSED + timedelta(days=80), settings)
    assert counts()["link"] == 13
    purge_at(CLOSED + timedelta(days=92), settings)
    assert counts()["link"] == 1
    purge_at(CLOSED + timedelta(days=3 * 365), settings)
    assert counts()["confidential_submission"] == 2
    purge_at(CLOSED + timedelta(days=3 * 366), settings)
    assert counts()["confidential_submission"] == counts()["evidence"] == 0


def make_user(at: datetime) -> None:
    User.create(email="a@b.go.id", name="A", role="hr", created_at=at, inactive_since=at)


def make_session(at: datetime) -> None:
    user = User.create(email="a@b.go.id", name="A", role="hr", created_at=at)
    times = {"created_at": at, "last_seen_at": at, "confirmed_at": at}
    Session.create(force_insert=True, id="s", user=user, auth_version=1, address="", **times)


def make_account_link(at: datetime) -> None:
    OneTimeLink.create(
        force_insert=True,
        token_hash="h",
        nonce="n",
        purpose=OneTimePurpose.FIRST_ADMIN,
        created_at=at,
        expires_at=at,
    )


def make_staff_import(at: datetime) -> None:
    report = json.dumps({"counts": {}})
    StaffImport.create(
        filename="f.xlsx", sha256="", uploaded_at=at, report=report, rows="NAMA-PEGAWAI"
    )


@pytest.mark.parametrize(
    ("data", "make", "model"),
    [
        (D.ACCOUNTS, make_user, User),
        (D.SESSIONS, make_session, Session),
        (D.ACCOUNT_LINKS, make_account_link, OneTimeLink),
        (D.ATTEMPTS, lambda at: ThrottleHit.create(key="k", at=at.timestamp()), ThrottleHit),
        (D.JOBS, make_job, Job),
        (D.JOB_FILES, make_job, JobFile),
    ],
)
def test_each_other_class_goes_at_its_own_time(
    db: None, settings: Settings, data: D, make: Callable[[datetime], object], model: Any
) -> None:
    make(CLOSED)
    at = due_from(CLOSED, RULES[data].period) + MINUTE
    purge_at(at - 2 * MINUTE, settings)
    assert model.select().count() == 1
    assert purge_at(at, settings).counts[data] == 1
    assert model.select().count() == 0


def test_a_list_that_nobody_confirmed_is_emptied(db: None, settings: Settings) -> None:
    make_staff_import(CLOSED)
    QuestionnaireImport.create(filename="f", sha256="", uploaded_at=CLOSED, document="{}")
    at = CLOSED + lasting(D.IMPORT_FILES)
    assert purge_at(at - MINUTE, settings).counts == {}
    assert purge_at(at + MINUTE, settings).counts == {D.IMPORT_FILES: 2}
    assert StaffImport.get().rows == ""
    assert QuestionnaireImport.get().document == ""


def test_a_letter_that_waits_is_kept(db: None, settings: Settings) -> None:
    letter = make_letter(CLOSED, None)
    type(letter).update(state="queued").execute()
    assert purge_at(CLOSED + timedelta(days=400), settings).counts == {}


def test_a_cycle_that_is_still_open_loses_nothing(world: World, settings: Settings) -> None:
    type(world.cycle).update(state="open", closed_at=None, published_at=None).execute()
    before = counts()
    purge_at(CLOSED + timedelta(days=4000), settings)
    assert counts() == before | {"letter": 0}


def test_a_run_that_deleted_something_leaves_one_line_with_counts(
    world: World, settings: Settings
) -> None:
    AuditEvent.delete().execute()
    with clock.fixed(CLOSED + timedelta(days=31)):
        purged = purge(settings, actor=AUTHOR)
    line = AuditEvent.get(AuditEvent.action == "retention.purge")
    assert json.loads(line.details) == purged.counts == {"drafts": 2, "links": 12}
    assert line.actor_name == "Ahmad Administrator"
    purge_at(CLOSED + timedelta(days=31, hours=1), settings)
    assert AuditEvent.select().where(AuditEvent.action == "retention.purge").count() == 1


def test_of_runs_without_work_only_the_newest_is_kept(db: None, settings: Settings) -> None:
    for hour in range(3):
        purge_at(CLOSED + timedelta(hours=hour), settings)
    assert [run.began_at for run in PurgeRun.select()] == [CLOSED + timedelta(hours=2)]
    assert PurgeCount.select().count() == 0


def test_large_classes_go_in_pieces(db: None, settings: Settings, statements: list[str]) -> None:
    rows = [{"key": secrets.token_hex(4), "at": 1.0} for _ in range(1201)]
    ThrottleHit.insert_many(rows).execute()
    statements.clear()
    assert purge_at(datetime(2030, 1, 1, tzinfo=UTC), settings).counts == {D.ATTEMPTS: 1201}
    assert len([sql for sql in statements if sql.startswith('DELETE FROM "throttle_hit"')]) == 3


def test_a_run_without_time_leaves_the_rest_to_the_next(world: World, settings: Settings) -> None:
    """The schedule has other work; nothing of what was counted is lost or counted twice."""
    before, rounds = counts(), 0
    with clock.fixed(CLOSED + timedelta(days=2 * 366)):
        while not (done := purge(settings, actor=SYSTEM, most_seconds=0)).is_finished:
            rounds += 1
    assert rounds > 5
    after = counts()
    assert done.counts[D.LINKS] == before["link"] - after["link"] == 12
    assert done.counts[D.SUBMISSIONS] == 3
    line = AuditEvent.get(AuditEvent.action == "retention.purge")
    assert json.loads(line.details) == done.counts


def test_an_idle_run_writes_nothing_but_itself(
    world: World, settings: Settings, statements: list[str]
) -> None:
    with clock.fixed(CLOSED):
        purge(settings, actor=SYSTEM)
        statements.clear()
        purge(settings, actor=SYSTEM)
    writes = {sql.split()[2 if sql[0] in "ID" else 1] for sql in statements if sql[0] in "UDI"}
    assert writes == {'"purge_run"'}


def test_no_limit_looks_further_back_than_hits_are_kept() -> None:
    assert max(limit.seconds for limit in every_limit()) <= lasting(D.ATTEMPTS).total_seconds()


#: What is kept as long as the organisation works with it, and why.
KEPT = {
    "unit": "the organisation of today",
    "job_role": "the organisation of today",
    "employee": "the staff of today, kept by HR",
    "questionnaire": "no data of persons",
    "questionnaire_version": "no data of persons; results are explained from it",
    "draft_step": "no data of persons",
    "published_question": "no data of persons",
    "shared_scale": "no data of persons",
    "standard_instrument": "no data of persons",
    "cycle": "name and times; no data of persons",
    "question_statistic": "sums over at least three",
    "result_proof": "counts of groups over a whole cycle",
    "chosen_period": "a decision of the organisation",
    "legal_hold": "a decision of the organisation",
    "known_key": "no data of persons",
    "site_address": "no data of persons",
    "headcount": "figures only",
    "queued_task": "names of queues; gone as soon as a worker takes it",
    "search_block": "goes with the rows whose text it holds (tests/search)",
    "purge_run": "figures only",
    "purge_count": "figures only",
}


def test_every_table_is_in_a_class_or_kept_for_a_reason(world: World, settings: Settings) -> None:
    """A new table must say how long it is kept: in `survei.purge.targets`, or here."""
    for model in TABLES:
        name = model._meta.table_name
        assert (name in KEPT) != _is_purged(name), name


def _is_purged(table: str) -> bool:
    from survei.purge.erasables import Rows
    from survei.purge.targets import TARGETS

    rows = {
        part.model._meta.table_name
        for target in TARGETS.values()
        for part in target.parts
        if isinstance(part, Rows)
    }
    return table in rows | {"audit_event", "staff_import", "questionnaire_import"}
