"""Scores of two versions are compared only where the question is the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from survei.bank.lineage import Sameness, compared_items, items
from survei.questionnaire import editing
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import QuestionKind
from survei.questionnaire.parts import Anchor
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.questionnaire.documents import documents
from tests.texts import said

SAME, REWORDED, DIFFERENT = Sameness.SAME, Sameness.REWORDED, Sameness.DIFFERENT
Edit = Callable[[Document], Document]


def change(code: str, **members: object) -> Edit:
    return lambda document: editing.change_question(
        document, code, **said(document.question(code), **members)
    )


def without_a_point(document: Document) -> Document:
    scale = document.scales["ekspektasi"]
    return editing.set_scale(document, "ekspektasi", replace(scale, points=scale.points[:-1]))


def relabelled(document: Document) -> Document:
    scale = document.scales["ekspektasi"]
    points = [replace(scale.points[0], label=Text("Lain")), *scale.points[1:]]
    return editing.set_scale(document, "ekspektasi", replace(scale, points=points))


#: edit → what becomes of the question "mutu"
CASES: dict[str, tuple[Edit, Sameness]] = {
    "nothing": (lambda document: document, SAME),
    "weight": (change("mutu", weight=9), SAME),
    "hint": (change("mutu", hint="Lain."), SAME),
    "English": (change("mutu", text_en="Other."), SAME),
    "white space": (
        lambda d: change("mutu", text=str(d.question("mutu").text).replace(" ", "  "))(d),  # type: ignore[union-attr]
        SAME,
    ),
    "moved": (lambda d: editing.move_question(d, "mutu", "sikap", 0), SAME),
    "other question": (change("tepat-waktu", text="Lain."), SAME),
    "wording": (change("mutu", text="Lain."), REWORDED),
    "self wording": (change("mutu", text_self="Saya lain."), REWORDED),
    "anchor": (change("mutu", anchors={"1": Anchor(text=Text("Lain."))}), REWORDED),
    "label": (relabelled, REWORDED),
    "direction": (change("mutu", reversed=True), DIFFERENT),
    "other scale": (change("mutu", scale="rubrik"), DIFFERENT),
    "fewer points": (without_a_point, DIFFERENT),
    "kind": (lambda d: editing.change_kind(d, "mutu", QuestionKind.SHORT_TEXT), DIFFERENT),
}


@pytest.mark.parametrize("name", CASES)
def test_sameness(name: str) -> None:
    edit, expected = CASES[name]
    old = every_kind_document()
    assert compared_items(old, edit(every_kind_document()))["mutu"] == expected


def test_a_question_that_only_one_has_is_not_compared() -> None:
    shorter = editing.remove_question(every_kind_document(), "mutu")
    assert "mutu" not in compared_items(every_kind_document(), shorter)
    assert "mutu" not in compared_items(shorter, every_kind_document())


@settings(max_examples=25, deadline=None)
@given(documents())
def test_every_document_is_the_same_as_itself(document: Document) -> None:
    found = compared_items(document, document)
    assert set(found.values()) <= {SAME}
    assert len(found) == len({item.code for item in items(document)})
