"""Rows of matrices: how many, and codes under which their answers can be kept."""

from __future__ import annotations

from collections.abc import Iterator

from survei.questionnaire import places
from survei.questionnaire.checks.codes import codes_among
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.document import Matrix
from survei.questionnaire.finding import Finding, Place, error

FEWEST_ROWS, MOST_ROWS = 1, 50


def _matrices(walk: Walk) -> Iterator[tuple[Place, Matrix]]:
    for place, question in walk.questions:
        if isinstance(question, Matrix):
            yield place, question


def number_of_rows(walk: Walk) -> Iterator[Finding]:
    """A matrix has 1 to 50 rows."""
    for place, matrix in _matrices(walk):
        if not FEWEST_ROWS <= len(matrix.rows) <= MOST_ROWS:
            yield error(
                place,
                "Matriks memiliki %(count)s baris; yang diperbolehkan 1 sampai 50 baris.",
                "Tambah atau kurangi baris matriks.",
                count=len(matrix.rows),
            )


def valid_row_codes(walk: Walk) -> Iterator[Finding]:
    """Codes of rows are codes and unique inside their matrix."""
    for place, matrix in _matrices(walk):
        rows = enumerate(matrix.rows, 1)
        yield from codes_among((places.row_place(place, number), row.code) for number, row in rows)
