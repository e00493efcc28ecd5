"""Kinds of question, operators of conditions, and values that mean the same everywhere."""

from __future__ import annotations

from enum import StrEnum


class QuestionKind(StrEnum):
    """Each kind has one struct in `document.py` and one field builder in `formulir/fields/`."""

    RATING = "rating"
    MATRIX = "matrix"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    RANKING = "ranking"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    EVIDENCE = "evidence"
    INFORMATION = "information"


QUESTION_KIND_LABELS = {
    QuestionKind.RATING: "Penilaian berskala",
    QuestionKind.MATRIX: "Matriks berskala",
    QuestionKind.SINGLE_CHOICE: "Pilihan tunggal",
    QuestionKind.MULTIPLE_CHOICE: "Pilihan ganda",
    QuestionKind.RANKING: "Peringkat",
    QuestionKind.YES_NO: "Ya atau tidak",
    QuestionKind.NUMBER: "Angka",
    QuestionKind.DATE: "Tanggal",
    QuestionKind.SHORT_TEXT: "Teks pendek",
    QuestionKind.LONG_TEXT: "Teks panjang",
    QuestionKind.EVIDENCE: "Berkas bukti",
    QuestionKind.INFORMATION: "Teks informasi",
}

#: The answer "tidak dapat menilai": missing, never zero.
CANNOT_RATE = "na"
#: The option "lainnya" of a choice question.
OTHER = "lainnya"
#: Answers to a yes/no question.
YES, NO = "ya", "tidak"


class Match(StrEnum):
    """How many clauses of a condition must hold."""

    ALL = "all"
    ANY = "any"


class Operator(StrEnum):
    """How an answer is compared; what is hidden, unanswered or "na" only is `UNANSWERED`.

    One exception: `IS` with the value "na" holds for the answer "na".
    """

    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    #: For a multiple choice: the option is among those chosen, or not.
    INCLUDES = "includes"
    EXCLUDES = "excludes"
    #: For a rating: the lowest or the highest point of its scale.
    EXTREME = "extreme"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


OPERATOR_LABELS = {
    Operator.IS: "adalah",
    Operator.IS_NOT: "bukan",
    Operator.AT_LEAST: "paling sedikit",
    Operator.AT_MOST: "paling banyak",
    Operator.INCLUDES: "memuat",
    Operator.EXCLUDES: "tidak memuat",
    Operator.EXTREME: "berada di ujung skala",
    Operator.ANSWERED: "dijawab",
    Operator.UNANSWERED: "tidak dijawab",
}

_EITHER = (Operator.ANSWERED, Operator.UNANSWERED)
_ORDER = (Operator.IS, Operator.IS_NOT, Operator.AT_LEAST, Operator.AT_MOST, *_EITHER)
#: Kind of the question that is asked about → operators that a clause may use. A matrix is asked
#: about by its rows, information not at all.
OPERATORS: dict[QuestionKind, tuple[Operator, ...]] = {
    QuestionKind.RATING: (*_ORDER, Operator.EXTREME),
    QuestionKind.MATRIX: (*_ORDER, Operator.EXTREME),
    QuestionKind.SINGLE_CHOICE: (Operator.IS, Operator.IS_NOT, *_EITHER),
    QuestionKind.MULTIPLE_CHOICE: (Operator.INCLUDES, Operator.EXCLUDES, *_EITHER),
    QuestionKind.RANKING: _EITHER,
    QuestionKind.YES_NO: (Operator.IS, Operator.IS_NOT, *_EITHER),
    QuestionKind.NUMBER: _ORDER,
    QuestionKind.DATE: _ORDER,
    QuestionKind.SHORT_TEXT: _EITHER,
    QuestionKind.LONG_TEXT: _EITHER,
    QuestionKind.EVIDENCE: _EITHER,
    QuestionKind.INFORMATION: (),
}
#: Operators whose clause has no value.
WITHOUT_VALUE = frozenset({Operator.EXTREME, *_EITHER})
