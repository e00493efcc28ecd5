"""The kinds of question: one file each, which holds the struct and all that is pure about it.

In JSON they are told apart by the member `kind`. Answers are stored by key (`answer_keys`): most
kinds under the question's code, each row of a matrix under "matrix.row", the words beside
"lainnya" under "question.lainnya". How a kind is drawn stands in a table a layer: the form's
(`formulir.fields`), the designer's, the paper's, the survey sheet's.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from survei.questionnaire.kinds.base import QuestionBase
from survei.questionnaire.kinds.date import Date
from survei.questionnaire.kinds.evidence import Evidence
from survei.questionnaire.kinds.information import Information
from survei.questionnaire.kinds.long_text import LongText
from survei.questionnaire.kinds.matrix import Matrix
from survei.questionnaire.kinds.multiple_choice import MultipleChoice
from survei.questionnaire.kinds.number import Number
from survei.questionnaire.kinds.ranking import Ranking
from survei.questionnaire.kinds.rating import Rating
from survei.questionnaire.kinds.short_text import ShortText
from survei.questionnaire.kinds.single_choice import SingleChoice
from survei.questionnaire.kinds.slider import Slider
from survei.questionnaire.kinds.yes_no import YesNo

__all__ = [
    "KINDS",
    "QUESTION_KIND_LABELS",
    "Date",
    "Evidence",
    "Information",
    "LongText",
    "Matrix",
    "MultipleChoice",
    "Number",
    "Question",
    "QuestionBase",
    "QuestionKind",
    "Ranking",
    "Rating",
    "ShortText",
    "SingleChoice",
    "Slider",
    "YesNo",
    "kind_of",
]

Question = (
    Rating
    | Matrix
    | SingleChoice
    | MultipleChoice
    | Ranking
    | YesNo
    | Number
    | Slider
    | Date
    | ShortText
    | LongText
    | Evidence
    | Information
)


class QuestionKind(StrEnum):
    """Each is the tag of one struct."""

    RATING = "rating"
    MATRIX = "matrix"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    RANKING = "ranking"
    YES_NO = "yes_no"
    NUMBER = "number"
    SLIDER = "slider"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    EVIDENCE = "evidence"
    INFORMATION = "information"


def _kind(struct: type[Question]) -> QuestionKind:
    return QuestionKind(str(struct.__struct_config__.tag))


#: In the order in which they are offered.
KINDS: Mapping[QuestionKind, type[Question]] = {
    _kind(struct): struct for struct in Question.__args__
}
QUESTION_KIND_LABELS = {kind: struct.label for kind, struct in KINDS.items()}


def kind_of(question: Question) -> QuestionKind:
    """The kind of a question, from the tag of its struct."""
    return _kind(type(question))
