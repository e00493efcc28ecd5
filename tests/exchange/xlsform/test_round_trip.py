"""What goes out as XLSForm comes back the same, and pyxform takes it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pyxform.xls2xform import convert

from survei.drafting import queries
from survei.exchange.xlsform.exporting import write_xlsform
from survei.exchange.xlsform.importing import read_xlsform
from survei.exchange.xlsform.sheet_kinds import SHEET_KINDS
from survei.questionnaire.blank import blank_document
from survei.questionnaire.conditions import shown
from survei.questionnaire.document import Document, decode, encode
from survei.questionnaire.editing import add_question, change_question, change_section, set_scale
from survei.questionnaire.kinds import Matrix, Number, QuestionKind
from survei.questionnaire.tidying import tidy
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.questionnaire.documents import answers_to, documents

few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
READY = [
    every_kind_document(),
    add_question(
        blank_document("kosong", "Dengan skala pustaka"),
        "aspek-1",
        Number(code="jam", text=Text("Jam"), minimum=0.5, maximum=9, step=0.5, decimals=1),
    ),
    *queries.library(),
]
BODY = "{http://www.w3.org/2002/xforms}"


def back(document: Document) -> Document:
    carried = read_xlsform("a.xlsx", write_xlsform(document, version="1"))
    assert carried.remarks == []
    return carried.document


def without_conditions(document: Document) -> Document:
    for section in document.sections:
        document = change_section(document, section.code, show_if=None)
        for question in section.questions:
            changes = {"show_if": None, "required_if": None}
            document = change_question(document, question.code, **changes)
    return document


def asked_in_order(document: Document) -> Iterator[str]:
    for question in document.questions():
        if isinstance(question, Matrix):
            yield from (f"{question.code}.{row.code}" for row in question.rows)
        else:
            yield question.code


def judged(document: Document) -> list[str]:
    """Names of the questions that pyxform shows, in order."""
    result = convert(io.BytesIO(write_xlsform(document)), file_type=".xlsx")
    body = ElementTree.fromstring(result.xform).find(".//{http://www.w3.org/1999/xhtml}body")
    assert body is not None
    references = (node.get("ref", "").rsplit("/", 1)[-1] for node in body.iter())
    known = set(asked_in_order(document))
    return [name for name in references if name in known]


@pytest.mark.parametrize("document", READY, ids=lambda document: document.key)
def test_ready_questionnaires_come_back_to_the_letter(document: Document) -> None:
    assert encode(back(document)) == encode(document)


def test_the_origin_of_a_scale_comes_back() -> None:
    document = every_kind_document()
    scale = replace(document.scales["rubrik"], origin="rubrik-tiga", origin_revision=4)
    copied = set_scale(document, "rubrik", scale)
    assert back(copied).scales["rubrik"] == scale


@pytest.mark.parametrize("document", READY, ids=lambda document: document.key)
def test_pyxform_takes_ready_questionnaires(document: Document) -> None:
    assert judged(document) == list(asked_in_order(document))


@few
@given(documents(), st.data())
def test_any_document_comes_back(document: Document, data: st.DataObject) -> None:
    document = tidy(document)
    again = back(document)
    assert without_conditions(again) == without_conditions(document)
    answers = answers_to(data.draw, document)
    assert shown(again, answers) == shown(document, answers)


@few
@given(documents())
def test_pyxform_takes_any_document(document: Document) -> None:
    assert judged(document) == list(asked_in_order(document))


@few
@given(documents())
def test_any_document_survives_json(document: Document) -> None:
    assert decode(encode(document)) == document


HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "${yang-lain} dan ${",
    "</label><x/>",
    "_x0041_",
    "'; drop",
    "-",
    "+1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    document = every_kind_document()
    document = change_question(document, "saran", text=Text(text), hint=Text(f"{text} di sini"))
    document = replace(document, title=Text(f"Judul {text}"))
    assert back(document) == document
    assert judged(document) == list(asked_in_order(document))


def test_each_kind_has_its_place_in_the_survey_sheet() -> None:
    assert SHEET_KINDS.keys() == set(QuestionKind)
