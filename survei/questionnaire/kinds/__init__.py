"""The kinds of question, one struct each, told apart in JSON by the member `kind`.

Answers are stored by key (`keys_of`): most kinds under the question's code, each row of a matrix
under "matrix.row", the words beside "lainnya" under "question.lainnya".
"""

from __future__ import annotations

from survei.questionnaire.choices import OTHER, QuestionKind
from survei.questionnaire.parts import Anchor, Choice, Condition, Part, Row


class QuestionBase(Part, kw_only=True):
    """What every kind of question has."""

    #: Stable key of the answer: lowercase letters, digits, "-" and "_"; unique in the document.
    #: The same code in a later version is the same question.
    code: str
    #: Wording for those who rate somebody else.
    text: str
    text_en: str = ""
    #: Wording for the ratee about oneself; empty: `text` serves both.
    text_self: str = ""
    text_self_en: str = ""
    hint: str = ""
    hint_en: str = ""
    required: bool = True
    #: Asked only where this holds; None: always.
    show_if: Condition | None = None
    #: Required where this holds, besides `required`.
    required_if: Condition | None = None
    #: Lowercase words by which the question is found in the bank.
    tags: list[str] = []
    #: "questionnaire:question" that it was copied from in the bank; empty for an own one.
    origin: str = ""


class Rating(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.RATING)):
    """A rating on one of the document's scales; it and the matrix are the kinds that score."""

    #: Key into `Document.scales`.
    scale: str
    #: {point value as text: anchor}; points not named keep the scale's anchor.
    anchors: dict[str, Anchor] = {}
    #: Weight inside the section, at least 0; 0 shows it without counting.
    weight: float = 1
    #: Whether the lowest point is the best.
    reversed: bool = False
    #: Whether "tidak dapat menilai" is offered.
    allow_na: bool = True


class Matrix(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.MATRIX)):
    """Several ratings on one scale under one introduction."""

    #: Key into `Document.scales`.
    scale: str
    rows: list[Row]
    allow_na: bool = True


class SingleChoice(
    QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.SINGLE_CHOICE)
):
    """Exactly one of several options."""

    choices: list[Choice]
    #: Whether "lainnya" with a text is offered after the options.
    other: bool = False
    allow_na: bool = False


class MultipleChoice(
    QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.MULTIPLE_CHOICE)
):
    """Any number of options within bounds."""

    choices: list[Choice]
    #: Fewest and most options; 0 at most means no limit.
    minimum: int = 0
    maximum: int = 0
    #: Whether "lainnya" with a text is offered after the options.
    other: bool = False
    allow_na: bool = False


class Ranking(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.RANKING)):
    """All options in an order; the answer lists their values, the first in rank first."""

    choices: list[Choice]
    allow_na: bool = False


class YesNo(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.YES_NO)):
    """Yes or no; the answer is `YES` or `NO`."""

    allow_na: bool = False


class Number(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.NUMBER)):
    """A number, typed with a decimal comma."""

    minimum: float | None = None
    maximum: float | None = None
    #: Decimal places that are accepted, 0 to 4.
    decimals: int = 0
    #: Distance between accepted numbers, counted from the minimum (else from 0); None: any.
    step: float | None = None
    unit: str = ""
    unit_en: str = ""
    allow_na: bool = False


class Date(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.DATE)):
    """A calendar date; bounds are ISO dates, empty for none."""

    earliest: str = ""
    latest: str = ""
    allow_na: bool = False


class ShortText(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.SHORT_TEXT)):
    """One line."""

    longest: int = 200
    allow_na: bool = False


class LongText(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.LONG_TEXT)):
    """Several lines; what feeds the comments of a result."""

    longest: int = 2000
    allow_na: bool = False


class Evidence(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.EVIDENCE)):
    """A file: PDF, JPEG or PNG up to 5 MB.

    Asked only of self and supervisor: what a file tells of its maker (its properties, a
    handwriting) would name a confidential rater.
    """

    required: bool = False
    allow_na: bool = False


class Information(QuestionBase, kw_only=True, tag_field="kind", tag=str(QuestionKind.INFORMATION)):
    """Text to read, in a safe subset of Markdown; nothing is asked."""

    required: bool = False

    @property
    def allow_na(self) -> bool:
        """Nothing is asked."""
        return False


Question = (
    Rating
    | Matrix
    | SingleChoice
    | MultipleChoice
    | Ranking
    | YesNo
    | Number
    | Date
    | ShortText
    | LongText
    | Evidence
    | Information
)


def kind_of(question: Question) -> QuestionKind:
    """The kind of a question, from the tag of its struct."""
    return QuestionKind(str(question.__struct_config__.tag))


def row_code(matrix: Matrix, row: Row) -> str:
    """Under what the answer to a row of a matrix is stored."""
    return f"{matrix.code}.{row.code}"


def other_code(question: SingleChoice | MultipleChoice) -> str:
    """Under what the words beside "lainnya" are stored."""
    return f"{question.code}.{OTHER}"


def keys_of(question: Question) -> list[str]:
    """Every key under which answers to a question are stored, in the order of display."""
    if isinstance(question, Information):
        return []
    if isinstance(question, Matrix):
        return [row_code(question, row) for row in question.rows]
    if isinstance(question, SingleChoice | MultipleChoice) and question.other:
        return [question.code, other_code(question)]
    return [question.code]


def ratings_of(question: Question) -> list[Rating]:
    """The rating itself, a matrix' rows as ratings named by their answer's key, else nothing."""
    if isinstance(question, Rating):
        return [question]
    if isinstance(question, Matrix):
        return [_row_rating(question, row) for row in question.rows]
    return []


def _row_rating(matrix: Matrix, row: Row) -> Rating:
    return Rating(
        code=row_code(matrix, row),
        text=row.text,
        text_en=row.text_en,
        text_self=row.text_self,
        text_self_en=row.text_self_en,
        required=matrix.required,
        required_if=matrix.required_if,
        show_if=matrix.show_if,
        scale=matrix.scale,
        weight=row.weight,
        reversed=row.reversed,
        allow_na=matrix.allow_na,
    )
