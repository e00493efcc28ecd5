"""A period that is promised stands in one place: no text of ours says "2 tahun" or "30 hari"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PERIOD = re.compile(
    r"\b(\d+|satu|dua|tiga|se)\s?(menit|jam|hari|minggu|bulan|tahun)\b|"
    r"\b(\d+|one|two|three)[ -](minutes?|hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
#: Texts with a time that promises nothing.
OTHER = ("dalam satu jam", "within one hour")
#: Where a number of days is an answer, an example or somebody else's rule.
APART = (
    "survei/drafting/library/",
    "survei/bank/scale_library/",
    "survei/demo/",
    "survei/migrations/",
)


def texts() -> Iterator[tuple[str, str]]:
    """(place, text) of everything that may be shown: strings of code, pages, the catalogue."""
    for room in ("survei", "formulir", "admin"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(APART):
                yield from ((name, text) for text in _strings(path.read_text()))
        for path in sorted((ROOT / room).rglob("*.html")):
            page = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
            yield from ((path.relative_to(ROOT).as_posix(), line) for line in page.splitlines())
    with (ROOT / "survei/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale="en"):
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            yield from (("messages.po", text) for text in words if text)


def _strings(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def test_no_text_names_a_period_of_its_own() -> None:
    found = [
        (place, text.strip()[:160])
        for place, text in texts()
        if PERIOD.search(text) and not any(other in text for other in OTHER)
    ]
    assert found == []
