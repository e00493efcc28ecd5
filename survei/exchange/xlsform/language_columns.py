"""Which columns of a form are a text in which language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from survei.exchange.xlsform.report import Fate, Report
from survei.exchange.xlsform.sheet_tables import PLAIN, TRANSLATED, Line, Table, languages_lost
from survei.questionnaire.languages import MAIN, is_language
from survei.questionnaire.parts import LONGEST_TEXT
from survei.questionnaire.translated_text import NOTHING, Text

#: [(language, its column in that language)], in the order of a text.
Columns: TypeAlias = list[tuple[str, str]]


class Texts:
    """Reads the texts of one sheet. Languages without a known code are told and left."""

    def __init__(self, table: Table, report: Report) -> None:
        self._table = table
        self._report = report
        languages = [key.partition(".")[2] for key in table.columns if key.startswith("label.")]
        known = [language for language in (MAIN, PLAIN, "en") if language in languages]
        #: The language whose texts become the Indonesian ones.
        self.main = (known or languages or [MAIN])[0]
        self._columns = {column: self._languages_of(column) for column in TRANSLATED}
        self._own: dict[str, Columns] = {}
        #: Rows that may hold a text which is too long.
        self._long = {
            line.row for line in table.lines if len("".join(line.cells.values())) > LONGEST_TEXT
        }
        for key in languages_lost(table):
            if key.partition(".")[2] != self.main:
                self._tell_lost(key)
        if languages and self.main not in (MAIN, PLAIN):
            message = "Tidak ada teks Indonesia; teks kolom ini menjadi teks utama."
            place = table.place(f"label.{self.main}")
            report.add(Fate.CHANGED, table.name, 0, place, message)

    def _languages_of(self, column: str) -> Columns:
        main = MAIN if f"{column}.{MAIN}" in self._table.columns else self.main
        others = [
            (language, key)
            for key in self._table.columns
            for name, _, language in [key.partition(".")]
            if name == column and language not in (main, MAIN) and is_language(language)
        ]
        return _in_order([(MAIN, f"{column}.{main}"), *others])

    def label(self, line: Line, otherwise: str) -> Text:
        """The label; where the main one is missing another takes its place, else the name."""
        text = self.of(line, "label")
        if text.get(MAIN):
            return text
        language, wording = next(iter([pair for pair in text.items() if pair[1]]), ("", ""))
        return text.having(language, "").having(MAIN, wording) if wording else Text(otherwise)

    def of(self, line: Line, column: str) -> Text:
        """A text that XLSForm knows, in every language."""
        return self._read(line, self._columns[column])

    def own(self, line: Line, column: str) -> Text:
        """A text in columns of ours: "sipakainge::self", "sipakainge::self_en"."""
        return self._read(line, self.own_columns(column))

    def own_columns(self, column: str, after: str = "") -> Columns:
        """Those columns; `after` stands behind the language, as the point of an anchor does."""
        name = column + after
        if name not in self._own:
            self._own[name] = _in_order([(MAIN, name), *self._translations(f"{column}_", after)])
        return self._own[name]

    def _translations(self, start: str, end: str) -> Iterator[tuple[str, str]]:
        for name in self._table.columns:
            if name.startswith(start) and name.endswith(end):
                language = name.removeprefix(start).removesuffix(end)
                if is_language(language):
                    yield language, name

    def written(self, line: Line, texts: Mapping[str, Columns]) -> dict[str, Text]:
        """Those of several texts that are written in any language, by their names."""
        cells = line.cells
        if line.row in self._long:
            cells = self._short(line, chain.from_iterable(texts.values()))
        of_cells = Text.of_cells
        return {name: text for name, columns in texts.items() if (text := of_cells(cells, columns))}

    def _read(self, line: Line, columns: Columns) -> Text:
        cells = self._short(line, columns) if line.row in self._long else line.cells
        return Text.of_cells(cells, columns) or NOTHING

    def _short(self, line: Line, columns: Iterable[tuple[str, str]]) -> dict[str, str]:
        """The cells of texts, cut where they are too long."""
        cells = line.cells
        return {key: self._cut(line, key, cells[key]) for _, key in columns if key in cells}

    def languages(self) -> set[str]:
        """Every language in which a text may have been read so far."""
        used = [*self._columns.values(), *self._own.values()]
        return {language for columns in used for language, _ in columns}

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


def _in_order(columns: Columns) -> Columns:
    return sorted(columns, key=lambda pair: (pair[0] != MAIN, pair[0]))
