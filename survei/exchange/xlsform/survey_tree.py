"""Rows of the survey sheet as a tree of groups, and what stops a form before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

import msgspec

from survei.exchange.xlsform.expressions import references
from survei.exchange.xlsform.report import Fate, Report
from survei.exchange.xlsform.sheet_tables import Line, Table
from survei.exchange.xlsform.vocabulary import OURS
from survei.questionnaire.document import MOST_QUESTIONS

BEGIN = {"begin group": "group", "begin repeat": "repeat"}
END = {"end group": "group", "end repeat": "repeat"}
#: Columns whose references make a row depend on another.
DEPENDING = ("relevant", "calculation")
#: Columns of which one at least is filled in a row that is meant to be read.
NAMED = frozenset({"name", "label.id", "label.en", "label.plain"})
#: Groups inside groups beyond this are no questionnaire.
DEEPEST = 20


class Node(msgspec.Struct, gc=False):  # a tree: never part of a circle
    """A question, or a group with what is in it."""

    line: Line
    #: First words of the type: "select one", "begin group".
    word: str
    children: list[Node] = []
    name: str = ""
    is_group: bool = False

    def __post_init__(self) -> None:
        self.name = self.line.get("name")
        self.is_group = self.word in BEGIN


@lru_cache(maxsize=256)
def type_word(text: str) -> str:
    """The type without its list: "select_one  ya" gives "select one"."""
    words = re.split(r"[\s_]+", text.strip().lower())
    if words[2:4] == ["from", "file"]:
        return "_".join(words[:4])
    if words[0] in ("select", "begin", "end"):
        return " ".join(words[:2])
    return words[0] if words[0] == "rank" else "_".join(words)


def read_tree(table: Table, report: Report) -> list[Node]:
    """The rows in their groups. Adds errors for groups that do not begin or end."""
    tops: list[Node] = []
    stack: list[Node] = []
    for line in table.lines:
        kind = line.get("type")
        word = type_word(kind) if kind else ""
        here = stack[-1].children if stack else tops
        if word in END:
            _end(stack, END[word], line, table, report)
        elif word:
            here.append(Node(line, word))
            if word in BEGIN:
                stack.append(here[-1])
        elif not NAMED.isdisjoint(line.cells):
            message = "Baris ini tidak memiliki jenis (type), jadi tidak dibaca."
            report.add(Fate.DROPPED, table.name, line.row, table.place("type"), message)
        if len(stack) > DEEPEST:
            message = "Kelompok bertingkat lebih dari %(most)s."
            place = table.place("type")
            report.add(Fate.ERROR, table.name, line.row, place, message, most=DEEPEST)
            break
    for node in stack:
        message = "Kelompok “%(name)s” tidak ditutup."
        place = table.place("type")
        report.add(Fate.ERROR, table.name, node.line.row, place, message, name=node.name)
    return tops


def _end(stack: list[Node], what: str, line: Line, table: Table, report: Report) -> None:
    if stack and BEGIN[stack[-1].word] == what:
        stack.pop()
        return
    message = "Penutup kelompok ini tidak mempunyai pembuka yang sejenis."
    report.add(Fate.ERROR, table.name, line.row, table.place("type"), message)


#: A node with the groups around it.
Placed: TypeAlias = tuple[Node, tuple[Node, ...]]


def walk(nodes: list[Node], above: tuple[Node, ...] = ()) -> Iterator[Placed]:
    """Every node in the order of rows, with the groups around it."""
    for node in nodes:
        yield node, above
        yield from walk(node.children, (*above, node))


def refuse_unusable(every: list[Placed], table: Table, report: Report) -> None:
    """Errors: too many questions, names missing or used twice, references in a circle."""
    asked = [node for node, above in every if _counts(node, above)]
    if len(asked) > MOST_QUESTIONS:
        message = "Formulir memuat %(count)s pertanyaan; batasnya %(most)s."
        row, place = asked[MOST_QUESTIONS].line.row, table.place("type")
        counts = {"count": len(asked), "most": MOST_QUESTIONS}
        report.add(Fate.ERROR, table.name, row, place, message, **counts)
        return
    _refuse_names(every, table, report)
    _refuse_circles(every, table, report)


def _counts(node: Node, above: tuple[Node, ...]) -> bool:
    """Whether a row is a question of its own; a table of ratings is one."""
    if above and "table-list" in above[-1].line.get("appearance"):
        return above[-1].children[0] is node
    return not (node.is_group or node.line.get(f"{OURS}part"))


def _refuse_names(every: list[Placed], table: Table, report: Report) -> None:
    first: dict[str, int] = {}
    place = table.place("name")
    for node, _ in every:
        row = node.line.row
        if not node.name:
            if not node.is_group:
                report.add(Fate.ERROR, table.name, row, place, "Nama (name) belum diisi.")
        elif node.name in first:
            message = "Nama “%(name)s” sudah dipakai pada baris %(first)s."
            report.add(
                Fate.ERROR, table.name, row, place, message, name=node.name, first=first[node.name]
            )
        else:
            first[node.name] = row


def _refuse_circles(every: list[Placed], table: Table, report: Report) -> None:
    #: Of those that need any.
    needs: dict[str, set[str]] = {}
    lines: dict[str, tuple[int, str]] = {}
    used = [name for name in DEPENDING if name in table.columns]
    for node, above in every if used else ():
        around = [one.line.cells for one in (node, *above)]
        texts = [cells[name] for cells in around for name in used if name in cells]
        if not texts:
            continue
        needs[node.name] = {name for text in texts for name in references(text)}
        column = "calculation" if node.line.get("calculation") else "relevant"
        lines[node.name] = node.line.row, table.place(column)
    for circle in _circles(needs):
        row, place = lines[circle[0]]
        message = "Syarat melingkar: %(circle)s."
        shown = " → ".join([*circle, circle[0]])
        report.add(Fate.ERROR, table.name, row, place, message, circle=shown)


def _circles(needs: dict[str, set[str]]) -> Iterator[list[str]]:
    """Circles of names that need each other, each once; without recursion."""
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        stack = [(start, iter(sorted(needs[start] & needs.keys())))] if start not in done else []
        if stack:
            path.append(start)
        while stack:
            name, rest = stack[-1]
            after = next((one for one in rest if one not in done), None)
            if after is None:
                done.add(name)
                stack.pop()
                path.pop()
            elif after in path:
                yield path[path.index(after) :]
                done.add(after)
            else:
                path.append(after)
                stack.append((after, iter(sorted(needs[after] & needs.keys()))))
