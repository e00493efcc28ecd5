"""The small parts that questions are made of: scales, options, anchors, conditions."""

from __future__ import annotations

import msgspec

from survei.questionnaire.choices import Match, Operator
from survei.questionnaire.translated_text import NOTHING, Text

#: Characters of any text. Source: security.md, row 49.
LONGEST_TEXT = 5000


class Part(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Base of all parts: unknown members are refused, defaults left out (so never change one).

    Parts make a tree, never a circle: the collector need not walk through them.
    """


class Point(Part, kw_only=True):
    """One point of a scale."""

    #: Whole number; higher is better unless the question is reversed.
    value: int
    label: Text
    #: Behavioural anchor that holds for every question on this scale.
    anchor: Text = NOTHING


class Scale(Part, kw_only=True):
    """A rating scale: 2 to 10 points, ascending by value."""

    title: Text
    points: list[Point]
    #: Key in the scale library that it was copied from; empty for a scale of its own.
    origin: str = ""
    #: `SharedScale.revision` that it was copied from; 0 for a scale of its own.
    origin_revision: int = 0


class Choice(Part, kw_only=True):
    """One option of a choice or ranking question."""

    value: str
    label: Text


class Anchor(Part, kw_only=True):
    """Behavioural anchor of one point for one question; replaces the scale's own."""

    text: Text


class Clause(Part, kw_only=True):
    """One comparison: (question, operator, value)."""

    #: Code of an earlier question, or "matrix.row" for a row of a matrix.
    question: str
    operator: Operator
    #: What is compared with: a point, the value of an option, "ya"/"tidak", a number with a
    #: decimal point, an ISO date; empty for operators without a value.
    value: str = ""


class Condition(Part, kw_only=True):
    """Clauses of which all or any must hold."""

    match: Match = Match.ALL
    clauses: list[Clause] = []


class Row(Part, kw_only=True):
    """One row of a matrix: an indicator of its own on the matrix' scale."""

    #: Unique inside the matrix; its answer is stored under "matrix.row".
    code: str
    text: Text
    text_self: Text = NOTHING
    #: As of a rating.
    weight: float = 1
    reversed: bool = False
