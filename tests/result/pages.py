"""What a reader finds on a result's page: its tables, its sums, its charts, as text."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.page_parser import PageParser


class ResultPage(PageParser):
    """Tables as rows of texts, each with the heading above it, and whatever else has figures."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        #: (last heading, rows).
        self.tables: list[tuple[str, list[list[str]]]] = []
        #: (label, sum).
        self.sums: list[tuple[str, str]] = []
        self.headings: list[str] = []
        #: Charts of sections in order: ((where, number) of each tick, where the marker stands).
        self.strips: list[tuple[list[tuple[float, int]], float]] = []
        self._tick: float | None = None
        self._texts: list[tuple[str, list[str]]] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "svg":
            self._hidden += 1
            if "strip" in found.get("class", "").split():
                self.strips.append(([], 0.0))
            elif found.get("class") == "strip-mark":
                self.strips[-1] = (self.strips[-1][0], float(found["x"].rstrip("%")))
        elif tag == "text" and found.get("class") == "level" and found["x"].endswith("%"):
            self._tick = float(found["x"].rstrip("%"))
        if tag == "table":
            self.tables.append((self.headings[-1] if self.headings else "", []))
        elif tag == "tr":
            self.tables[-1][1].append([])
        if tag in ("td", "th", "h2", "h3", "h4", "dt", "dd", "p", "li"):
            self._texts.append((tag, []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self._hidden -= 1
        if not self._texts or self._texts[-1][0] != tag:
            return
        text = re.sub(r"\s+", " ", "".join(self._texts.pop()[1])).strip()
        if tag in ("td", "th"):
            self.tables[-1][1][-1].append(text)
        elif tag in ("h2", "h3", "h4"):
            self.headings.append(text)
        elif tag == "dd" and "÷" in text:
            self.sums.append((self._label, text))
        elif tag == "dt":
            self._label = text

    def handle_data(self, data: str) -> None:
        if self._tick is not None:
            self.strips[-1][0].append((self._tick, int(data)))
            self._tick = None
        if self._texts and not self._hidden:
            self._texts[-1][1].append(data)

    def table(self, *columns: str) -> list[list[str]]:
        """The rows of the first table with these columns; empty without one."""
        for _, rows in self.tables:
            if rows and set(columns) <= set(rows[0]):
                return rows
        return []

    def column(self, name: str, *others: str) -> list[str]:
        """One column of the table that has this and the others."""
        rows = self.table(name, *others)
        place = rows[0].index(name) - len(rows[0]) if rows else 0  # cells may span columns
        return [row[place] for row in rows[1:]]


def number(text: str) -> Decimal:
    """The first number in a text as Indonesian writes it."""
    found = re.search(r"[+−]?[\d.]*\d(?:,\d+)?", text)
    assert found, text
    return Decimal(found[0].replace(".", "").replace(",", ".").replace("−", "-"))


def numbers(text: str) -> list[Decimal]:
    """Every number in a text."""
    return [number(one) for one in re.findall(r"[+−]?\d+(?:,\d+)?", text)]
