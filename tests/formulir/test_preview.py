"""The preview shows the rater's page to HR, whatever state the draft is in, and stores nothing."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from survei.clock import now
from survei.drafting.models import Questionnaire
from survei.questionnaire.document import Document, Section, encode
from survei.questionnaire.kinds import Rating, SingleChoice
from survei.questionnaire.translated_text import NOTHING
from tests.cast import Cast
from tests.examples import every_kind_document
from tests.raters import SENT, make_version
from tests.tables import TABLES


@pytest.fixture
def questionnaire(client: FlaskClient) -> Questionnaire:
    """Version 1 published, and a draft."""
    version = make_version(every_kind_document())
    found = Questionnaire.get_by_id(version.questionnaire_id)
    found.draft, found.draft_saved_at = encode(every_kind_document()), now()
    found.save()
    return found


@pytest.mark.parametrize("which", ["1", "draft"])
@pytest.mark.parametrize(
    ("relation", "wording"),
    [("self", "Saya menyelesaikan"), ("peer", "Pegawai ini menyelesaikan")],
)
def test_hr_sees_the_raters_page(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire,
    which: str, relation: str, wording: str,
) -> None:  # fmt: skip
    client.sign_in(cast.hr)
    answer = client.get(f"/pratinjau/{questionnaire.id}/{which}?relation={relation}")
    assert answer.status_code == 200
    assert wording in answer.text
    assert "Tidak ada yang disimpan." in answer.text
    assert "checked" not in answer.text


@pytest.mark.parametrize(
    "path", ["0/1", "1/0", "1/2", "1/x", "1/99999999", "9999999999999/draft", "1/1?relation=x"]
)
def test_what_is_not_there(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire, path: str
) -> None:
    client.sign_in(cast.hr)
    assert client.get(f"/pratinjau/{path}").status_code in (400, 404)


def test_appraisers_and_strangers_see_nothing(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire
) -> None:
    path = f"/pratinjau/{questionnaire.id}/1"
    assert client.get(path).status_code == 404
    client.sign_in(cast.appraiser)
    assert client.get(path).status_code == 404
    assert client.submit(path, SENT).status_code == 404


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    return {model.__name__: model.select().count() for model in TABLES}


@pytest.mark.parametrize("which", ["1", "draft"])
def test_complete_answers_lead_to_a_receipt_with_scores_and_are_forgotten(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire, which: str
) -> None:
    client.sign_in(cast.hr)
    before = rows()
    answer = client.submit(f"/pratinjau/{questionnaire.id}/{which}?relation=peer", SENT)
    assert answer.status_code == 200
    assert "Terima kasih, penilaian Anda sudah diterima" in answer.text
    assert "Tidak ada yang disimpan." in answer.text
    # Kinerja: (100 + 2 × 75 + 50) / 4; Sikap: 50; (60 × 75 + 40 × 50) / 100.
    figures = re.findall(r"<dd>\s*(\d[^<]* (?:dari|pada) [^<]*?)\s*</dd>", answer.text)
    assert figures == [
        "4,0 dari 5, mendekati “Di atas ekspektasi”",
        "2,0 dari 3, mendekati “Sebagian”",
        "65 pada skala 0–100",
    ]
    assert "bukan nilai rapor" in answer.text
    assert rows() == before


def test_missing_answers_are_refused_in_place(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire
) -> None:
    client.sign_in(cast.hr)
    before = rows()
    data = {**SENT, "mutu": "", "saran": "Tulisan <b>saya</b>"}
    answer = client.submit(f"/pratinjau/{questionnaire.id}/1", data)
    assert answer.status_code == 422
    assert 'href="#q-mutu"' in answer.text
    assert "Tulisan &lt;b&gt;saya&lt;/b&gt;" in answer.text
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert rows() == before


def test_equal_ratings_are_asked_about_once(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire
) -> None:
    client.sign_in(cast.hr)
    same = dict.fromkeys((code for code, value in SENT.items() if str(value) in "12345"), "3")
    path = f"/pratinjau/{questionnaire.id}/1"
    answer = client.submit(path, {**SENT, **same})
    assert answer.status_code == 422
    assert "Semua penilaian Anda sama. Apakah Anda yakin?" in answer.text
    assert client.submit(path, {**SENT, **same, "yakin": "1"}).status_code == 200


def test_another_site_cannot_send(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire
) -> None:
    client.sign_in(cast.hr)
    path = f"/pratinjau/{questionnaire.id}/1"
    assert client.post(path, data=SENT).status_code == 400
    assert client.post(path, data=SENT, headers={"Origin": "https://e.test"}).status_code == 403


@pytest.mark.parametrize("filling", ["terendah", "tengah", "tertinggi", "acak-7", "na"])
def test_a_form_can_be_shown_filled_in(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire, filling: str
) -> None:
    client.sign_in(cast.hr)
    path = f"/pratinjau/{questionnaire.id}/1?isi={filling}"
    first = client.get(path)
    assert first.status_code == 200
    assert " checked" in first.text
    assert client.get(path).text == first.text


@pytest.mark.parametrize("filling", ["", "lain", "acak-x", "acak-9999999", "tengah--1", "%00"])
def test_words_that_name_no_filling_leave_it_empty(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire, filling: str
) -> None:
    client.sign_in(cast.hr)
    answer = client.get(f"/pratinjau/{questionnaire.id}/1?isi={filling}")
    assert answer.status_code in (200, 400)
    assert " checked" not in answer.text


def test_the_other_language_keeps_the_relation(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire
) -> None:
    client.sign_in(cast.hr)
    page = client.get(f"/pratinjau/{questionnaire.id}/1?relation=self").text
    assert 'href="?lang=en&amp;relation=self"' in page
    english = client.get(f"/pratinjau/{questionnaire.id}/1?lang=en&relation=self").text
    assert "I complete task mutu on time." in english


def test_unfinished_drafts_are_shown_too(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire
) -> None:
    broken = Section(
        code="s",
        title=NOTHING,
        questions=[
            Rating(code="a", text=NOTHING, scale="tidak-ada"),
            SingleChoice(code="b", text=NOTHING, choices=[]),
        ],
    )
    questionnaire.draft = encode(
        Document(key="x", title=NOTHING, sections=[broken, Section(code="t", title=NOTHING)])
    )
    questionnaire.save()
    client.sign_in(cast.hr)
    path = f"/pratinjau/{questionnaire.id}/draft"
    for filling in ("", "terendah", "tengah", "tertinggi", "acak-3", "na"):
        assert client.get(f"{path}?isi={filling}").status_code == 200
    assert client.submit(path, {}).status_code == 422
