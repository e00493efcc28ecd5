"""Several ratings on one scale under one introduction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from survei.errors import Term
from survei.questionnaire.change import Change, ChangeKind, rewordings
from survei.questionnaire.codes import code_findings
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds.base import QuestionBase
from survei.questionnaire.kinds.rating import Rating
from survei.questionnaire.kinds.scaled import (
    OnScale,
    counting_changes,
    rescaled,
)
from survei.questionnaire.parts import Row
from survei.questionnaire.places import row_place, short
from survei.questionnaire.reordering import Pair, paired
from survei.questionnaire.translated_text import Text

FEWEST_ROWS, MOST_ROWS = 1, 50
#: Texts of a row: member → what it is called.
ROW_TEXTS = {
    "text": Term("Rumusan"),
    "text_self": Term("Rumusan penilaian diri"),
}
#: The sentence that tells a new wording, and the one for other languages than Indonesian.
REWORDED = (
    "%(called)s baris “%(text)s” diubah.",
    "%(called)s baris “%(text)s” dalam %(language)s diubah.",
)


class Matrix(OnScale, kw_only=True, tag_field="kind", tag="matrix"):
    """Ratings of its rows; each answer is stored under "matrix.row"."""

    rows: list[Row]
    allow_na: bool = True

    label: ClassVar[str] = "Matriks berskala"
    use: ClassVar[str] = "Beberapa perilaku pada skala yang sama, baris demi baris."
    seconds: ClassVar[float] = 3

    def answer_keys(self) -> list[str]:
        """One for each row."""
        return [self.row_key(row) for row in self.rows]

    def row_key(self, row: Row) -> str:
        """Under what the answer to a row is stored."""
        return f"{self.code}.{row.code}"

    def ratings(self) -> list[Rating]:
        """Its rows."""
        return [self._rating(row) for row in self.rows]

    def items(self) -> list[QuestionBase]:
        """Its rows."""
        return [*self.ratings()]

    def _rating(self, row: Row) -> Rating:
        return Rating(
            code=self.row_key(row),
            text=row.text,
            text_self=row.text_self,
            required=self.required,
            required_if=self.required_if,
            show_if=self.show_if,
            scale=self.scale,
            weight=row.weight,
            reversed=row.reversed,
            allow_na=self.allow_na,
        )

    @classmethod
    def blank(cls, *, code: str, text: str, scale: str) -> Self:
        """Two rows on the scale."""
        rows = [Row(code=f"baris-{n}", text=Text(f"Baris {n}")) for n in (1, 2)]
        return cls(code=code, text=Text(text), scale=scale, rows=rows)

    def answering_seconds(self) -> float:
        """For each row."""
        return self.seconds * len(self.rows)

    def check(self, place: Place) -> Iterator[Finding]:
        """How many rows, and codes under which their answers can be kept."""
        if not FEWEST_ROWS <= len(self.rows) <= MOST_ROWS:
            yield error(
                place,
                "Matriks memiliki %(count)s baris; yang diperbolehkan 1 sampai 50 baris.",
                "Tambah atau kurangi baris matriks.",
                count=len(self.rows),
            )
        rows = enumerate(self.rows, 1)
        yield from code_findings((row_place(place, number), row.code) for number, row in rows)

    def changes(self, old: Any, here: dict[str, Any]) -> Iterator[Change]:
        """Scale, and rows that came, moved, changed and went."""
        if old.scale != self.scale:
            yield rescaled(self.text, here)
        before = {row.code: row for row in old.rows}
        for pair in paired(before, {row.code: row for row in self.rows}):
            yield from _row_changes(pair, self.text, here)


def _row_changes(pair: Pair[Row], matrix: Text, here: dict[str, Any]) -> Iterator[Change]:
    old, new = pair.old, pair.new
    row = new or old
    about = {"text": short(row.text) if row else "", "matrix": short(matrix)}
    if new is None:
        message = "Baris “%(text)s” dihapus dari “%(matrix)s”."
        yield Change(ChangeKind.REMOVED, message, about, **here)
    elif old is None:
        message = "Baris “%(text)s” ditambahkan pada “%(matrix)s”."
        yield Change(ChangeKind.ADDED, message, about, **here)
    else:
        if pair.is_moved:
            message = "Baris “%(text)s” pada “%(matrix)s” dipindahkan."
            yield Change(ChangeKind.MOVED, message, about, **here)
        yield from _rewordings(old, new, here)


def _rewordings(old: Row, new: Row, here: dict[str, Any]) -> Iterator[Change]:
    yield from rewordings(ROW_TEXTS, (old, new), REWORDED, {"text": short(new.text)}, **here)
    yield from counting_changes(old, new, Term("baris"), here)
