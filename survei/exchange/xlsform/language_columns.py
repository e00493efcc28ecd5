"""Which column of a form is our Indonesian text and which our English."""

from __future__ import annotations

from survei.exchange.xlsform.report import Fate, Report
from survei.exchange.xlsform.sheet_tables import TRANSLATED, Line, Table, languages_lost
from survei.questionnaire.parts import LONGEST_TEXT


class Texts:
    """Reads labels and hints of one sheet. Other languages than ours are told and left."""

    def __init__(self, table: Table, report: Report) -> None:
        self._table = table
        self._report = report
        languages = [key.partition(".")[2] for key in table.columns if key.startswith("label.")]
        known = [language for language in ("id", "plain", "en") if language in languages]
        self.main = (known or languages or ["id"])[0]
        #: {column: its Indonesian one, its English one}.
        self._columns = {column: (f"{column}.{self.main}", f"{column}.en") for column in TRANSLATED}
        for key in languages_lost(table):
            if key.partition(".")[2] != self.main:
                self._tell_lost(key)
        if languages and self.main not in ("id", "plain"):
            message = "Tidak ada teks Indonesia; teks kolom ini menjadi teks utama."
            place = table.place(f"label.{self.main}")
            report.add(Fate.CHANGED, table.name, 0, place, message)

    def label(self, line: Line, otherwise: str) -> tuple[str, str]:
        """Label in both languages; the name where there is none."""
        text, english = self.of(line, "label")
        return text or english or otherwise, english if text else ""

    def of(self, line: Line, column: str) -> tuple[str, str]:
        """A text in both languages."""
        main, english = self._columns[column]
        text = line.cells.get(main, "")
        text_en = line.cells.get(english, "") if self.main != "en" else ""
        if len(text) > LONGEST_TEXT or len(text_en) > LONGEST_TEXT:
            return self._cut(line, main, text), self._cut(line, english, text_en)
        return text, text_en

    def _cut(self, line: Line, column: str, text: str) -> str:
        if len(text) <= LONGEST_TEXT:
            return text
        message = "Teks lebih dari %(most)s karakter; selebihnya tidak dibawa."
        place = self._table.place(column)
        self._report.add(
            Fate.DROPPED, self._table.name, line.row, place, message, most=LONGEST_TEXT
        )
        return text[:LONGEST_TEXT]

    def _tell_lost(self, column: str) -> None:
        message = "Hanya bahasa Indonesia dan Inggris yang dibawa."
        for line in self._table.lines:
            if line.get(column):
                place = self._table.place(column)
                self._report.add(Fate.DROPPED, self._table.name, line.row, place, message)
