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
from survei.questionnaire.parts import LONGEST_TEXT, Anchor
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


def test_a_language_of_a_scale_alone_is_none_of_the_form() -> None:
    header = ("list_name", "name", "label", "label::English")
    scale = (("s", "1", "Jarang", "Seldom"), ("s", "2", "Sering", "Often"))
    rated = {"choices": scale, "choices_header": header}
    row = ("select_one s", "a", "Mutu", "", "", "", "likert")
    assert carried(row, **rated).document.languages == []
    assert carried((*row[:6], ""), **rated).document.languages == ["en"]


def test_a_text_is_read_whatever_the_order_of_its_columns() -> None:
    own = ("sipakainge::self_mak", "sipakainge::self_en", "sipakainge::self")
    header = ("type", "name", "label::Makassar", "label::English (en)", "label", *own)
    cells = ("Apa anne?", "What?", "Apa?", "Inakke?", "Me?", "Saya?")
    (question,) = carried(("text", "a", *cells), header=header).document.questions()
    assert list(question.text.items()) == [("id", "Apa?"), ("en", "What?"), ("mak", "Apa anne?")]
    assert list(question.text_self) == ["id", "en", "mak"]


def test_a_text_that_is_too_long_is_cut_and_told_in_each_language() -> None:
    header = ("type", "name", "label", "label::English (en)", "hint")
    row = ("text", "a", "x" * (LONGEST_TEXT + 1), "y" * (LONGEST_TEXT + 1), "z" * LONGEST_TEXT)
    result = carried(row, header=header)
    (question,) = result.document.questions()
    assert question.text == Text("x" * LONGEST_TEXT, en="y" * LONGEST_TEXT)
    assert question.hint == Text("z" * LONGEST_TEXT)
    told = [remark.column for remark in result.remarks if remark.fate == Fate.DROPPED]
    assert told == ["C (label)", "D (label::English (en))"]


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
