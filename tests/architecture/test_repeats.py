"""Nothing is drawn or written twice: no seven lines of a page or a module stand in another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.architecture.product import sources

LINES = 7
#: Lines that say nothing by themselves: imports, comments, brackets, lists of names.
THIN = re.compile(r"import .*|from .*|#.*|\{#.*|.{0,3}|[\w, ]+,?")
#: Two that may be alike: typst's process imports nothing of ours, so that it starts quickly.
APART = {("survei/paper/typst_process.py", "survei/workbook/parser_process.py")}


@pytest.mark.parametrize("ending", [".py", ".html", ".js", ".css"])
def test_no_file_repeats_another(ending: str) -> None:
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for path, text in sources(ending).items():
        for run in runs(text):
            found[run].add(path)
    pairs = {pair for paths in found.values() for pair in pairwise(sorted(paths))}
    assert pairs - APART == set()


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every stretch of lines that say something."""
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if not THIN.fullmatch(line)]
    yield from (tuple(told[at : at + LINES]) for at in range(len(told) - LINES + 1))
