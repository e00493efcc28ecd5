"""Which columns of a form are a text in which language."""

from __future__ import annotations

from survei.exchange.xlsform.report import Fate, Report
from survei.exchange.xlsform.sheet_tables import PLAIN, TRANSLATED, Line, Table, languages_lost
from survei.questionnaire.languages import MAIN, is_language
from survei.questionnaire.parts import LONGEST_TEXT
from survei.questionnaire.translated_text import NOTHING, Text


class Texts:
    """Reads the texts of one sheet. Languages without a known code are told and left."""

    def __init__(self, table: Table, report: Report) -> None:
        self._table = table
        self._report = report
        languages = [key.partition(".")[2] for key in table.columns if key.startswith("label.")]
        known = [language for language in (MAIN, PLAIN, "en") if language in languages]
        #: The language whose texts become the Indonesian ones.
        self.main = (known or languages or [MAIN])[0]
        #: {column: [(language, its column in that language)]}, the main one first.
        self._columns = {column: self._languages_of(column) for column in TRANSLATED}
        self._own: dict[str, list[tuple[str, str]]] = {}
        for key in languages_lost(table):
            if key.partition(".")[2] != self.main:
                self._tell_lost(key)
        if languages and self.main not in (MAIN, PLAIN):
            message = "Tidak ada teks Indonesia; teks kolom ini menjadi teks utama."
            place = table.place(f"label.{self.main}")
            report.add(Fate.CHANGED, table.name, 0, place, message)

    def _languages_of(self, column: str) -> list[tuple[str, str]]:
        main = MAIN if f"{column}.{MAIN}" in self._table.columns else self.main
        others = [
            (language, key)
            for key in self._table.columns
            for name, _, language in [key.partition(".")]
            if name == column and language not in (main, MAIN) and is_language(language)
        ]
        return [(MAIN, f"{column}.{main}"), *others]

    def label(self, line: Line, otherwise: str) -> Text:
        """The label; where the main one is missing another takes its place, else the name."""
        text = self.of(line, "label")
        if str(text):
            return text
        language, wording = next(iter([pair for pair in text.items() if pair[1]]), ("", ""))
        return text.having(language, "").having(MAIN, wording) if wording else Text(otherwise)

    def of(self, line: Line, column: str) -> Text:
        """A text that XLSForm knows, in every language."""
        return self._read(line, self._columns[column])

    def has(self, line: Line, column: str) -> bool:
        """Whether such a text is written in any language."""
        return any(key in line.cells for _, key in self._columns[column])

    def own(self, line: Line, column: str, after: str = "") -> Text:
        """A text in columns of ours: "sipakainge::self", "sipakainge::self_en"."""
        name = column + after
        if name not in self._own:
            self._own[name] = [(MAIN, name), *self._own_columns(column, after)]
        return self._read(line, self._own[name])

    def _own_columns(self, column: str, after: str) -> list[tuple[str, str]]:
        start = f"{column}_"
        ours = [name for name in self._table.columns if name.startswith(start)]
        pairs = [
            (name.removeprefix(start).removesuffix(after), name)
            for name in ours
            if name.endswith(after)
        ]
        return [pair for pair in pairs if is_language(pair[0])]

    def _read(self, line: Line, columns: list[tuple[str, str]]) -> Text:
        cells = line.cells
        found = {language: cells[key] for language, key in columns if key in cells}
        if not found:
            return NOTHING
        if max(map(len, found.values())) > LONGEST_TEXT:
            places = dict(columns)
            found = {one: self._cut(line, places[one], found[one]) for one in found}
        return Text.of(found)

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
        message = "Kode bahasa kolom ini tidak dikenal. Tulis misalnya “label::Bugis (bug)”."
        if column.endswith(f".{PLAIN}"):
            message = "Kolom tanpa bahasa tidak dibawa, sebab ada kolom bahasa Indonesia."
        for line in self._table.lines:
            if line.get(column):
                place = self._table.place(column)
                self._report.add(Fate.DROPPED, self._table.name, line.row, place, message)
