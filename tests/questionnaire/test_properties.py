"""What holds for any valid document and any row of edits."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survei.questionnaire import editing
from survei.questionnaire.difference import difference
from survei.questionnaire.document import Document, Section, decode, encode
from survei.questionnaire.kinds import QuestionKind
from survei.questionnaire.spreading import spread_weights
from survei.questionnaire.tidying import tidy
from survei.questionnaire.translated_text import Text
from tests.questionnaire.documents import documents

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

Edit = Callable[[Document, st.DataObject], Document]


def _a_section(document: Document, data: st.DataObject) -> str:
    return data.draw(st.sampled_from([part.code for part in document.sections]))


def _a_question(document: Document, data: st.DataObject) -> str:
    return data.draw(st.sampled_from([item.code for item in document.questions()]))


def _add_section(document: Document, data: st.DataObject) -> Document:
    code = editing.new_section_code(document, "Aspek")
    return editing.add_section(document, Section(code=code, title=Text("Baru")), data.draw(PLACES))


def _add_question(document: Document, data: st.DataObject) -> Document:
    question = editing.new_question(document, data.draw(st.sampled_from(QuestionKind)), "Butir")
    return editing.add_question(document, _a_section(document, data), question)


def _move_section(document: Document, data: st.DataObject) -> Document:
    return editing.move_section(document, _a_section(document, data), data.draw(PLACES))


def _move_question(document: Document, data: st.DataObject) -> Document:
    section, question = _a_section(document, data), _a_question(document, data)
    return editing.move_question(document, question, section, data.draw(PLACES))


def _change_kind(document: Document, data: st.DataObject) -> Document:
    kind = data.draw(st.sampled_from(QuestionKind))
    return editing.change_kind(document, _a_question(document, data), kind)


PLACES = st.integers(0, 5)
EDITS: list[Edit] = [
    _add_section,
    _add_question,
    _move_section,
    _move_question,
    _change_kind,
    lambda document, data: editing.duplicate_section(document, _a_section(document, data)),
    lambda document, data: editing.duplicate_question(document, _a_question(document, data)),
    lambda document, data: spread_weights(document),
]


@few
@given(documents(), st.data())
def test_any_row_of_edits_keeps_codes_unique_and_the_start_untouched(
    document: Document, data: st.DataObject
) -> None:
    before = encode(document)
    edited = document
    for edit in data.draw(st.lists(st.sampled_from(EDITS), max_size=6)):
        edited = edit(edited, data)
    for codes in (
        [part.code for part in edited.sections],
        [item.code for item in edited.questions()],
    ):
        assert len(codes) == len(set(codes))
    assert encode(document) == before
    assert decode(encode(edited)) == edited


@few
@given(documents(), documents())
def test_differences_are_told_between_any_two(old: Document, new: Document) -> None:
    assert difference(old, old) == []
    changes = difference(old, new)
    assert bool(changes) == (old != new)
    assert all(change.message for change in changes)


@few
@given(documents())
def test_tidying_twice_is_tidying_once(document: Document) -> None:
    assert tidy(tidy(document)) == tidy(document)
