"""The paper form is there for whoever may read questionnaires, for drafts and for versions."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from survei.bank.version_publishing import publish_version
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.questionnaire.document import Document, Section, encode
from survei.questionnaire.kinds import LongText
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, revision
from tests.cast import Cast


@pytest.fixture
def published(made: Questionnaire) -> Questionnaire:
    """Version 1 of it, and the next draft."""
    publish_version(made.id, revision=revision(made), note="Pertama", actor=COLLEAGUE)
    return services.start_draft(made.id, actor=COLLEAGUE)


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("which", "expected"), [("1", "Versi 1"), ("draft", "Draf, belum diterbitkan")]
)
@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("", "Formulir penilaian oleh rekan sejawat"),
        ("?relation=self", "Formulir penilaian diri"),
        ("?relation=supervisor&lang=en", "Rating form for the supervisor"),
    ],
)
def test_each_state_in_each_wording(
    hr: Any, published: Questionnaire, which: str, expected: str, asked: str, title: str
) -> None:
    answer = hr.get(f"/admin/kertas/{published.id}/{which}{asked}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = words(answer.data)
    assert title in text
    assert expected in text or "Version 1" in text or "Draft, not published" in text


def test_the_file_names_version_relation_language_and_hash(
    hr: Any, published: Questionnaire
) -> None:
    answer = hr.get(f"/admin/kertas/{published.id}/1?relation=self&lang=en")
    assert answer.headers["Content-Disposition"] == "attachment; filename=uji-versi-1-self-en.pdf"
    version = queries.version_numbered(published.id, 1)
    assert f"SHA-256 {version.sha256[:12]}" in words(answer.data)
    assert hr.get(f"/admin/kertas/{published.id}/1?relation=self&lang=en").data == answer.data


@pytest.mark.parametrize("path", ["0/1", "1/0", "1/2", "1/x", "1/99999999", "9999999999999/draft"])
def test_what_is_not_there(hr: Any, published: Questionnaire, path: str) -> None:
    assert hr.get(f"/admin/kertas/{path}").status_code == 404


def test_strangers_and_appraisers_get_none(
    client: Any, cast: Cast, published: Questionnaire
) -> None:
    client.sign_in(cast.appraiser)
    assert client.get(f"/admin/kertas/{published.id}/1").status_code == 403


def test_too_long_a_questionnaire_is_refused_in_words(hr: Any, made: Questionnaire) -> None:
    questions = [LongText(code=f"q{n}", text=Text("kata " * 1000)) for n in range(250)]
    section = Section(code="s", title=Text("S"), questions=questions)
    made.draft = encode(Document(key="k", title=Text("T"), sections=[section]))
    made.save()
    answer = hr.get(f"/admin/kertas/{made.id}/draft")
    assert answer.status_code == 422
    assert "terlalu panjang untuk dicetak" in answer.text


@pytest.mark.parametrize("where", ["/admin/rancang/pratinjau/{}/", "/admin/kuesioner/{}/versi/1"])
def test_the_previews_lead_to_it(hr: Any, published: Questionnaire, where: str) -> None:
    page = hr.get(where.format(published.id) + "?relation=self").text
    which = "1" if "versi" in where else "draft"
    assert f"/admin/kertas/{published.id}/{which}?relation=self&amp;lang=id" in page
