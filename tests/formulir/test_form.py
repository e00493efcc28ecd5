"""`/f/<token>`: every status of the outside face."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import stamp
from survei import clock
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Cycle
from survei.invitation.models import Link
from survei.questionnaire.kinds import LongText
from survei.questionnaire.translated_text import Text
from survei.response.models import Draft, IdentifiedSubmission, SealedSubmission
from tests.boxes import answers_in_the_box, the_one_in_a_box
from tests.examples import every_kind_document
from tests.raters import CLOSES, NOW, SENT, Raters, make_raters


def rows() -> int:
    """All submissions."""
    return SealedSubmission.select().count() + IdentifiedSubmission.select().count()


def test_open_form_shows_the_minimum(client: FlaskClient, raters: Raters) -> None:
    answer = client.get(raters.path("budi"))
    assert answer.status_code == 200
    assert "Penilaian untuk Andi Ma&#39;ruf" in answer.text
    assert "SD Negeri 12 Tamalate" in answer.text
    assert "12 Desember 2026 pukul 23.59 WITA" in answer.text
    for secret in ("Budi", "Nurhayati", "19860926", "example.go.id"):
        assert secret not in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("who", ["budi", "eko", "nur", "andi"])
def test_complete_form_ends_at_a_receipt(client: FlaskClient, raters: Raters, who: str) -> None:
    sent = client.post(raters.path(who), data=SENT)
    assert (sent.status_code, sent.headers["Location"]) == (303, raters.path(who))
    receipt = client.get(raters.path(who))
    assert receipt.status_code == 200
    assert "Terima kasih, penilaian Anda sudah diterima" in receipt.text
    assert "23 November 2026" in receipt.text
    assert "Pertahankan." not in receipt.text
    assert raters.assignment(who).state == AssignmentState.SUBMITTED
    assert rows() == 1


def test_second_post_changes_nothing(client: FlaskClient, raters: Raters) -> None:
    client.post(raters.path("budi"), data=SENT)
    before = SealedSubmission.select().dicts().get()
    first = client.get(raters.path("budi")).data
    again = client.post(raters.path("budi"), data=SENT | {"saran": "Lain sekali."})
    assert (again.status_code, again.headers["Location"]) == (303, raters.path("budi"))
    assert client.get(raters.path("budi")).data == first
    assert list(SealedSubmission.select().dicts()) == [before]


@pytest.mark.parametrize(
    "data",
    [{}, {"yakin": "1"}, {"csrf_token": "x"}, {code: SENT[code] for code in ("mutu", "jam")}],
    ids=["nothing", "only a confirmation", "only hidden fields", "some answers"],
)
def test_incomplete_posts_cost_nothing(
    client: FlaskClient, raters: Raters, data: dict[str, str]
) -> None:
    answer = client.post(raters.path("budi"), data=data)
    assert answer.status_code == 422
    assert "Belum lengkap:" in answer.text
    assert "perlu diperbaiki" not in answer.text
    assert raters.assignment("budi").state == AssignmentState.OPEN
    assert rows() == 0


def test_errors_are_linked_and_everything_is_kept(client: FlaskClient, raters: Raters) -> None:
    sent = SENT | {"jam": "dua <jam>", "saran": "Tetap & ada", "mutu": ""}
    answer = client.post(raters.path("budi"), data=sent)
    assert answer.status_code == 422
    assert 'href="#q-jam"' in answer.text
    assert 'id="q-jam"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert 'value="dua &lt;jam&gt;"' in answer.text
    assert "Tetap &amp; ada</textarea>" in answer.text
    assert answer.text.count(" checked") == 10  # eight single answers, two of "kegiatan"


def test_what_lacks_is_not_called_wrong(client: FlaskClient, raters: Raters) -> None:
    """Numbers to press for what is not answered, words for what does not fit."""
    sent = SENT | {
        "tepat-waktu": "",
        "jam": "dua",
        "kebiasaan.antre": "",
        "keluhan": "9",
        "sapa": "",
    }
    page = client.post(raters.path("budi"), data=sent).text
    assert "<h2>2 pertanyaan belum dijawab</h2>" in page
    assert "<h2>2 jawaban perlu diperbaiki</h2>" in page
    links = re.findall(r'<a href="#q-([\w-]+)" data-names="([\w-]+)"[^>]*>([\d.]+)</a>', page)
    assert links == [("tepat-waktu", "tepat-waktu", "1"), ("sapa", "sapa", "4")]
    assert re.search(r"<title>\s*Kesalahan:\s*Penilaian untuk", page)
    only_missing = client.post(raters.path("budi"), data=SENT | {"sapa": ""}).text
    assert "<h2>1 pertanyaan belum dijawab</h2>" in only_missing
    assert "diperbaiki" not in only_missing


def test_rows_of_a_matrix_have_a_number_each(client: FlaskClient) -> None:
    document = every_kind_document()
    habits = next(item for item in document.questions() if item.code == "kebiasaan")
    habits.required = True
    raters = make_raters(document)
    page = client.post(raters.path("budi"), data=SENT | {"kebiasaan.antre": ""}).text
    assert 'aria-label="12.2: Seberapa jauh kebiasaan berikut terlihat? – Mengantre."' in page


def test_equal_ratings_are_asked_once(client: FlaskClient, raters: Raters) -> None:
    equal = SENT | {"tepat-waktu": "3", "mutu": "3", "keluhan": "3", "sapa": "3"}
    asked = client.post(raters.path("budi"), data=equal)
    assert asked.status_code == 422
    assert "Semua penilaian Anda sama. Apakah Anda yakin?" in asked.text
    assert 'name="yakin" value="1"' in asked.text
    assert rows() == 0
    assert client.post(raters.path("budi"), data=equal | {"yakin": "1"}).status_code == 303
    assert rows() == 1


def test_body_decides_nothing_but_answers(client: FlaskClient, raters: Raters) -> None:
    foreign = {"assignment_id": "1", "ratee_id": "9", "rater_id": "9", "submitted_at": "2020"}
    client.post(raters.path("budi"), data=SENT | foreign | {"asing": "x", "q-jam": "7"})
    stored = the_one_in_a_box()
    assert stored.ratee_id == raters.people["andi"].id
    assert "asing" not in stored.answers
    assert "2020" not in stored.answers
    assert raters.assignment("citra").state == AssignmentState.OPEN


@pytest.mark.parametrize(
    ("seconds", "status"), [(-1, 303), (0, 410), (1, 410)], ids=["before", "at", "after"]
)
def test_closing_is_an_instant(
    client: FlaskClient, raters: Raters, seconds: int, status: int
) -> None:
    with clock.fixed(CLOSES + timedelta(seconds=seconds)):
        answer = client.post(raters.path("budi"), data=SENT)
    assert answer.status_code == status
    if status == 410:
        assert "12 Desember 2026 pukul 23.59 WITA, sudah lewat" in answer.text
        assert "Masukkan kode" not in answer.text


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Makassar"])
def test_closing_is_the_same_wherever_the_server_stands(
    client: FlaskClient, raters: Raters, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 9: the zone of the process decides nothing."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with clock.fixed(CLOSES):
            late = client.post(raters.path("budi"), data=SENT)
        with clock.fixed(CLOSES - timedelta(seconds=1)):
            sent = client.post(raters.path("budi"), data=SENT)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (late.status_code, sent.status_code) == (410, 303)
    assert "12 Desember 2026 pukul 23.59 WITA" in late.text


@pytest.mark.parametrize(("minutes", "status"), [(14, 303), (15, 410)])
def test_forms_opened_in_time_have_the_grace(
    client: FlaskClient, raters: Raters, minutes: int, status: int
) -> None:
    with clock.fixed(CLOSES - timedelta(minutes=1)):
        opened = stamp(raters.tokens["budi"], clock.now())
    with clock.fixed(CLOSES + timedelta(minutes=minutes)):
        answer = client.post(raters.path("budi"), data=SENT | {OPENED_FIELD: opened})
    assert answer.status_code == status


def stamp_in(page: str) -> str:
    """The proof of opening that a form carries."""
    found = re.search(f'name="{OPENED_FIELD}" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_errors_in_the_grace_do_not_end_it(client: FlaskClient, raters: Raters) -> None:
    with clock.fixed(CLOSES - timedelta(minutes=1)):
        opened = stamp_in(client.get(raters.path("budi")).text)
    with clock.fixed(CLOSES + timedelta(minutes=5)):
        again = client.post(raters.path("budi"), data=SENT | {"jam": "x", OPENED_FIELD: opened})
        assert again.status_code == 422
        mended = SENT | {OPENED_FIELD: stamp_in(again.text)}
        assert client.post(raters.path("budi"), data=mended).status_code == 303
    assert rows() == 1


@pytest.mark.parametrize("forged", ["1.x", "", "999999999999999.a", "abc.def", "٣.x"])
def test_grace_cannot_be_forged(client: FlaskClient, raters: Raters, forged: str) -> None:
    with clock.fixed(CLOSES + timedelta(minutes=1)):
        answer = client.post(raters.path("budi"), data=SENT | {OPENED_FIELD: forged})
        other = stamp(raters.tokens["budi"], clock.now())
        assert (
            client.post(raters.path("citra"), data=SENT | {OPENED_FIELD: other}).status_code == 410
        )
    assert answer.status_code == 410


def test_closed_cycle_is_410_but_the_receipt_stays(client: FlaskClient, raters: Raters) -> None:
    client.post(raters.path("budi"), data=SENT)
    Cycle.update(state=CycleState.CLOSED).execute()
    assert client.get(raters.path("citra")).status_code == 410
    assert client.post(raters.path("citra"), data=SENT).status_code == 410
    assert client.get(raters.path("budi")).status_code == 200


def test_revoked_link_is_410(client: FlaskClient, raters: Raters) -> None:
    Link.update(revoked_at=NOW).where(Link.token_hash == raters.link("budi").token_hash).execute()
    for answer in (client.get(raters.path("budi")), client.post(raters.path("budi"), data=SENT)):
        assert answer.status_code == 410
        assert "Tautan ini sudah tidak berlaku" in answer.text
    assert rows() == 0


def test_before_the_opening(client: FlaskClient, raters: Raters) -> None:
    Cycle.update(opens_at=NOW + timedelta(days=1)).execute()
    answer = client.get(raters.path("budi"))
    assert answer.status_code == 403
    assert "24 November 2026 pukul 10.32 WITA" in answer.text


def test_scanners_change_nothing(client: FlaskClient, raters: Raters) -> None:
    scanner = FlaskClient(client.application)
    for method in ("HEAD", "OPTIONS", "GET") * 5:
        assert scanner.open(raters.path("budi"), method=method).status_code == 200
    assert raters.assignment("budi").state == AssignmentState.OPEN
    assert Draft.select().count() == 0
    assert client.post(raters.path("budi"), data=SENT).status_code == 303


def test_long_texts_and_emoji_are_kept_whole(client: FlaskClient, raters: Raters) -> None:
    long = "Baik 👍🏽 sekali.\n" * 300
    answer = client.post(raters.path("budi"), data=SENT | {"saran": long})
    assert answer.status_code == 422
    assert "paling banyak 2000 karakter" in answer.text
    assert answer.text.count("Baik 👍🏽 sekali.") == 300
    fits = long[:1900].strip()
    assert client.post(raters.path("budi"), data=SENT | {"saran": fits}).status_code == 303
    assert answers_in_the_box()["saran"] == fits


def test_too_large_is_413(client: FlaskClient, raters: Raters) -> None:
    answer = client.post(raters.path("budi"), data=SENT | {"saran": "x" * 256_000})
    assert answer.status_code == 413
    assert "Isian terlalu besar" in answer.text
    assert raters.assignment("budi").state == AssignmentState.OPEN


@pytest.mark.parametrize(
    "body", [b"saran=%00", b"saran=%ED%A0%80", b"saran=\xff", b"sar\x00an=a"], ids=repr
)
def test_broken_text_is_refused(client: FlaskClient, raters: Raters, body: bytes) -> None:
    answer = client.post(
        raters.path("budi"), data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (400, 422)
    assert "karakter" in answer.text
    assert rows() == 0


def test_multipart_is_refused_kindly(client: FlaskClient, raters: Raters) -> None:
    answer = client.post(raters.path("budi"), data=SENT, content_type="multipart/form-data")
    assert answer.status_code == 415


SCRIPT = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>'


def test_stored_text_is_shown_as_text(client: FlaskClient) -> None:
    document = every_kind_document()
    document.title = document.sections[0].title = document.intro = SCRIPT
    document.sections[2].questions[5] = LongText(code="saran", text=Text(SCRIPT), hint=Text(SCRIPT))
    for question in document.sections[2].questions[6:]:
        question.text = question.hint = SCRIPT
    raters = make_raters(document)
    raters.people["andi"].name = raters.people["andi"].unit_name = SCRIPT
    raters.people["andi"].save()
    client.post(f"{raters.path('budi')}/draft", data={"saran": SCRIPT})
    for who in ("citra", "budi"):
        page = client.get(raters.path(who)).text
        assert "<img" not in page
        assert page.count("<script") == 1
        assert "onerror=alert(1)&gt;" in page


def test_names_that_look_like_templates_stay_text(client: FlaskClient, raters: Raters) -> None:
    raters.people["andi"].name = "{{7*7}} %(x)s {0} \\1"
    raters.people["andi"].save()
    assert "{{7*7}} %(x)s {0} \\1" in client.get(raters.path("budi")).text


def test_english_where_the_questionnaire_has_it(client: FlaskClient, raters: Raters) -> None:
    page = client.get(raters.path("budi") + "?lang=en").text
    assert '<html lang="en">' in page
    assert "This employee completes task mutu on time." in page
    sent = client.post(raters.path("budi") + "?lang=en", data=SENT)
    assert sent.headers["Location"] == raters.path("budi") + "?lang=en"


def test_self_rating_has_its_own_words(client: FlaskClient, raters: Raters) -> None:
    page = client.get(raters.path("andi")).text
    assert "Penilaian diri" in page
    assert "Saya menyelesaikan tugas mutu tepat waktu." in page
