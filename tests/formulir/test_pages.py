"""The pages around the form: list, code, decline, preview, notice, files."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from survei import clock
from survei.cycle.choices import AssignmentState, DeclineReason
from survei.cycle.models import Assignment, Cycle
from survei.cycle.plan import Plan, Scheme
from survei.drafting.models import Questionnaire
from survei.invitation.models import Link
from survei.questionnaire.document import encode
from survei.response.models import Draft
from survei.web.assets import BUNDLES, ROOT, asset
from tests.devices import begin
from tests.examples import every_kind_document
from tests.raters import CLOSES, NOW, SENT, Raters, add_form_link, make_raters


def second_task(raters: Raters) -> None:
    """Budi also rates Citra."""
    assignment = Assignment.create(
        cycle=raters.cycle,
        rater=raters.people["budi"],
        ratee=raters.people["citra"],
        relation="peer",
        version=raters.version,
    )
    add_form_link(assignment)


def test_list_shows_what_is_left(client: FlaskClient, raters: Raters) -> None:
    second_task(raters)
    page = client.get(f"/u/{raters.lists['budi']}").text
    assert "0 dari 2 selesai" in page
    assert page.count('class="person"') == 2
    assert raters.path("budi") in page
    assert "Nurhayati" not in page
    client.post(raters.path("budi"), data=SENT)
    page = client.get(f"/u/{raters.lists['budi']}").text
    assert "1 dari 2 selesai" in page
    assert "Terkirim 23 November 2026" in page


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("andi", "Diri sendiri"),
        ("nur", "Bawahan Anda"),
        ("budi", "Rekan Anda"),
        ("eko", "Atasan Anda"),
    ],
)
def test_list_says_who_each_is_to_the_rater(
    client: FlaskClient, raters: Raters, who: str, words: str
) -> None:
    """In the words of the letter; the form says it from the other side."""
    page = client.get(f"/u/{raters.lists[who]}").text
    assert re.findall(r'class="badge">\s*([^<]+?)\s*<', page) == [words]


def test_receipt_leads_to_the_next_form(client: FlaskClient, raters: Raters) -> None:
    second_task(raters)
    client.post(raters.path("budi"), data=SENT)
    page = client.get(raters.path("budi")).text
    assert "Lanjut menilai Citra" in page
    assert f"/u/{raters.lists['budi']}" in page


def test_list_before_the_opening_says_when(client: FlaskClient, raters: Raters) -> None:
    """Neither "not filled in" nor without a date; the forms cannot be opened yet."""
    Cycle.update(opens_at=NOW + timedelta(days=1)).execute()
    page = client.get(f"/u/{raters.lists['budi']}").text
    assert "buka kembali mulai 24 November 2026 pukul 10.32 WITA" in page
    assert "12 Desember 2026 pukul 23.59 WITA" in page
    assert "Akan Anda isi" in page
    assert "Tidak diisi" not in page
    assert raters.path("budi") not in page


def test_list_after_the_closing_leads_nowhere(client: FlaskClient, raters: Raters) -> None:
    with clock.fixed(CLOSES + timedelta(days=1)):
        page = client.get(f"/u/{raters.lists['budi']}").text
    assert "Tidak diisi" in page
    assert "Batas waktu pengisian, 12 Desember 2026 pukul 23.59 WITA, sudah lewat." in page
    assert raters.path("budi") not in page


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: f"  {code.lower().replace('-', '  ')} ",
    ],
)
def test_code_as_people_type_it(client: FlaskClient, raters: Raters, change: object) -> None:
    typed = change(raters.codes["citra"])  # type: ignore[operator]
    answer = client.post("/kode", data={"kode": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/u/{raters.lists['citra']}")


@pytest.mark.parametrize("typed", ["", "AAAA-BBBB-CCCC", "<b>", "x" * 500, "😀"])
def test_wrong_code(client: FlaskClient, raters: Raters, typed: str) -> None:
    answer = client.post("/kode", data={"kode": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_revoked_code(client: FlaskClient, raters: Raters) -> None:
    Link.update(revoked_at=NOW).execute()
    assert client.post("/kode", data={"kode": raters.codes["citra"]}).status_code == 422


def test_decline(client: FlaskClient, raters: Raters) -> None:
    begin(raters, "budi", {"mutu": ["4"]})
    assert client.get(f"{raters.path('budi')}/decline").status_code == 200
    sent = {"reason": "wrong_relation", "note": "Saya sudah pindah.\x07"}
    answer = client.post(f"{raters.path('budi')}/decline", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, raters.path("budi"))
    assignment = raters.assignment("budi")
    assert assignment.state == AssignmentState.DECLINED
    assert assignment.decline_reason == DeclineReason.WRONG_RELATION
    assert assignment.decline_note == "Saya sudah pindah."
    assert Draft.select().count() == 1, "it can be taken back"
    page = client.get(raters.path("budi"))
    assert "Anda menyatakan tidak dapat menilai" in page.text
    assert client.post(raters.path("budi"), data=SENT).status_code == 410
    assert raters.assignment("budi").state == AssignmentState.DECLINED


@pytest.mark.parametrize(
    "data", [{}, {"reason": "bosan"}, {"reason": "other", "note": "x" * 501}], ids=repr
)
def test_decline_needs_a_reason(client: FlaskClient, raters: Raters, data: dict[str, str]) -> None:
    answer = client.post(f"{raters.path('budi')}/decline", data=data)
    assert answer.status_code == 422
    assert re.search("Kesalahan:|Belum lengkap:", answer.text)
    assert raters.assignment("budi").state == AssignmentState.OPEN


TAKE_BACK = {"batal": "1"}


def test_a_decline_can_be_taken_back_until_the_closing(client: FlaskClient, raters: Raters) -> None:
    path = f"{raters.path('budi')}/decline"
    client.post(path, data={"reason": "other", "note": "Salah tekan."})
    assert "Isi formulir ini" in client.get(raters.path("budi")).text
    client.post(path, data={"reason": "other"})
    assert raters.assignment("budi").state == AssignmentState.DECLINED
    answer = client.post(path, data=TAKE_BACK)
    assert (answer.status_code, answer.headers["Location"]) == (303, raters.path("budi"))
    assignment = raters.assignment("budi")
    assert (assignment.state, assignment.done_on) == (AssignmentState.OPEN, None)
    assert (assignment.decline_reason, assignment.decline_note) == (None, "")
    assert client.post(raters.path("budi"), data=SENT).status_code == 303
    assert raters.assignment("budi").state == AssignmentState.SUBMITTED


def test_after_the_closing_a_decline_stays(client: FlaskClient, raters: Raters) -> None:
    path = f"{raters.path('budi')}/decline"
    client.post(path, data={"reason": "other"})
    with clock.fixed(CLOSES):
        assert "Isi formulir ini" not in client.get(raters.path("budi")).text
        assert client.post(path, data=TAKE_BACK).status_code == 410
    assert raters.assignment("budi").state == AssignmentState.DECLINED


@pytest.mark.parametrize("who", ["open", "sent"])
def test_only_a_decline_is_taken_back(client: FlaskClient, raters: Raters, who: str) -> None:
    if who == "sent":
        client.post(raters.path("budi"), data=SENT)
    before = raters.assignment("budi").state
    client.post(f"{raters.path('budi')}/decline", data=TAKE_BACK)
    assert raters.assignment("budi").state == before


def test_decline_of_a_sent_form_changes_nothing(client: FlaskClient, raters: Raters) -> None:
    client.post(raters.path("budi"), data=SENT)
    client.post(f"{raters.path('budi')}/decline", data={"reason": "other"})
    assert raters.assignment("budi").state == AssignmentState.SUBMITTED


def test_notice_says_what_the_cycle_really_does(client: FlaskClient) -> None:
    plan = Plan(scheme=Scheme(least_submissions=4, least_comments=7), retention_years=3)
    raters = make_raters(plan=plan)
    peer = client.get(raters.path("budi")).text
    assert "Jawaban Anda dirahasiakan" in peer
    assert "paling sedikit 4 penilai" in peer
    assert "sedikit 7 penilai" in peer
    assert "disimpan 3 tahun" in peer
    assert "bukan persetujuan Anda" in peer
    for who, readers in (
        ("nur", "Pegawai yang dinilai, Anda sendiri, dan petugas yang berwenang"),
        ("andi", "Anda sendiri, atasan langsung Anda, dan petugas yang berwenang"),
    ):
        named = client.get(raters.path(who)).text
        assert "dirahasiakan" not in named
        assert "ditampilkan dengan nama Anda" in named
        assert readers in named
        assert readers not in peer


def test_preview_is_for_hr_only(client: FlaskClient, raters: Raters) -> None:
    questionnaire = Questionnaire.get()
    questionnaire.draft = encode(every_kind_document())
    questionnaire.save()
    for which in ("1", "draft", "9", "abc", "9" * 30):
        path = f"/pratinjau/{questionnaire.id}/{which}"
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (401, 404)


@pytest.mark.parametrize("name", ["form.css", "form.js", "css/tokens.css"])
def test_files_are_named_by_content_and_packed(client: FlaskClient, name: str) -> None:
    found = asset(name)
    assert found is not None
    packed = FlaskClient(client.application).get(
        f"/static/{name}?v={found.hash}", headers={"Accept-Encoding": "gzip"}
    )
    assert packed.status_code == 200
    assert gzip.decompress(packed.data) == found.body
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(
        f"/static/{name}?v={found.hash}", headers={"If-None-Match": f'"{found.hash}"'}
    )
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "css/../../app.py", ".hidden.css", "css", "x.py",
             "css%5c..%5capp.css", "a%00.css", "x" * 3000 + ".css"],
)  # fmt: skip
def test_no_other_file_is_given_out(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code in (400, 404)


def test_bundles_name_every_form_file() -> None:
    named = {name for names in BUNDLES.values() for name in names}
    found = {str(path.relative_to(ROOT)) for path in ROOT.glob("*/form*.*")}
    assert named - {"css/tokens.css"} == found


#: Page, style and script of a first visit, compressed: what a phone on prepaid data may cost. The
#: form asked here has every kind of question; a link's random letters make some bytes more or less.
MOST_BYTES_OF_A_VISIT = 25_000


def test_first_visit_is_light(client: FlaskClient, raters: Raters) -> None:
    phone = FlaskClient(client.application)
    page = phone.get(raters.path("budi"), headers={"Accept-Encoding": "gzip"})
    linked = re.findall(rb'(?:src|href)="(/static/[^"]+)"', gzip.decompress(page.data))
    assert len(linked) == 2
    files = [phone.get(path.decode(), headers={"Accept-Encoding": "gzip"}).data for path in linked]
    assert len(page.data) + sum(map(len, files)) < MOST_BYTES_OF_A_VISIT


def test_list_asks_as_much_for_three_as_for_one(
    client: FlaskClient, raters: Raters, statements: list[str]
) -> None:
    client.get(f"/u/{raters.lists['budi']}")
    one = len(statements)
    for who in ("citra", "dewi"):
        assignment = Assignment.create(
            cycle=raters.cycle,
            rater=raters.people["budi"],
            ratee=raters.people[who],
            relation="peer",
            version=raters.version,
        )
        add_form_link(assignment)
    statements.clear()
    page = client.get(f"/u/{raters.lists['budi']}").text
    assert "0 dari 3 selesai" in page
    assert len(statements) == one


def test_a_fresh_form_asks_once(client: FlaskClient, raters: Raters, statements: list[str]) -> None:
    phone = FlaskClient(client.application)
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        phone.get(raters.path("budi"), headers=headers)
        statements.clear()
        phone.get(raters.path("citra"), headers=headers)
        assert [sql.split()[0] for sql in statements] == ["SELECT"]
