"""The problems of one staff list, each at its row and column, in a readable number."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from survei.errors import Term
from survei.staff.choices import COLUMN_LABELS, Column, Severity
from survei.staff.rules.issues import ISSUES

#: Most problems of one kind and column that are listed; the rest is counted.
MOST_LISTED = 500


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to know about one place of the file."""

    #: Row as the spreadsheet numbers it; 0 for the file as a whole.
    row: int
    #: Column, or "" for the row as a whole.
    column: str
    #: Key of `ISSUES`.
    code: str
    #: What fills the places of the message.
    params: dict[str, str] = {}
    #: Severity of the code; repeated for "more", which takes over what it counts.
    severity: Severity = Severity.NOTE

    @property
    def message(self) -> str:
        """The Indonesian sentence with its places still open (the msgid)."""
        return ISSUES[self.code].message

    @property
    def remedy(self) -> str:
        """What to do about it (the msgid)."""
        return ISSUES[self.code].remedy

    @property
    def words(self) -> dict[str, str]:
        """The params for a view: what is a word of ours is marked for translation."""
        words = dict(self.params)
        return words | {"what": Term(words["what"])} if "what" in words else words

    @property
    def column_label(self) -> str:
        """Header of the column, "" for none."""
        return COLUMN_LABELS[Column(self.column)] if self.column else ""

    def __str__(self) -> str:
        return self.message % self.params


class Problems:
    """Collects problems; keeps the list readable when thousands of rows share one mistake."""

    def __init__(self) -> None:
        self._listed: list[Problem] = []
        self._seen: dict[tuple[str, str], int] = {}
        self._counted: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, code: str, row: int = 0, column: str = "", **params: object) -> None:
        """Notes one problem; from `MOST_LISTED` of a kind and column on it is only counted."""
        seen = self._seen[(code, column)] = self._seen.get((code, column), 0) + 1
        if seen <= MOST_LISTED:
            texts = {name: str(value) for name, value in params.items()}
            self._listed.append(Problem(row, column, code, texts, ISSUES[code].severity))

    def count(self, code: str, row: int, column: str) -> None:
        """Notes something that is said once per column, with the number of its cells."""
        first, so_far = self._counted.get((code, column), (row, 0))
        self._counted[(code, column)] = (first, so_far + 1)

    def listed(self) -> list[Problem]:
        """Everything noted: errors first, then by row."""
        order = list(Severity)
        return sorted(self._all(), key=lambda item: (order.index(item.severity), item.row))

    @property
    def errors(self) -> int:
        """How many errors were noted, those that are only counted included."""
        return sum(
            seen
            for (code, _), seen in self._seen.items()
            if ISSUES[code].severity is Severity.ERROR
        )

    def _all(self) -> Iterator[Problem]:
        yield from self._listed
        for (code, column), (row, count) in self._counted.items():
            yield Problem(row, column, code, {"count": str(count)}, ISSUES[code].severity)
        for (code, column), seen in self._seen.items():
            if seen > MOST_LISTED:
                rest = {"count": str(seen - MOST_LISTED)}
                last = max(item.row for item in self._listed if item.code == code)
                yield Problem(last, column, "more", rest, ISSUES[code].severity)
