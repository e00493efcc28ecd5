"""Every kind of question: what is accepted, how it is stored, what is said otherwise."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from formulir.fields import BUILDERS
from formulir.fields.number import plain
from formulir.forms import AnswerForm, define
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import QuestionKind, ShortText
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.raters import SENT

STORED = {
    "tepat-waktu": 5, "mutu": 4, "keluhan": 3, "sapa": 2, "waktu": "pagi",
    "kegiatan": ["pagi", "sore"], "jam": 2.5, "saran": "Pertahankan.",
    "kebiasaan.salam": 3, "kebiasaan.antre": 3, "tempat": "lainnya",
    "tempat.lainnya": "Perpustakaan", "urutan": ["sore", "pagi", "siang"], "setim": "ya",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _request(app: Flask) -> object:
    with app.test_request_context():
        yield


def fill(changes: dict[str, object], *, draft: bool = False) -> AnswerForm:
    """The example form with some answers changed."""
    definition = define(every_kind_document(), is_self=False)
    values: MultiDict[str, str] = MultiDict()
    for code, value in (SENT | changes).items():
        values.setlist(code, value if isinstance(value, list) else [str(value)])
    return (definition.draft if draft else definition.complete)(values)


def test_one_builder_per_kind() -> None:
    assert set(BUILDERS) == set(QuestionKind)


def test_complete_answers_are_stored_by_code() -> None:
    form = fill({})
    assert form.validate()
    assert form.answers() == STORED


@pytest.mark.parametrize(
    ("code", "sent", "stored"),
    [
        ("tepat-waktu", "na", "na"),
        ("waktu", "na", "na"),
        ("kegiatan", ["sore", "pagi"], ["pagi", "sore"]),
        ("jam", "0", 0.0),
        ("jam", "2.5", 2.5),
        ("jam", " 12 ", 12.0),
        ("mulai", "2020-02-29", "2020-02-29"),
        ("mulai", "1/2/2020", "2020-02-01"),
        ("mulai", "", None),
        ("kegiatan-utama", "  Rapat \n harian ", "Rapat harian"),
        ("saran", "baris\r\nbaru", "baris\nbaru"),
        ("saran", "Ma'ruf 😀 ᨀᨁ مرحبا", "Ma'ruf 😀 ᨀᨁ مرحبا"),
        ("saran", "e\u0301", "é"),
        ("saran", "a\x07b\x1b[0m", "ab[0m"),
        ("saran", "x" * 2000, "x" * 2000),
        ("saran", "😀" * 2000, "😀" * 2000),
    ],
)
def test_accepted(code: str, sent: object, stored: object) -> None:
    form = fill({code: sent})
    assert form.validate(), form.errors
    assert form.answers().get(code) == stored


@pytest.mark.parametrize(
    ("code", "sent", "message"),
    [
        ("tepat-waktu", "6", "Pilihan ini tidak ada"),
        ("tepat-waktu", "05", "Pilihan ini tidak ada"),
        ("tepat-waktu", ["4", "5"], "Pilih satu jawaban saja"),
        ("tepat-waktu", ["4", "na"], "tidak keduanya"),
        ("tepat-waktu", "", "Pilih satu nilai, atau"),
        ("mutu", "na", "Pilihan ini tidak ada"),
        ("mutu", "", "Pilih satu jawaban"),
        ("waktu", "malam", "Pilihan ini tidak ada"),
        ("kegiatan", ["pagi", "malam"], "Pilihan ini tidak ada"),
        ("kegiatan", ["pagi", "siang", "sore"], "Pilih paling banyak 2"),
        ("kegiatan", [""], "Pilih paling sedikit satu"),
        ("jam", "NaN", "Tulis angka saja"),
        ("jam", "1e9", "Tulis angka saja"),
        ("jam", "dua", "Tulis angka saja"),
        ("jam", "٣", "Tulis angka saja"),
        ("jam", "-1", "Isi antara 0 dan 60"),
        ("jam", "1.000", "Isi antara 0 dan 60"),
        ("jam", "2,55", "paling banyak 1 angka"),
        ("mulai", "31-02-2020", "Tulis tanggal"),
        ("mulai", "kemarin", "Tulis tanggal"),
        ("mulai", "1999-12-31", "Isi antara 1 Januari 2000"),
        ("kegiatan-utama", "x" * 201, "201 karakter, paling banyak 200"),
        ("saran", "x" * 2001, "2001 karakter, paling banyak 2000"),
        ("saran", "a\0b", "karakter yang tidak dapat disimpan"),
    ],
)
def test_refused_with_what_was_typed_kept(code: str, sent: object, message: str) -> None:
    form = fill({code: sent})
    assert not form.validate()
    field = form[f"answer_{code}"]
    assert [message in str(error) for error in field.errors] == [True]
    texts = sent if isinstance(sent, list) else [sent]
    assert field.typed == [str(text).replace("\0", "") for text in texts if text]


def test_a_draft_requires_nothing_but_checks_what_is_there() -> None:
    assert fill(dict.fromkeys(SENT, ""), draft=True).validate()
    assert not fill({"jam": "dua"}, draft=True).validate()


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.250,5", "1250.5"), ("1.500", "1500"), ("3.5", "3.5"), ("-3", "-3"), ("−3", "-3")],
)
def test_numbers_as_indonesians_write_them(typed: str, number: str) -> None:
    assert plain(typed) == number


@pytest.mark.parametrize("code", ["data", "errors", "validate", "process", "meta", "fields"])
def test_no_code_collides_with_the_form(code: str) -> None:
    question = ShortText(code=code, text=Text("Apa saja?"))
    document = Document(
        key="k",
        title=Text("K"),
        sections=[Section(code="s", title=Text("S"), questions=[question])],
    )
    form = define(document, is_self=False).complete(MultiDict({code: "ya"}))
    assert form.validate()
    assert form.answers() == {code: "ya"}


def test_wording_for_self_and_in_english() -> None:
    definition = define(every_kind_document(), is_self=True, language="en")
    form = definition.complete()
    assert form["answer_mutu"].face.text == "I complete task mutu on time."
    assert definition.sections[0].title == "Performance"


def test_two_forms_of_one_class_share_nothing() -> None:
    first, second = fill({"jam": "dua"}), fill({})
    assert not first.validate()
    assert second.validate()
    assert first["answer_jam"].errors
