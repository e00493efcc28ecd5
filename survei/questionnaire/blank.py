"""What a questionnaire, a section and a question look like when HR begins with nothing."""

from __future__ import annotations

from msgspec.structs import replace

from survei.questionnaire.choices import QuestionKind
from survei.questionnaire.document import (
    Choice,
    Date,
    Document,
    Evidence,
    Information,
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Point,
    Question,
    Ranking,
    Rating,
    Row,
    Scale,
    Section,
    ShortText,
    SingleChoice,
    YesNo,
)

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
    points = [Point(value=v, label=label, label_en=en) for v, label, en in EXPECTATION_POINTS]
    return Scale(title="Skala ekspektasi", title_en="Expectation scale", points=points)


def blank_document(key: str, title: str) -> Document:
    """A beginning: the library's usual scale and one empty section that holds the whole weight."""
    shared = replace(expectation_scale(), origin=DEFAULT_SCALE, origin_revision=1)
    return Document(
        key=key,
        title=title,
        scales={DEFAULT_SCALE: shared},
        sections=[Section(code="aspek-1", title="Aspek 1", weight=100)],
    )


def _choices() -> list[Choice]:
    return [Choice(value=f"pilihan-{n}", label=f"Pilihan {n}") for n in (1, 2)]


def blank_question(kind: QuestionKind, *, code: str, text: str, scale: str) -> Question:
    """A new question of a kind; a rating stands on `scale`."""
    match kind:
        case QuestionKind.RATING:
            return Rating(code=code, text=text, scale=scale)
        case QuestionKind.MATRIX:
            rows = [Row(code=f"baris-{n}", text=f"Baris {n}") for n in (1, 2)]
            return Matrix(code=code, text=text, scale=scale, rows=rows)
        case QuestionKind.SINGLE_CHOICE:
            return SingleChoice(code=code, text=text, choices=_choices())
        case QuestionKind.MULTIPLE_CHOICE:
            return MultipleChoice(code=code, text=text, choices=_choices())
        case QuestionKind.RANKING:
            return Ranking(code=code, text=text, choices=_choices())
        case QuestionKind.YES_NO:
            return YesNo(code=code, text=text)
        case QuestionKind.NUMBER:
            return Number(code=code, text=text)
        case QuestionKind.DATE:
            return Date(code=code, text=text)
        case QuestionKind.SHORT_TEXT:
            return ShortText(code=code, text=text)
        case QuestionKind.LONG_TEXT:
            return LongText(code=code, text=text, required=False)
        case QuestionKind.EVIDENCE:
            return Evidence(code=code, text=text)
        case QuestionKind.INFORMATION:
            return Information(code=code, text=text)
