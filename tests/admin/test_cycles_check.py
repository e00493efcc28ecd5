"""The check before an opening where people are too many for a page: the worker makes it."""

from __future__ import annotations

from datetime import datetime

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle import queries
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Assignment, Cycle
from survei.cycle.plan import Instrument, Plan, Scheme
from survei.cycle.services import create_cycle, save_cycle
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind, JobState
from survei.jobs.models import Job
from survei.lifecycle import workload
from survei.questionnaire.document import encode
from survei.settings import Settings
from survei.staff.models import Employee
from survei.staff.services import deactivate_employee
from survei.worker.job_runner import JobRunner
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import CLOSES, NOON, OPENS
from tests.examples import every_kind_document

#: Only a page that found no error offers it.
READY = "Buka periode</button>"


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> object:
    """Three are many."""
    monkeypatch.setattr(workload, "MANY_PEOPLE", 3)
    with clock.fixed(NOON):
        yield


@pytest.fixture
def cycle(client: Browser, cast: Cast) -> Cycle:
    """A draft without faults, and HR signed in."""
    client.sign_in(cast.hr)
    questionnaire = Questionnaire.create(key="perilaku", title="Perilaku BerAKHLAK")
    version = QuestionnaireVersion.create(
        questionnaire=questionnaire,
        number=1,
        sha256="0" * 64,
        document=encode(every_kind_document()),
        title="Perilaku BerAKHLAK",
        published_at=NOON,
        published_by="Siti",
    )
    own = Instrument(relation=Relation.SELF, version_id=version.id)
    return draft(
        Plan(
            relations=[Relation.SELF],
            instruments=[own],
            scheme=Scheme(weights={Relation.SELF: 100.0}),
        )
    )


def draft(plan: Plan, closes_at: datetime = CLOSES) -> Cycle:
    return create_cycle(
        name="Penilaian 2026",
        period_start=NOON.date(),
        period_end=NOON.date(),
        opens_at=OPENS,
        closes_at=closes_at,
        plan=plan,
        actor=SYSTEM,
    )


def page_of(cycle: Cycle) -> str:
    return f"/admin/periode/lihat/{cycle.id}/periksa/"


def opening_of(cycle: Cycle) -> str:
    return f"/admin/periode/lihat/{cycle.id}/buka/"


def test_from_a_button_to_an_open_cycle(client: Browser, cycle: Cycle, settings: Settings) -> None:
    page = page_of(cycle)
    answer = client.get(page)
    assert "Belum ada hasil pemeriksaan yang masih berlaku untuk rancangan ini." in answer.text
    assert "Refresh" not in answer.headers
    assert Job.select().count() == 0
    assert client.submit(page, {}).status_code == 303
    waiting = client.get(page)
    assert "Menunggu giliran" in waiting.text
    assert waiting.headers["Refresh"] == "3"
    assert client.submit(page, {}).status_code == 303
    assert Job.select().count() == 1
    assert JobRunner().run_all() == 1
    found = client.get(page).text
    assert "sejak itu rancangan, kuesioner, dan data pegawai tidak berubah" in found
    assert READY in found
    assert "dibuka oleh proses latar" in client.submit(opening_of(cycle), {}).text
    asked = client.submit(opening_of(cycle), {"yakin": "1"})
    opening = Job.get(Job.kind == JobKind.OPEN)
    assert (asked.status_code, asked.location) == (303, f"/admin/pekerjaan/{opening.id}/")
    assert JobRunner().run_all() == 1
    assert queries.cycle(cycle.id).state == CycleState.OPEN
    assert Assignment.select().count() == 5


def test_nothing_opens_that_was_not_checked(client: Browser, cycle: Cycle) -> None:
    for fields in ({}, {"yakin": "1"}):
        answer = client.submit(opening_of(cycle), fields)
        assert "Belum ada hasil pemeriksaan yang masih berlaku untuk rancangan ini." in answer.text
        assert answer.status_code == (409 if fields else 200)
    assert queries.cycle(cycle.id).state == CycleState.DRAFT


def test_nothing_opens_on_a_check_that_holds_no_more(
    client: Browser, cast: Cast, cycle: Cycle, settings: Settings
) -> None:
    client.submit(page_of(cycle), {})
    JobRunner().run_all()
    deactivate_employee(cast.stranger.id, actor=SYSTEM)
    answer = client.submit(opening_of(cycle), {"yakin": "1"})
    assert answer.status_code == 409
    assert "Pemeriksaan terakhir tidak berlaku lagi." in answer.text
    assert READY not in answer.text
    assert queries.cycle(cycle.id).state == CycleState.DRAFT
    client.submit(page_of(cycle), {})
    JobRunner().run_all()
    assert READY in client.get(page_of(cycle)).text


def test_an_opening_checks_everything_anew(
    client: Browser, cycle: Cycle, settings: Settings
) -> None:
    """Also what no line of the log tells, such as a change behind the product's back."""
    client.submit(page_of(cycle), {})
    JobRunner().run_all()
    Employee.update(is_active=False).execute()
    jobs.enqueue(JobKind.OPEN, cycle.id, actor=SYSTEM)
    Cycle.update(state=CycleState.OPENING).where(Cycle.id == cycle.id).execute()
    JobRunner().run_all()
    assert Job.get(Job.kind == JobKind.OPEN).state == JobState.FAILED
    assert queries.cycle(cycle.id).state == CycleState.DRAFT


def test_a_draft_with_errors_says_them_and_does_not_open(
    client: Browser, cycle: Cycle, settings: Settings
) -> None:
    faulty = draft(Plan())
    client.submit(page_of(faulty), {})
    JobRunner().run_all()
    text = client.get(page_of(faulty)).text
    assert "Harus diperbaiki:" in text
    assert "Belum ada kuesioner untuk jabatan" in text
    answer = client.submit(opening_of(faulty), {"yakin": "1"})
    assert answer.status_code == 409
    assert "Periode belum dapat dibuka" in answer.text
    assert queries.cycle(faulty.id).state == CycleState.DRAFT


def test_the_last_step_asks_the_worker(client: Browser, cycle: Cycle) -> None:
    last = f"/admin/periode/siapkan/{cycle.id}/scheme/"
    fields = {
        "weight_self": "100",
        "weight_supervisor": "0",
        "weight_peer": "0",
        "weight_subordinate": "0",
        "least_submissions": "3",
        "least_comments": "5",
        "least_answered": "67",
        "reminder_days": "7",
        "retention_years": "2",
        "revision": "1",
    }
    assert client.submit(last, fields).location == page_of(cycle)
    job = Job.get()
    assert (job.kind, job.state) == (JobKind.CHECK, JobState.WAITING)


def test_a_check_that_always_breaks_says_what_to_do(client: Browser, cycle: Cycle) -> None:
    client.submit(page_of(cycle), {})
    job = jobs.claim()
    assert job is not None
    jobs.fail(job, jobs.TriedTooOften(tries=4))
    text = client.get(page_of(cycle)).text
    assert "Pemeriksaan tidak berhasil." in text
    assert "Minta administrator memeriksa catatan proses latar" in text
    assert "Periksa lagi" in text


def test_its_job_has_no_other_page(client: Browser, cycle: Cycle) -> None:
    client.submit(page_of(cycle), {})
    answer = client.get(f"/admin/pekerjaan/{Job.get().id}/")
    assert (answer.status_code, answer.location) == (302, page_of(cycle))


def test_a_page_checks_a_few_people_at_once(
    client: Browser, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workload, "MANY_PEOPLE", 5)
    assert READY in client.get(page_of(cycle)).text
    save_cycle(cycle.id, revision=1, actor=SYSTEM, name="Nama lain")
    client.submit(page_of(cycle), {})
    assert Job.select().count() == 0
