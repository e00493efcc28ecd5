"""What an import could not carry, or carried otherwise: by sheet, rows and column, with why."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from survei.errors import SurveiError


class Fate(StrEnum):
    """What became of it. An error stops the import."""

    ERROR = "error"
    DROPPED = "dropped"
    CHANGED = "changed"


FATE_LABELS = {
    Fate.ERROR: "Kesalahan",
    Fate.DROPPED: "Tidak dibawa",
    Fate.CHANGED: "Diubah",
}


class Remark(msgspec.Struct):
    """One thing to know; the same about several rows is said once."""

    fate: Fate
    sheet: str
    #: Row numbers as the spreadsheet shows them; empty for the whole sheet.
    rows: list[int]
    #: Letter and header of the column; empty for the whole row.
    column: str
    #: A msgid, and what fills its places.
    message: str
    params: dict[str, str] = {}

    @property
    def row_text(self) -> str:
        """The rows in short: "2–31, 40"."""
        spans: list[list[int]] = []
        for row in sorted(set(self.rows)):
            if spans and row == spans[-1][-1] + 1:
                spans[-1] = [spans[-1][0], row]
            else:
                spans.append([row, row])
        return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)

    def __str__(self) -> str:
        rows = f", baris {self.row_text}" if self.rows else ""
        column = f", kolom {self.column}" if self.column else ""
        return f"{self.sheet}{rows}{column}: {self.message % self.params}"


class Report:
    """Collects remarks in the order in which they come up."""

    def __init__(self) -> None:
        self._remarks: dict[tuple[object, ...], Remark] = {}

    def add(
        self, fate: Fate, sheet: str, row: int, column: str, message: str, **params: object
    ) -> None:
        """One more; `row` 0 means the whole sheet."""
        filling = {name: str(value)[:200] for name, value in params.items()}
        key = (fate, sheet, column, message, *filling.items())
        remark = self._remarks.setdefault(key, Remark(fate, sheet, [], column, message, filling))
        if row:
            remark.rows.append(row)

    @property
    def remarks(self) -> list[Remark]:
        """Errors first, then what was dropped, then what was changed."""
        order = list(Fate)
        return sorted(self._remarks.values(), key=lambda one: order.index(one.fate))

    @property
    def errors(self) -> list[Remark]:
        """What stops the import."""
        return [one for one in self._remarks.values() if one.fate == Fate.ERROR]

    def stop_at_errors(self) -> None:
        """Raises FormRefused where there is an error."""
        if self.errors:
            raise FormRefused(self.remarks)


class FormRefused(SurveiError):
    """A workbook that is no usable form; `remarks` name sheet, row and column."""

    message = "Formulir ini memiliki %(count)s kesalahan. Tidak ada yang disimpan."

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(count=sum(one.fate == Fate.ERROR for one in remarks))
        self.remarks = remarks
