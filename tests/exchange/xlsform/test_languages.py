"""XLSForm in every language: `label::Name (xx)` out and in."""

from __future__ import annotations

from io import BytesIO

from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from survei.exchange.codebook import write_codebook
from survei.exchange.xlsform.exporting import write_xlsform
from survei.exchange.xlsform.importing import read_xlsform
from survei.exchange.xlsform.report import Fate
from survei.questionnaire.document import Document
from survei.questionnaire.editing import change_question
from survei.questionnaire.parts import Anchor
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.exchange.xlsform.test_importing import carried
from tests.exchange.xlsform.test_round_trip import back, judged


def in_three_languages() -> Document:
    """Indonesian, English and some Makassarese."""
    document = every_kind_document()
    anchors = {"1": Anchor(text=Text("Jarang.", mak="Tena."))}
    document = change_question(document, "mutu", anchors=anchors, text=Text("Mutu", mak="Baji’"))
    document = change_question(document, "jam", unit=Text("jam", mak="jang"))
    title = document.title.having("mak", "Kuta’nang")
    return replace(document, languages=["en", "mak"], title=title)


def test_three_languages_come_back_and_pyxform_takes_them() -> None:
    document = in_three_languages()
    assert back(document) == document
    assert "mutu" in judged(document)


def test_a_language_without_a_word_comes_back() -> None:
    document = replace(every_kind_document(), languages=["bug", "en"])
    assert back(document) == document


def test_names_and_codes_of_languages_are_understood() -> None:
    header = ("type", "name", "label", "label::Basa Ugi (bug)", "label::Makassar", "hint::fr")
    result = carried(("text", "a", "Apa?", "Aga?", "Apa anne?", "Quoi?"), header=header)
    (question,) = result.document.questions()
    assert question.text == Text("Apa?", bug="Aga?", mak="Apa anne?")
    assert question.hint == Text("", fr="Quoi?")
    assert result.document.languages == ["bug", "mak", "fr"]
    assert not any(remark.fate == Fate.DROPPED for remark in result.remarks)


def test_indonesian_hints_of_english_questions_are_kept() -> None:
    for hint in ("hint", "hint::Indonesian"):
        header = ("type", "name", "label::English", hint, "hint::English")
        result = carried(("text", "a", "What?", "Tulis saja.", "Write."), header=header)
        (question,) = result.document.questions()
        assert (question.text, question.hint) == (Text("What?"), Text("Tulis saja.", en="Write."))


def test_the_codebook_has_a_column_a_language() -> None:
    book = write_codebook(in_three_languages(), facts={})
    sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name("Variabel")
    title, *lines = sheet.to_python()
    questions = [column for column in title if str(column).startswith("Pertanyaan")]
    assert questions == ["Pertanyaan", "Pertanyaan (English)", "Pertanyaan (Basa Mangkasara’)"]
    assert [line[title.index(questions[2])] for line in lines if line[0] == "mutu"] == ["Baji’"]


def test_the_form_says_its_languages() -> None:
    result = read_xlsform("a.xlsx", write_xlsform(in_three_languages()))
    assert result.document.languages == ["en", "mak"]
