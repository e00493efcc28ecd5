"""The pages of a running cycle: progress, who is missing, declines, deadline, closing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from admin.cycles import follow
from survei import clock
from survei.account.models import Session
from survei.cycle import queries
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.plan import Instrument, Plan
from survei.cycle.services import create_cycle
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.lifecycle.opening import open_cycle
from survei.questionnaire.document import encode
from tests.admin.test_base import count_queries
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import ACTOR, CLOSES, NOON, OPENS
from tests.examples import every_kind_document

HEAD = "/admin/periode"


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.fixed(NOON):
        yield


@pytest.fixture
def running(app: object, cast: Cast) -> Cycle:
    """A cycle of the whole cast, just opened."""
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
    cycle = create_cycle(
        name="Penilaian 2026",
        period_start=NOON.date(),
        period_end=NOON.date(),
        opens_at=OPENS,
        closes_at=CLOSES,
        plan=Plan(
            relations=list(Relation),
            instruments=[
                Instrument(relation=relation, version_id=version.id) for relation in Relation
            ],
        ),
        actor=ACTOR,
    )
    open_cycle(cycle.id, actor=ACTOR)
    return queries.cycle(cycle.id)


def test_progress_counts_what_was_sent(client: Browser, cast: Cast, running: Cycle) -> None:
    Assignment.update(state="submitted").where(Assignment.relation == "self").execute()
    client.sign_in(cast.hr)
    page = client.get(f"{HEAD}/kemajuan/{running.id}/").text
    total = Assignment.select().count()
    assert f"5 dari {total}" in page
    for unit in (cast.school, cast.other_school):
        assert unit.name in page


def test_the_missing_are_found_by_name_and_unit(
    client: Browser, cast: Cast, running: Cycle
) -> None:
    client.sign_in(cast.hr)
    path = f"{HEAD}/kemajuan/{running.id}/belum/"
    assert cast.rater.name in client.get(path).text
    found = client.get(path, query_string={"nama": "mappaseng"}).text
    assert cast.rater.name in found
    assert cast.stranger.name not in found
    found = client.get(path, query_string={"unit": cast.other_school.lineage}).text
    assert cast.stranger.name in found
    assert cast.rater.name not in found
    assert "Tidak ada penilai yang cocok" in client.get(path, query_string={"nama": "zzz"}).text


def test_hr_of_a_unit_sees_nobody_else(client: Browser, cast: Cast, running: Cycle) -> None:
    Assignment.update(state="declined", decline_reason="other", decline_note="MARK").where(
        Assignment.rater
        == Participant.get(Participant.employee == cast.stranger, Participant.cycle == running)
    ).execute()
    client.sign_in(cast.unit_hr)
    for path in ("", "belum/", "penolakan/", f"belum/?unit={cast.other_school.lineage}"):
        page = client.get(f"{HEAD}/kemajuan/{running.id}/{path}").text
        for word in (cast.stranger.name, cast.other_headmaster.name, "MARK", "Bontoala"):
            assert word not in page, path
    assert cast.rater.name in client.get(f"{HEAD}/kemajuan/{running.id}/belum/").text
    page = client.get(f"{HEAD}/lihat/{running.id}/").text
    assert "Tutup periode" not in page
    for step in ("batas-waktu/", "langkah/tutup/", "periksa/"):
        assert client.get(f"{HEAD}/lihat/{running.id}/{step}").status_code in (401, 403), step


def test_declines_say_who_and_why(client: Browser, cast: Cast, running: Cycle) -> None:
    client.sign_in(cast.hr)
    path = f"{HEAD}/kemajuan/{running.id}/penolakan/"
    assert "Belum ada penilai yang menolak" in client.get(path).text
    Assignment.update(
        state="declined", decline_reason="wrong_relation", decline_note="Sudah <b>pindah</b>"
    ).where(Assignment.relation == "supervisor").execute()
    page = client.get(path).text
    assert "Data atasan, unit kerja, atau hubungan kerja ini salah" in page
    assert "Sudah &lt;b&gt;pindah" in page


def test_declines_are_turned_to_the_last_page_and_no_further(
    client: Browser, cast: Cast, running: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "DECLINES", 2)
    client.sign_in(cast.hr)
    path = f"{HEAD}/kemajuan/{running.id}/penolakan/"
    some = Assignment.select(Assignment.id).order_by(Assignment.id).limit(5)
    Assignment.update(state="declined", decline_reason="other").where(
        Assignment.id.in_([form.id for form in some])
    ).execute()
    for page, rows in (("0", 2), ("1", 2), ("2", 1), ("9999", 1), ("x", 2)):
        assert client.get(f"{path}?page={page}").text.count("<tr>") == rows + 1, page
    assert "Hanya" not in client.get(f"{path}?page=2").text
    monkeypatch.setattr(follow, "MOST_ROWS", 4)
    last = client.get(f"{path}?page=9999").text
    assert "Halaman 2" in last
    assert "Yang ditampilkan di sini: 4 penolakan pertama." in last


def test_another_deadline_needs_the_password(client: Browser, cast: Cast, running: Cycle) -> None:
    client.sign_in(cast.hr)
    path = f"{HEAD}/lihat/{running.id}/batas-waktu/"
    assert client.get(path).status_code == 200
    Session.update(confirmed_at=NOON - timedelta(hours=1)).execute()
    asked = client.submit(path, {"closes_at": "2026-12-20T16:00"})
    assert asked.status_code == 401
    assert "kata sandi" in asked.text.lower()
    assert queries.cycle(running.id).closes_at == CLOSES
    Session.update(confirmed_at=NOON).execute()
    refused = client.submit(path, {"closes_at": "2026-11-24T11:00"})
    assert refused.status_code == 422
    answer = client.submit(path, {"closes_at": "2026-12-20T16:00"})
    assert answer.status_code == 303
    assert queries.cycle(running.id).closes_at == datetime(2026, 12, 20, 8, tzinfo=UTC)


def test_closing_asks_first(client: Browser, cast: Cast, running: Cycle) -> None:
    client.sign_in(cast.hr)
    path = f"{HEAD}/lihat/{running.id}/langkah/tutup/"
    assert "dapat dibuka kembali" in client.get(path).text
    assert queries.cycle(running.id).state == CycleState.OPEN
    answer = client.submit(path, {})
    assert (answer.status_code, answer.location) == (303, f"{HEAD}/lihat/{running.id}/")
    assert queries.cycle(running.id).state == CycleState.CLOSED
    assert f"{HEAD}/lihat/{running.id}/hitung/" in client.get(answer.location).text
    again = client.get(path)
    assert (again.status_code, again.location) == (303, f"{HEAD}/lihat/{running.id}/")


@pytest.mark.parametrize("who", ["appraiser", "auditor"])
def test_only_hr_takes_steps(client: Browser, cast: Cast, running: Cycle, who: str) -> None:
    client.sign_in(cast.users[who])
    for step in ("batas-waktu/", "langkah/tutup/", "periksa/"):
        assert client.get(f"{HEAD}/lihat/{running.id}/{step}").status_code == 403
    reads = 200 if who == "auditor" else 403
    for path in (
        f"lihat/{running.id}/",
        f"kemajuan/{running.id}/",
        f"kemajuan/{running.id}/belum/",
    ):
        assert client.get(f"{HEAD}/{path}").status_code == reads


def test_absent_cycles_are_not_found(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    for path in ("lihat/99/", "lihat/99/periksa/", "kemajuan/99/belum/", "siapkan/99/times/"):
        assert client.get(f"{HEAD}/{path}").status_code == 404


def test_the_list_begins_with_an_invitation(client: Browser, cast: Cast) -> None:
    client.sign_in(cast.hr)
    assert "Siapkan periode pertama" in client.get(f"{HEAD}/").text
    client.sign_in(cast.auditor)
    assert "Siapkan periode pertama" not in client.get(f"{HEAD}/").text


@pytest.mark.parametrize("path", ["belum/?nama={name}", "belum/", "penolakan/", ""])
def test_more_rows_ask_no_more(client: Browser, cast: Cast, running: Cycle, path: str) -> None:
    client.sign_in(cast.hr)
    Assignment.update(state="declined", decline_reason="other").where(
        Assignment.relation == "self"
    ).execute()
    client.get(f"{HEAD}/kemajuan/{running.id}/")
    few = count_queries(client, f"{HEAD}/kemajuan/{running.id}/belum/?nama=mappaseng")
    path = path.format(name="a")
    assert count_queries(client, f"{HEAD}/kemajuan/{running.id}/{path}") <= few


def test_the_list_asks_as_often_for_three_as_for_one(
    client: Browser, cast: Cast, running: Cycle
) -> None:
    client.sign_in(cast.hr)
    one = count_queries(client, f"{HEAD}/")
    for number in range(2):
        create_cycle(
            name=f"Periode {number}",
            period_start=NOON.date(),
            period_end=NOON.date(),
            opens_at=OPENS,
            closes_at=CLOSES,
            plan=Plan(),
            actor=ACTOR,
        )
    assert count_queries(client, f"{HEAD}/") == one
