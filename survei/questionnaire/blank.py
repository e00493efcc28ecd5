"""What a questionnaire, a section and a question look like when HR begins with nothing."""

from __future__ import annotations

from msgspec.structs import replace

from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import KINDS, Question, QuestionKind
from survei.questionnaire.parts import Point, Scale
from survei.questionnaire.translated_text import Text

DEFAULT_SCALE = "ekspektasi"

#: Source: domain.md, Behaviour: 3 of 5 means "sesuai ekspektasi".
EXPECTATION_POINTS = (
    (1, "Jauh di bawah ekspektasi", "Far below expectations"),
    (2, "Di bawah ekspektasi", "Below expectations"),
    (3, "Sesuai ekspektasi", "Meets expectations"),
    (4, "Di atas ekspektasi", "Above expectations"),
    (5, "Jauh di atas ekspektasi", "Far above expectations"),
)


def expectation_scale() -> Scale:
    """Five levels around "sesuai ekspektasi", still without anchors."""
    points = [Point(value=v, label=Text(label, en=en)) for v, label, en in EXPECTATION_POINTS]
    return Scale(title=Text("Skala ekspektasi", en="Expectation scale"), points=points)


def blank_document(key: str, title: str) -> Document:
    """A beginning: the library's usual scale and one empty section that holds the whole weight."""
    shared = replace(expectation_scale(), origin=DEFAULT_SCALE, origin_revision=1)
    return Document(
        key=key,
        title=Text(title),
        scales={DEFAULT_SCALE: shared},
        sections=[Section(code="aspek-1", title=Text("Aspek 1"), weight=100)],
    )


def blank_question(kind: QuestionKind, *, code: str, text: str, scale: str) -> Question:
    """A new question of a kind; a rating stands on `scale`."""
    return KINDS[kind].blank(code=code, text=text, scale=scale)
