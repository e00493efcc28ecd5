""" "Tim saya": one's own people in every channel, and nobody else's."""

from __future__ import annotations

import re

import pytest

from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState, CycleState, Relation
from survei.cycle.models import Assignment
from survei.staff.models import Employee
from tests.admin.result_world import OURS, THEIRS, cast_school, publish
from tests.cast import Cast
from tests.client import Browser
from tests.result.rows import School, ratings


@pytest.fixture
def published(app: object, cast: Cast) -> School:
    school = cast_school(cast)
    publish(school)
    return school


def page(client: Browser, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_the_list_holds_ones_own_people(client: Browser, cast: Cast, published: School) -> None:
    html = page(client.sign_in(cast.appraiser), "/admin/tim/")
    assert cast.ratee.name in html
    assert cast.stranger.name not in html
    assert re.findall(r'badge-good">([^<]*)<', html) == ["Sudah mengisi"] * 2 + ["Sudah cukup"]


def test_a_person_with_everything(client: Browser, cast: Cast, published: School) -> None:
    key = published.people[cast.ratee.name].id
    html = page(client.sign_in(cast.appraiser), f"/admin/tim/{key}/")
    assert "<strong>3,7 dari 5, mendekati “Baik”</strong>" in html
    assert OURS in html
    assert "dari rekan" not in html
    assert "Komentar dari kelompok Rekan sejawat tidak ditampilkan" in html
    assert "Bahan pertimbangan" in html
    event = AuditEvent.get(AuditEvent.action == "result.view")
    assert (event.actor_id, event.object_id) == (cast.appraiser.id, str(key))


def test_a_submission_in_full(client: Browser, cast: Cast, published: School) -> None:
    key = published.people[cast.ratee.name].id
    html = page(client.sign_in(cast.appraiser), f"/admin/tim/{key}/jawaban/diri/")
    assert "5 dari 5: Sangat baik" in html
    assert "Saya rajin" in html
    assert AuditEvent.select().where(AuditEvent.action == "result.view").count() == 1


@pytest.mark.parametrize("word", ["rekan", "bawahan", "peer", "x", "diri%20"])
def test_there_is_no_address_of_confidential_submissions(
    client: Browser, cast: Cast, published: School, word: str
) -> None:
    key = published.people[cast.ratee.name].id
    answer = client.sign_in(cast.appraiser).get(f"/admin/tim/{key}/jawaban/{word}/")
    assert answer.status_code == 404


def test_other_peoples_are_not_found_and_absent_ones_look_the_same(
    client: Browser, cast: Cast, published: School
) -> None:
    key = published.people[cast.stranger.name].id
    client.sign_in(cast.appraiser)
    for path in ("/admin/tim/%s/", "/admin/tim/%s/jawaban/atasan/", "/admin/tim/%s/jawaban/diri/"):
        foreign, absent = client.get(path % key), client.get(path % 999_999)
        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert foreign.data == absent.data
    assert AuditEvent.select().where(AuditEvent.action == "result.view").count() == 0


def test_no_byte_of_other_people_in_a_crawl(client: Browser, cast: Cast, published: School) -> None:
    client.sign_in(cast.appraiser)
    seen, waiting = set(), ["/admin/", "/admin/tim/"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        text = answer.get_data(as_text=True)
        assert THEIRS not in text, path
        assert cast.stranger.name not in text, path
        found = (
            re.findall(r'href="(/admin/[^"#]*)"', text) if answer.mimetype == "text/html" else []
        )
        waiting += [one for one in found if one not in seen and "/static/" not in one]
    assert len(seen) >= 6


@pytest.mark.parametrize("key", ["abc", "0", "-1", "1,2", "9" * 30, "1.5", "%F0%9F%98%80"])
def test_garbage_is_not_found(client: Browser, cast: Cast, published: School, key: str) -> None:
    client.sign_in(cast.appraiser)
    for path in (f"/admin/tim/{key}/", f"/admin/tim/{key}/jawaban/diri/"):
        assert client.get(path).status_code == 404
    assert client.get(f"/admin/tim/?periode={key}").status_code == 200


def test_a_move_acts_at_the_next_request(client: Browser, cast: Cast, published: School) -> None:
    path = f"/admin/tim/{published.people[cast.ratee.name].id}/"
    client.sign_in(cast.appraiser)
    page(client, path)
    moved = Employee.update(supervisor=cast.other_headmaster)
    moved.where(Employee.id == cast.ratee.id).execute()
    assert client.get(path).status_code == 404
    assert OURS in page(client.sign_in(cast.other_appraiser), path)


def test_after_the_closing_nothing_is_awaited(client: Browser, app: object, cast: Cast) -> None:
    school = cast_school(cast, peers=2)
    for number in range(3):
        school.person(f"Diam {number}", unit=cast.school)
        school.ask(f"Diam {number}", cast.ratee.name, Relation.PEER)
    html = page(client.sign_in(cast.appraiser), "/admin/tim/")
    assert "Tidak cukup" in html
    assert "Belum cukup" not in html


def test_no_byte_moves_with_one_of_three_peers(client: Browser, app: object, cast: Cast) -> None:
    school = cast_school(cast, state=CycleState.OPEN, peers=1)
    ratee = cast.ratee.name
    path = f"/admin/tim/{school.people[ratee].id}/"
    client.sign_in(cast.appraiser)

    def seen() -> list[tuple[bytes, dict[str, str]]]:
        answers = [client.get(one) for one in ("/admin/tim/", path)]
        return [(one.data, dict(one.headers)) for one in answers]

    looks = [seen()]
    for number in range(6):
        school.person(f"Rekan {number}", unit=cast.school)
        answers = ratings(4) if number < 2 else None
        school.ask(f"Rekan {number}", ratee, Relation.PEER, answers)
        looks.append(seen())
    for state in (AssignmentState.DECLINED, AssignmentState.REVOKED, AssignmentState.SUBMITTED):
        Assignment.update(state=state).where(Assignment.relation == Relation.PEER).execute()
        looks.append(seen())
    assert looks == looks[:1] * len(looks)


def test_hr_has_no_team_without_reports(client: Browser, cast: Cast, published: School) -> None:
    key = published.people[cast.ratee.name].id
    assert "belum terhubung dengan data pegawai" in page(client.sign_in(cast.hr), "/admin/tim/")
    assert client.get(f"/admin/tim/{key}/").status_code == 404


def test_an_auditor_has_none(client: Browser, cast: Cast, published: School) -> None:
    assert client.sign_in(cast.auditor).get("/admin/tim/").status_code == 403


def test_before_publishing_no_figure_is_shown(client: Browser, app: object, cast: Cast) -> None:
    school = cast_school(cast, state=CycleState.OPEN, peers=6)
    path = f"/admin/tim/{school.people[cast.ratee.name].id}/"
    client.sign_in(cast.appraiser)
    before = page(client, path)
    assert "Hasil belum ada" in before
    assert "Nilai gabungan" not in before
    Assignment.update(state=AssignmentState.SUBMITTED).execute()
    school.person("Rekan lain", unit=cast.school)
    school.ask("Rekan lain", cast.ratee.name, Relation.PEER, ratings(1))
    assert page(client, path) == before


def test_the_self_rating_waits_for_ones_own(client: Browser, app: object, cast: Cast) -> None:
    school = cast_school(cast, state=CycleState.OPEN)
    path = f"/admin/tim/{school.people[cast.ratee.name].id}/"
    own = Assignment.update(state=AssignmentState.OPEN)
    own.where(Assignment.relation == Relation.SUPERVISOR).execute()
    client.sign_in(cast.appraiser)
    html = page(client, path)
    assert "agar penilaian Anda tidak terpengaruh" in html
    assert "jawaban/diri" not in html
    assert client.get(f"{path}jawaban/diri/").status_code == 404


def test_script_in_answers_is_shown_as_text(client: Browser, app: object, cast: Cast) -> None:
    school = cast_school(cast)
    hostile = "</script><script>alert(1)</script><svg/onload=alert(1)>\x07{{7*7}}%(x)s"
    for number in range(5):
        school.person(f"Penguji {number}", unit=cast.school)
        school.ask(f"Penguji {number}", cast.ratee.name, Relation.PEER, ratings(4, hostile))
    publish(school)
    html = page(client.sign_in(cast.appraiser), f"/admin/tim/{school.people[cast.ratee.name].id}/")
    assert "&lt;script&gt;alert(1)" in html
    assert "<svg/onload" not in html
    assert "{{7*7}}%(x)s" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_in_a_fixed_number_of_statements(
    client: Browser, app: object, cast: Cast, statements: list[str], count: int
) -> None:
    school = cast_school(cast)
    for number in range(count - 1):
        school.person(f"Guru {number}", cast.headmaster.name, unit=cast.school)
        school.ask(cast.headmaster.name, f"Guru {number}", Relation.SUPERVISOR, ratings(4))
    client.sign_in(cast.appraiser).get("/admin/tim/")
    statements.clear()
    html = page(client, "/admin/tim/")
    assert html.count("/admin/tim/") >= count
    assert len([one for one in statements if one.startswith("SELECT")]) == 4
