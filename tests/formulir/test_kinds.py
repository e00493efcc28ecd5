"""Kinds of several parts: matrix, "lainnya", ranking; and yes/no, steps, text to read."""

from __future__ import annotations

import pytest
from flask import Flask
from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from formulir.fields.information import safe_html
from formulir.forms import AnswerForm, define
from survei.questionnaire.document import Document
from survei.questionnaire.editing import change_question
from survei.questionnaire.kinds import Number
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document

NEWEST = ("kebiasaan", "tempat", "urutan", "setim")
#: Complete answers to the newest kinds, as a form sends them and as they are stored.
SENT: dict[str, list[str]] = {
    "kebiasaan.salam": ["1"],
    "kebiasaan.antre": ["na"],
    "tempat": ["lainnya"],
    "tempat.lainnya": ["  Kantin  sekolah "],
    "urutan": ["pagi:3", "siang:1", "sore:2"],
    "setim": ["tidak"],
}
STORED = {
    "kebiasaan.salam": 1,
    "kebiasaan.antre": "na",
    "tempat": "lainnya",
    "tempat.lainnya": "Kantin sekolah",
    "urutan": ["siang", "sore", "pagi"],
    "setim": "tidak",
}


@pytest.fixture(autouse=True)
def _request(app: Flask) -> object:
    with app.test_request_context():
        yield


def document() -> Document:
    """The example with the newest kinds required and nothing else."""
    found = every_kind_document()
    for question in list(found.questions()):
        found = change_question(found, question.code, required=question.code in NEWEST)
    return found


def fill(changes: dict[str, list[str]], *, draft: bool = False) -> AnswerForm:
    """The form with some answers changed."""
    values: MultiDict[str, str] = MultiDict()
    for name, texts in (SENT | changes).items():
        values.setlist(name, texts)
    definition = define(document(), is_self=False)
    return (definition.draft if draft else definition.complete)(values)


def test_complete_answers_are_stored_by_key() -> None:
    form = fill({})
    assert form.validate(), form.errors
    assert form.answers() == STORED
    assert form.count() == (5, 5)


@pytest.mark.parametrize(
    ("name", "sent", "message"),
    [
        ("kebiasaan.salam", [], "Pilih satu nilai, atau"),
        ("kebiasaan.antre", ["4"], "Pilihan ini tidak ada"),
        ("tempat", [], "Pilih satu jawaban"),
        ("tempat", ["rumah"], "Pilihan ini tidak ada"),
        ("tempat.lainnya", [" "], "Tulis jawaban Anda di samping"),
        ("tempat.lainnya", ["x" * 201], "Jawaban terlalu panjang: 201"),
        ("urutan", ["", "", ""], "Beri setiap pilihan satu peringkat"),
        ("urutan", ["pagi:1", "siang:1", "sore:2"], "Peringkat 1 dipakai dua kali"),
        ("urutan", ["pagi:1", "siang:2", ""], "1 pilihan belum diberi"),
        ("urutan", ["pagi:1", "siang:2", "sore:4"], "Pilihan ini tidak ada"),
        ("urutan", ["pagi:1", "siang:2", "pagi:3"], "Pilihan ini tidak ada"),
        ("urutan", ["pagi:1", "siang:2", "malam:3"], "Pilihan ini tidak ada"),
        ("urutan", ["pagi:1", "siang:2", "sore:３"], "Pilihan ini tidak ada"),
        ("urutan", ["pagi", "siang", "sore"], "Pilihan ini tidak ada"),
        ("setim", ["mungkin"], "Pilihan ini tidak ada"),
        ("setim", ["ya", "tidak"], "Pilih satu jawaban saja"),
        ("setim", [], "Pilih satu jawaban"),
    ],
)
def test_refused_at_its_own_place(name: str, sent: list[str], message: str) -> None:
    form = fill({name: sent})
    assert not form.validate()
    ((place, said),) = ((field.id, str(field.errors[0])) for field in form.fields() if field.errors)
    assert (place, said[: len(message)]) == (f"q-{name}", message)


def test_words_are_dropped_unless_lainnya_is_chosen() -> None:
    form = fill({"tempat": ["kantor"], "tempat.lainnya": ["x" * 300]})
    assert form.validate()
    assert "tempat.lainnya" not in form.answers()
    assert form["answer_tempat.lainnya"].typed == ["x" * 300]


def test_a_draft_requires_no_part() -> None:
    form = fill({name: [] for name in SENT}, draft=True)
    assert form.validate()
    assert form.count() == (0, 5)
    assert fill({"tempat.lainnya": []}, draft=True).validate()
    assert not fill({"urutan": ["pagi:1", "siang:1"]}, draft=True).validate()


@pytest.mark.parametrize(
    ("sent", "fits"), [("0,5", True), ("2", True), ("2,25", False), ("0,6", False), ("10", True)]
)
def test_numbers_lie_on_their_step(sent: str, fits: bool) -> None:
    hours = Number(
        code="jam", text=Text("Berapa jam?"), minimum=0.5, maximum=10, decimals=2, step=0.5
    )
    changed = document()
    changed.sections[2].questions[2] = replace(hours, required=True)
    form = define(changed, is_self=False).draft(MultiDict({"jam": sent}))
    assert form.validate() is fits
    if not fits:
        assert form["answer_jam"].errors[0] == "Isi dengan kelipatan 0,5, dihitung dari 0,5."


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Satu\n\nDua", "<p>Satu</p>\n<p>Dua</p>\n"),
        ("Satu\nDua", "<p>Satu<br>\nDua</p>\n"),
        ("**tebal** *miring*", "<p><strong>tebal</strong> <em>miring</em></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("1. a", "<ol>\n<li>a</li>\n</ol>\n"),
        (
            "[Panduan](https://example.go.id/a?b=1&c=2)",
            '<p><a href="https://example.go.id/a?b=1&amp;c=2" target="_blank" '
            'rel="noopener noreferrer">Panduan</a></p>\n',
        ),
        ("[x](http://example.go.id)", "<p>[x](http://example.go.id)</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](//example.go.id)", "<p>[x](//example.go.id)</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
        ("# judul `kode` &lt;", "<p># judul `kode` &amp;lt;</p>\n"),
    ],
)
def test_text_to_read_is_a_safe_subset_of_markdown(text: str, html: str) -> None:
    assert safe_html(text) == html


def test_hostile_text_to_read_costs_little() -> None:
    for text in ("[" * 5000, "- " * 2500, "*a **a " * 700, "[a](" * 1200):
        assert "<script" not in safe_html(text)
