"""A matrix: several ratings on one scale, a field for each row, under one question."""

from __future__ import annotations

from formulir.fields.base import Built, Context, Face, face_of, unbound
from formulir.fields.rating import RatingField, points_of, required_words
from formulir.worded import worded
from survei.questionnaire.kinds import Matrix, Rating
from survei.questionnaire.wording import text_for


def matrix(question: Matrix, context: Context) -> Built:
    """The fields of a matrix, named "matrix.row"; its face carries the points of all rows."""
    rows = question.ratings()
    points = points_of(rows[0], context) if rows else ()
    required = required_words(question.allow_na)
    return Built(
        face_of(question, context, options=points),
        tuple(
            unbound(RatingField, question, _row(row, question, context), context, required)
            for row in rows
        ),
    )


def _row(row: Rating, question: Matrix, context: Context) -> Face:
    return Face(
        code=row.code,
        kind="row",
        text=worded(text_for(row, context.is_self), context.language),
        hint="",
        required=question.required,
        allow_na=question.allow_na,
        options=points_of(row, context),
        within=worded(text_for(question, context.is_self), context.language),
    )
