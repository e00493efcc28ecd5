"""A form in whatever languages its questionnaire has, the interface in the nearest of its own."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from survei.cycle.choices import AssignmentState
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document
from survei.questionnaire.editing import add_question, change_question
from survei.questionnaire.kinds import Date, LongText
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.raters import SENT, Raters, make_raters
from tests.texts import said


def in_makassarese(**texts: str) -> Document:
    """The example with some texts in Makassarese; without a title it is not offered yet."""
    document = replace(every_kind_document(), languages=["en", "mak"])
    if title := texts.pop("title", ""):
        document = replace(document, title=document.title.having("mak", title))
    question = document.question("mutu")
    assert question is not None
    changes = {name: getattr(question, name).having("mak", text) for name, text in texts.items()}
    return change_question(document, "mutu", **changes)


@pytest.fixture
def raters(client: FlaskClient) -> Raters:
    return make_raters(in_makassarese(title="Kuta’nang", text="Baji’ <jamana>"))


def switches(page: str) -> list[tuple[str, str]]:
    """(language, name) of each way to another language."""
    return re.findall(r'<a class="?tool"? [^>]*lang="?(\w+)"?>([^<]*)</a>', page)


def test_a_form_speaks_the_languages_of_its_questionnaire(
    client: FlaskClient, raters: Raters
) -> None:
    plain = client.get(raters.path("budi")).text
    assert switches(plain) == [("en", "English"), ("mak", "Basa Mangkasara’")]
    page = client.get(f"{raters.path('budi')}?lang=mak").text
    assert switches(page) == [("id", "Bahasa Indonesia"), ("en", "English")]
    assert '<html lang="id">' in page.replace("lang=id", 'lang="id"')
    assert '<span lang="mak" dir="auto">Baji’ &lt;jamana&gt;</span>' in page
    assert "Pegawai ini menyelesaikan tugas keluhan tepat waktu." in page
    assert "Jawaban Anda dirahasiakan" in page
    english = client.get(f"{raters.path('budi')}?lang=en").text
    assert "This employee completes task mutu on time." in english
    assert "Baji’" not in english


def test_conditions_and_numbers_around_it_are_indonesian(client: FlaskClient) -> None:
    document = in_makassarese(title="Kuta’nang")
    since = Date(code="sejak-kapan", text=Text("Sejak kapan?", mak="Siapayya?"))
    later = Clause(question="sejak-kapan", operator=Operator.AT_LEAST, value="2026-01-02")
    hours = Clause(question="jam", operator=Operator.AT_LEAST, value="2.5")
    why = LongText(
        code="mengapa",
        text=Text("Mengapa?", mak="Angngapa?"),
        required=False,
        show_if=Condition(clauses=[later, hours]),
    )
    document = add_question(add_question(document, "lain", since), "lain", why)
    path = make_raters(document).path("budi")
    page = client.get(f"{path}?lang=mak").text
    assert "2 Januari 2026" in page
    assert "2,5" in page
    assert "Siapayya?" in page


def test_what_is_refused_is_shown_again_in_that_language(
    client: FlaskClient, raters: Raters
) -> None:
    path = f"{raters.path('budi')}?lang=mak"
    refused = client.post(path, data={**SENT, "mutu": ""})
    assert refused.status_code == 422
    assert '<span lang="mak" dir="auto">Baji’ &lt;jamana&gt;</span>' in refused.text
    sent = client.post(path, data=SENT)
    assert (sent.status_code, sent.headers["Location"]) == (303, path)
    assert raters.assignment("budi").state == AssignmentState.SUBMITTED
    assert "Terima kasih, penilaian Anda sudah diterima" in client.get(path).text


def test_a_language_is_offered_once_its_title_is_written(client: FlaskClient) -> None:
    raters = make_raters(in_makassarese(text="Baji’"))
    page = client.get(f"{raters.path('budi')}?lang=mak").text
    assert switches(page) == [("en", "English")]
    assert "Baji’" not in page


@pytest.mark.parametrize("asked", ["bug", "xx", "../", "a" * 500, "ID"])
def test_another_language_is_indonesian(client: FlaskClient, raters: Raters, asked: str) -> None:
    page = client.get(f"{raters.path('budi')}?lang={asked}").text
    assert "Pegawai ini menyelesaikan tugas mutu tepat waktu." in page


def test_what_english_lacks_is_marked_as_indonesian(client: FlaskClient) -> None:
    document = every_kind_document()
    untranslated = said(document.question("mutu"), text_en="")
    raters = make_raters(change_question(document, "mutu", **untranslated))
    page = client.get(f"{raters.path('budi')}?lang=en").text
    assert (
        '<span lang="id" dir="auto">Pegawai ini menyelesaikan tugas mutu tepat waktu.</span>'
        in page
    )
    assert page.count("<span lang=") == 1


def test_pages_around_keep_the_language_on_the_way_to_the_form(client: FlaskClient) -> None:
    page = client.get("/?lang=mak").text
    assert '<html lang="id">' in page
    assert 'href="/kirim-ulang?lang=mak"' in page
