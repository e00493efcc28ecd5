"""A question taken from the bank comes with its scale and without its conditions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from survei.audit.choices import SYSTEM
from survei.bank.borrowing import DraftFull, borrow, borrowed
from survei.bank.version_publishing import publish_version
from survei.drafting import queries, services
from survei.drafting.services import NoDraft
from survei.errors import NotFound
from survei.questionnaire import editing
from survei.questionnaire.blank import blank_document
from survei.questionnaire.checks import check
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import MOST_QUESTIONS, Document, decode, encode
from survei.questionnaire.parts import Clause, Condition
from tests.examples import every_kind_document, rating
from tests.questionnaire.documents import documents


def target() -> Document:
    return replace(every_kind_document(), key="tujuan")


def source() -> Document:
    condition = Condition(clauses=[Clause(question="mutu", operator=Operator.ANSWERED)])
    document = replace(every_kind_document(), key="asal")
    return editing.change_question(document, "sapa", show_if=condition, required_if=condition)


def test_the_question_comes_to_the_end_with_its_origin() -> None:
    start = editing.remove_question(target(), "sapa")
    found = borrowed(start, "kinerja", source(), "sapa").section("kinerja")
    assert found
    copied = found.questions[-1]
    assert (copied.code, copied.origin) == ("sapa", "asal:sapa")
    assert (copied.show_if, copied.required_if) == (None, None)


def test_a_code_that_is_taken_gets_a_number() -> None:
    found = borrowed(target(), "kinerja", source(), "sapa")
    assert found.question("sapa-2") is not None


def test_an_equal_scale_is_shared_and_another_one_added() -> None:
    assert borrowed(target(), "sikap", source(), "mutu").scales == target().scales
    scale = target().scales["ekspektasi"]
    other = replace(scale, points=scale.points[:3])
    changed = borrowed(editing.set_scale(target(), "ekspektasi", other), "sikap", source(), "mutu")
    copied = changed.question("mutu-2")
    assert copied
    assert changed.scales["ekspektasi"] == other
    assert changed.scales[copied.scale] == scale  # type: ignore[union-attr]


def test_what_is_not_there_is_not_found() -> None:
    for section, code in (("tidak-ada", "mutu"), ("sikap", "tidak-ada")):
        with pytest.raises(NotFound):
            borrowed(target(), section, source(), code)


def test_a_full_draft_takes_no_more() -> None:
    section = target().sections[0]
    many = replace(section, questions=[rating(f"b{n}") for n in range(MOST_QUESTIONS)])
    with pytest.raises(DraftFull):
        borrowed(replace(target(), sections=[many]), "kinerja", source(), "sapa")


@settings(max_examples=25, deadline=None)
@given(documents(), st.data())
def test_any_question_may_be_borrowed(document: Document, data: st.DataObject) -> None:
    blank = blank_document("tujuan", "Tujuan")
    before = encode(document)
    code = data.draw(st.sampled_from([item.code for item in document.questions()]))
    found = borrowed(blank, blank.sections[0].code, document, code)
    assert decode(encode(found)) == found
    assert encode(document) == before
    places = {one.place.scale for one in check(found) if one.is_error and one.place.scale}
    assert places <= set(blank.scales)


def test_only_a_draft_takes_questions(db: None) -> None:
    row = services.create_questionnaire("asal", "Asal", document=source(), actor=SYSTEM)
    made = publish_version(row.id, revision=row.draft_revision, actor=SYSTEM)
    with pytest.raises(NoDraft):
        borrow(row.id, "sikap", version_id=made.id, code="mutu", actor=SYSTEM)
    other = services.create_questionnaire("tujuan", "Tujuan", document=target(), actor=SYSTEM)
    saved = borrow(other.id, "sikap", version_id=made.id, code="mutu", actor=SYSTEM)
    assert saved.draft_revision == other.draft_revision + 1
    draft = queries.draft_of(saved)
    assert draft
    assert draft.question("mutu-2") is not None
    assert queries.document_of(made.id).sections == source().sections
