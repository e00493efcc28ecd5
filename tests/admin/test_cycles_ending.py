"""The pages after a closing: taking it back, computing results, and what they say before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result
from flask import Flask

from survei import clock
from survei.account.models import Session
from survei.audit.models import AuditEvent
from survei.cycle import queries
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Assignment, Cycle
from survei.jobs.models import Job
from survei.lifecycle import workload
from survei.lifecycle.closing import close_cycle
from survei.mail.models import Letter
from survei.response.models import ConfidentialSubmission
from survei.sealing.private_keys import new_pair, path_of
from tests.admin.result_world import cast_school
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import ACTOR
from tests.raters import add_form_link
from tests.result.rows import School

NOW = datetime(2026, 10, 20, 2, 15, tzinfo=UTC)
CLOSES = datetime(2026, 10, 31, tzinfo=UTC)
LATER = {"closes_at": "2026-11-07T16:00", "reason": "Sekolah di pulau belum menerima tautan."}


@pytest.fixture(autouse=True)
def at_work() -> object:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def school(app: object, cast: Cast) -> School:
    """An open cycle: six forms, one of them not sent."""
    school = cast_school(cast, state=CycleState.OPEN)
    school.person("Lambat", cast.headmaster.name, unit=cast.school)
    add_form_link(school.ask("Lambat", cast.ratee.name, Relation.PEER))
    return school


@pytest.fixture
def closed(school: School) -> School:
    """Ended by hand eleven days early."""
    close_cycle(school.cycle.id, actor=ACTOR)
    return school


def path(school: School, step: str = "") -> str:
    return f"/admin/periode/lihat/{school.cycle.id}/{step}"


def state(school: School) -> str:
    return queries.cycle(school.cycle.id).state


def test_closing_says_what_stays_and_that_it_can_be_taken_back(
    client: Browser, cast: Cast, school: School
) -> None:
    client.sign_in(cast.hr)
    page = client.get(path(school, "langkah/tutup/")).text
    assert "6 dari 7 formulir sudah terkirim; 1 belum." in page
    assert "31 Oktober 2026 pukul 08.00 WITA, belum lewat" in page
    assert "0 draf tetap tersimpan" in page
    assert "menyatakan" not in page
    assert "dapat dibuka kembali" in page
    assert client.submit(path(school, "langkah/tutup/"), {}).status_code == 303
    assert state(school) == CycleState.CLOSED
    page = client.get(path(school)).text
    assert "Pengelola kepegawaian mengakhiri pengisian pada 20 Oktober 2026" in page
    assert page.index("Buka kembali") < page.index("Hitung hasil") < page.index("Riwayat")
    assert "Terbitkan hasil" not in page


def test_taking_it_back_needs_the_password_a_reason_and_a_time(
    client: Browser, cast: Cast, closed: School
) -> None:
    client.sign_in(cast.hr)
    step = path(closed, "buka-kembali/")
    page = client.get(step).text
    assert "1 penilai belum selesai; 1 di antaranya mendapat surel" in page
    assert 'value="2026-10-31T08:00"' in page
    Session.update(confirmed_at=NOW - timedelta(hours=1)).execute()
    assert client.submit(step, LATER).status_code == 401
    assert state(closed) == CycleState.CLOSED
    Session.update(confirmed_at=NOW).execute()
    for wrong, words in (
        ({"reason": "  "}, "paling sedikit 10"),
        ({"reason": "singkat"}, "paling sedikit 10"),
        ({"closes_at": "2026-10-20T10:00"}, "setelah saat ini"),
        ({"closes_at": "2062-11-07T16:00"}, "terlalu jauh setelah pembukaan"),
        ({"closes_at": ""}, "wajib diisi"),
    ):
        refused = client.submit(step, LATER | wrong)
        assert refused.status_code == 422
        assert words in refused.text
    done = client.submit(step, LATER)
    assert (done.status_code, done.location) == (303, path(closed))
    assert state(closed) == CycleState.OPEN
    page = client.get(done.location).text
    assert "1 surat kepada penilai yang belum selesai" in page
    assert "semula 31 Oktober 2026 pukul 08.00 WITA" in page
    assert LATER["reason"] in page
    assert [row.kind for row in Letter.select()] == ["reopening"]


def test_a_closed_cycle_has_no_deadline_to_change(
    client: Browser, cast: Cast, closed: School
) -> None:
    client.sign_in(cast.hr)
    answer = client.get(path(closed, "batas-waktu/"))
    assert (answer.status_code, answer.location) == (303, path(closed))


def test_computing_says_that_it_cannot_be_undone_and_waits_for_a_tick(
    client: Browser, cast: Cast, closed: School
) -> None:
    client.sign_in(cast.hr)
    step = path(closed, "hitung/")
    Assignment.update(state="declined").where(Assignment.state == "open").execute()
    page = client.get(step).text
    for words in (
        "6 dari 7 formulir sudah terkirim; 0 belum; pada 1 formulir",
        "0 draf yang belum terkirim dihapus",
        "Langkah ini tidak dapat dibatalkan",
    ):
        assert words in page
    assert client.submit(step, {}).status_code == 422
    Session.update(confirmed_at=NOW - timedelta(hours=1)).execute()
    assert client.submit(step, {"yakin": "1"}).status_code == 401
    assert state(closed) == CycleState.CLOSED
    Session.update(confirmed_at=NOW).execute()
    done = client.submit(step, {"yakin": "1"})
    assert (done.status_code, done.location) == (303, path(closed))
    assert state(closed) == CycleState.COMPUTED
    page = client.get(done.location).text
    assert "3 jawaban rahasia dilepaskan dari pengisinya, 0 draf dihapus" in page
    assert "Terbitkan hasil" in page
    assert "Buka kembali" not in page


def test_the_page_says_when_the_files_are_clear(
    client: Browser, cast: Cast, closed: School
) -> None:
    client.sign_in(cast.hr)
    client.submit(path(closed, "hitung/"), {"yakin": "1"})  # inside the test's transaction
    page = client.get(path(closed)).text
    assert "Pembersihan berkas masih berlangsung" in page
    assert "selesai." not in page.split("<main")[1].split("Pembersihan")[0]
    Cycle.update(cleared_at=NOW).execute()
    page = client.get(path(closed)).text
    assert "Penghitungan hasil selesai" in page
    assert "masih berlangsung" not in page


@pytest.mark.parametrize(
    ("step", "fields"), [("buka-kembali/", LATER), ("hitung/", {"yakin": "1"})]
)
@pytest.mark.parametrize("now", [CycleState.OPEN, CycleState.COMPUTED])
def test_who_comes_second_reads_how_it_stands(
    client: Browser,
    cast: Cast,
    closed: School,
    step: str,
    fields: dict[str, str],
    now: CycleState,
) -> None:
    client.sign_in(cast.hr)
    Cycle.update(state=now).execute()
    before = sorted(row.id for row in ConfidentialSubmission.select())
    answer = client.submit(path(closed, step), fields)
    assert answer.status_code == 409
    assert 'class="notice notice-error"' in answer.text
    assert state(closed) == now
    assert sorted(row.id for row in ConfidentialSubmission.select()) == before
    assert client.get(path(closed, step)).status_code == 303


@pytest.mark.parametrize(("many", "most"), [("MANY_FORMS", 3), ("MANY_LINES", -1)])
def test_what_takes_long_is_left_to_the_worker(
    client: Browser,
    cast: Cast,
    closed: School,
    monkeypatch: pytest.MonkeyPatch,
    many: str,
    most: int,
) -> None:
    """A large cycle, and a long log, which is checked first."""
    monkeypatch.setattr(workload, many, most)
    client.sign_in(cast.hr)
    assert "dihitung oleh proses latar" in client.get(path(closed, "hitung/")).text
    answer = client.submit(path(closed, "hitung/"), {"yakin": "1"})
    job = Job.get()
    assert (answer.status_code, job.kind) == (303, "compute")
    assert "Menghitung hasil" in client.get(answer.location).text
    page = client.get(path(closed)).text
    assert "Hasil sedang dihitung" in page
    assert state(closed) == CycleState.CLOSED


def test_nothing_of_results_before_computing(client: Browser, cast: Cast, closed: School) -> None:
    client.sign_in(cast.hr)
    page = client.get(f"/admin/hasil/{closed.cycle.id}/").text
    assert "belum dihitung" in page
    assert path(closed, "hitung/") in page
    assert "Kelompok tertutup" not in page
    refused = client.submit(f"/admin/hasil/{closed.cycle.id}/terbitkan", {"yakin": "1"})
    assert refused.status_code == 409
    assert state(closed) == CycleState.CLOSED


@pytest.mark.parametrize("who", ["unit_hr", "appraiser", "auditor"])
def test_only_hr_of_the_whole_cycle_takes_these_steps(
    client: Browser, cast: Cast, closed: School, who: str
) -> None:
    client.sign_in(cast.users[who])
    for step, fields in (("buka-kembali/", LATER), ("hitung/", {"yakin": "1"})):
        assert client.get(path(closed, step)).status_code == 403
        assert client.submit(path(closed, step), fields).status_code == 403
    assert state(closed) == CycleState.CLOSED


def test_the_list_says_that_it_ended_early(client: Browser, cast: Cast, closed: School) -> None:
    client.sign_in(cast.hr)
    assert "sebelum batas waktu" in client.get("/admin/periode/").text


# --- the same at the terminal ------------------------------------------------------------------


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["cycles", *map(str, words)])


def test_the_commands_say_what_they_did(app: Flask, school: School) -> None:
    key = school.cycle.id
    assert run(app, "close", key).stdout.splitlines() == [
        f"Periode {key} ditutup: Penilaian 2026",
        "Lebih awal daripada batas waktunya, 31 Oktober 2026 pukul 08.00 WITA.",
        "0 draf tetap tersimpan sampai hasil dihitung. Batalkan: cycles reopen.",
    ]
    again = ("--until", "2026-11-07T16:00", "--reason", LATER["reason"])
    assert run(app, "reopen", key, *again).stdout.splitlines() == [
        f"Periode {key} dibuka kembali sampai 7 November 2026 pukul 16.00 WITA.",
        "1 penilai belum selesai; 1 surat menunggu dikirim.",
    ]
    refused = run(app, "reopen", key, *again)
    assert (refused.exit_code, refused.stderr) == (1, "Error: Periode ini sudah dibuka kembali.\n")
    run(app, "close", key)
    assert run(app, "compute", key).stdout.splitlines() == [
        f"Hasil periode {key} dihitung; penutupannya tidak dapat dibatalkan lagi.",
        "3 jawaban rahasia dilepaskan dari pengisinya, 0 draf dihapus.",
        "Sisa jawaban lama pada berkas basis data belum bersih: proses latar mengulang.",
    ]
    assert run(app, "compute", key).exit_code == 0  # goes on with the clearing
    refused = run(app, "reopen", key, *again)
    assert refused.exit_code == 1
    assert "sudah dihitung" in refused.stderr


def test_publishing_computes_first_and_says_so(app: Flask, closed: School) -> None:
    done = run(app, "publish", closed.cycle.id)
    assert done.exit_code == 0, done.output
    assert "tidak dapat dibatalkan lagi" in done.stdout
    assert f"Hasil periode {closed.cycle.id} diterbitkan" in done.stdout
    actions = [row.action for row in AuditEvent.select().order_by(AuditEvent.id)]
    assert actions[-2:] == ["cycle.compute", "cycle.publish"]


def test_a_lost_key_of_the_box_is_told_on_the_cycles_page(
    client: Browser, cast: Cast, school: School
) -> None:
    client.sign_in(cast.hr)
    Cycle.update(box_key=new_pair()).execute()
    assert "keys restore" not in client.get(path(school)).text
    path_of(Cycle.get().box_key).unlink()
    shown = client.get(path(school)).text
    assert "keys restore" in shown
    assert "hilang atau rusak" in shown
