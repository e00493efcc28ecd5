"""Operators of conditions, and values that mean the same everywhere."""

from __future__ import annotations

from enum import StrEnum

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

#: Operators whose clause has no value.
WITHOUT_VALUE = frozenset({Operator.EXTREME, Operator.ANSWERED, Operator.UNANSWERED})
