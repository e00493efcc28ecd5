"""`/hasil`: the appraised person reads the explained result and says so."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import CycleState, Relation
from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import link_of_participant, path_of
from survei.invitation.services import revoke_link
from survei.lifecycle.publishing import publish_results
from survei.result.models import Result
from tests.result.rows import School, rated_school, ratings


@pytest.fixture(autouse=True)
def _fixed_clock():
    with clock.fixed(datetime(2026, 11, 23, 2, 32, tzinfo=UTC)):
        yield


@pytest.fixture
def school(app: object) -> School:
    """Results of a small school; "Aminah" has three peers."""
    made = rated_school()
    publish_results(made.cycle.id, actor=SYSTEM)
    return made


def path_of_person(school: School, name: str) -> str:
    link = link_of_participant(school.people[name].id, LinkPurpose.RESULT)
    assert link
    return path_of(link)


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def test_the_result_explains_itself(client: FlaskClient, school: School) -> None:
    html = text(client, path_of_person(school, "Aminah"))
    assert "Rata-rata <strong>3,7 dari 5, mendekati “Baik”</strong>" in html
    assert "3 penilaian" in html
    assert "4,0 dari 5, mendekati “Baik”" in html
    assert "70,6% (semula 60%)" in html
    assert "Komentar dari kelompok Rekan sejawat tidak ditampilkan" in html
    assert "angka di sini bukan predikat kinerja" in html
    assert "paling lambat 14 hari setelah menerima hasil ini" in html
    assert "ditujukan kepada Dinas, atasan pejabat penilai Anda." in html
    assert "Pertahankan" in html


def test_it_holds_nothing_of_others(client: FlaskClient, school: School) -> None:
    html = text(client, path_of_person(school, "Aminah"))
    for secret in ("RAHASIA-LAIN", "Basri", "Saran 0", school.people["Aminah"].nip, "pegawai3@"):
        assert secret not in html


def test_a_withheld_group_in_words(client: FlaskClient, app: object) -> None:
    school = rated_school(peers=2)
    publish_results(school.cycle.id, actor=SYSTEM)
    html = text(client, path_of_person(school, "Aminah"))
    assert "kurang dari 3 penilaian, tidak ditampilkan" in html
    assert (
        "Kelompok Rekan sejawat tidak ditampilkan karena penilaian yang masuk kurang dari 3" in html
    )
    assert "Saran 0" not in html


def test_english(client: FlaskClient, school: School) -> None:
    assert '<html lang="en">' in text(client, path_of_person(school, "Aminah") + "?lang=en")


def test_headers_leak_nothing(client: FlaskClient, school: School) -> None:
    answer = client.get(path_of_person(school, "Aminah"))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer.headers


def test_reading_changes_nothing(client: FlaskClient, school: School) -> None:
    path, events = path_of_person(school, "Aminah"), AuditEvent.select().count()
    for method in (client.get, client.head):
        method(path)
    assert Result.select().where(Result.acknowledged_at.is_null(False)).count() == 0
    assert AuditEvent.select().count() == events


def test_acknowledged_once(client: FlaskClient, school: School) -> None:
    path = path_of_person(school, "Aminah")
    answer = client.post(path, data={"dibaca": "1"})
    assert (answer.status_code, answer.location) == (303, path)
    html = text(client, path)
    assert "sudah membaca hasil ini pada 23 November 2026 pukul 10.32 WITA" in html
    assert "paling lambat 7 Desember 2026" in html
    with clock.fixed(datetime(2026, 11, 30, tzinfo=UTC)):
        assert client.post(path, data={"dibaca": "1"}).status_code == 303
    row = Result.get(Result.ratee == school.people["Aminah"])
    assert row.acknowledged_at == datetime(2026, 11, 23, 2, 32, tzinfo=UTC)


@pytest.mark.parametrize("data", [{}, {"dibaca": "0"}, {"x": "1"}])
def test_a_robots_post_changes_nothing(client: FlaskClient, school: School, data: dict) -> None:
    answer = client.post(path_of_person(school, "Aminah"), data=data)
    assert answer.status_code == 422
    assert "Centang dahulu pernyataan" in answer.get_data(as_text=True)
    assert Result.select().where(Result.acknowledged_at.is_null(False)).count() == 0


def test_unknown_and_revoked_links(client: FlaskClient, school: School) -> None:
    path = path_of_person(school, "Aminah")
    text(client, "/hasil/" + "A" * 43, 404)
    text(client, path[:-1], 404)
    text(client, path.replace("/hasil/", "/f/"), 404)
    assert client.post("/hasil/" + "A" * 43, data={"dibaca": "1"}).status_code == 404
    link = link_of_participant(school.people["Aminah"].id, LinkPurpose.RESULT)
    assert link
    revoke_link(link, actor=SYSTEM)
    text(client, path, 410)


def test_script_in_comments_is_shown_as_text(client: FlaskClient, app: object) -> None:
    school = rated_school(peers=0)
    for number in range(5):
        school.person(f"Penguji {number}")
        hostile = "<script>alert(1)</script>{{7*7}}%(x)s\x1b"
        school.ask(f"Penguji {number}", "Aminah", Relation.PEER, ratings(4, hostile))
    publish_results(school.cycle.id, actor=SYSTEM)
    html = text(client, path_of_person(school, "Aminah"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}%(x)s" in html


def test_before_publishing_there_is_no_page(client: FlaskClient, app: object) -> None:
    school = rated_school()
    publish_results(school.cycle.id, actor=SYSTEM)
    path = path_of_person(school, "Aminah")
    school.cycle.state = CycleState.CLOSED
    school.cycle.save()
    text(client, path, 404)
