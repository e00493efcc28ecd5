"""Finds every text of the product that a person may read: the msgids of the catalogue.

Web code and templates wrap their texts (`_("…")`). The domain knows no Flask: its texts stand in
tables, in the messages of refusals and in calls that build findings; the views translate them by
msgid. So this looks at places, listed below, and beyond them at any text that reads Indonesian.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[2]
ROOMS = ("formulir", "admin", "survei")

#: Where Indonesian is not the interface: contents with their own English, letters, terminals.
APART = (
    "admin/commands/",
    "survei/adoption.py",
    "survei/backup.py",
    "survei/catalogues.py",
    "survei/cycle/cycle_file.py",
    "survei/demo/",
    "survei/exclusive.py",
    "survei/installation/",
    "survei/invitation/distribution.py",
    "survei/invitation/letters.py",
    "survei/account/letters.py",
    "survei/mail/letter_body.py",
    "survei/mail/letters.py",
    "survei/migrations/",
    "survei/processes.py",
    "survei/questionnaire/blank.py",
    "survei/questionnaire/languages.py",
    "survei/settings.py",
    "survei/staff/rules/roles.py",
    "survei/starting.py",
    "survei/structure/",
    "survei/worker/",
)
#: Functions of Flask-Babel, as they are called in this code.
GETTEXT = {"_", "__", "_l", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"}
PLURAL = {"ngettext", "lazy_ngettext"}
#: Callables of ours (besides refusals and views) whose texts are shown.
SHOWN_BY = {
    "Change", "Issue", "ListFilter", "Refusal", "Step", "Term", "about",
    "_finding", "action", "at", "error", "warning", "label", "Note", "RelationTraits",
}  # fmt: skip
#: Class attributes and columns of tables that are shown.
SHOWN_AS = {
    "message", "description", "search_text", "empty_text", "title", "lead", "name",
    "category", "label", "text", "remedy", "question", "done", "button", "reason", "hint",
}  # fmt: skip
#: Tables of single small words.
SMALL_WORDS = {"AGREEMENT_WORDS", "RELIABILITY_WORDS"}
#: Technical constants that look like words.
NOT_WORDS = re.compile(
    r"^noopener |^default-src|asctime|^\s*\n|^\([a-z ]+\||"
    r"SELECT |UPDATE |INSERT |DROP |[{<=]|max-age|^[a-z_]+(, [a-z_]+)+$|"
    r"^-c |^[A-Z][a-z]+/[A-Z]|"
    r"^(From|To|Date|Subject|[A-Z][a-z]+-[A-Z][\w-]+|Cc|Cs|Sipakainge)$|^error %s|"
    r"^employees import$|out of range|`|\\b|^(%\(\w+\)s)+$|^[\w.]+\.[a-z_]+$"
)
LOOKS_SHOWN = re.compile(r"^(?=.*[a-z])(?:.*\S \S.*|[^\w\s]*[A-Z][a-z].*|%\(.*)$", re.DOTALL)
INDONESIAN = re.compile(
    r"\b(yang|dan|atau|tidak|belum|sudah|ini|itu|untuk|dari|dengan|pada|oleh|Anda|lagi|adalah|"
    r"bila|dapat|harus|lebih|paling|semua|setiap|hanya|penilai\w*|pegawai|kuesioner|unit kerja|"
    r"periksa|isi|tulis|pilih|tanpa|telah|masih|akan|para|cukup)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Text:
    """One msgid and where it stands."""

    path: str
    line: int
    msgid: str
    #: The second form, for texts that count.
    plural: str = ""


def texts() -> list[Text]:
    """Every text of the product, in the order of files."""
    sources = [ROOT / "app.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    pages = [path for room in ROOMS for path in (ROOT / room).rglob("*.html")]
    trees = {_name(path): ast.parse(path.read_text()) for path in sorted(sources)}
    shown_by = SHOWN_BY | _below({"SurveiError", "View", "ModelView"}, trees.values())
    found = [
        text
        for name, tree in trees.items()
        if not name.startswith(APART)
        for text in _Reader(name, shown_by).read(tree)
    ]
    return found + [text for path in sorted(pages) for text in _of_page(path)]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _of_page(path: Path) -> Iterator[Text]:
    with path.open("rb") as file:
        for line, _function, message, _comments in babel_extract(
            file, ("_", "gettext", "ngettext"), [], {"encoding": "utf-8"}
        ):
            singular, plural = message[:2] if isinstance(message, tuple) else (message, "")
            if isinstance(singular, str) and singular:
                yield Text(_name(path), line, singular, plural or "")


def _below(tops: set[str], trees: Iterable[ast.AST]) -> set[str]:
    """Names of these classes and of all classes below them."""
    above = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = set(tops)
    while grown := {name for name, bases in above.items() if bases & known} - known:
        known |= grown
    return known


class _Reader(ast.NodeVisitor):
    """Reads one file."""

    def __init__(self, name: str, shown_by: set[str]) -> None:
        self.name = name
        self.shown_by = shown_by
        self.found: list[Text] = []
        self._spoken: set[int] = set()

    def read(self, tree: ast.AST) -> list[Text]:
        self.visit(tree)
        return self.found

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                self.visit(value)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called in PLURAL:
            one, many = (part.value for part in node.args[:2] if isinstance(part, ast.Constant))
            self._take(node, str(one), str(many))
            self._spoken.update(id(part) for part in node.args[:2])
        elif called in GETTEXT:
            self._take_all(node.args[:1], any_look=True)
        elif called in self.shown_by or called.endswith(("Field", "View")):
            self._take_all([*node.args, *(word.value for word in node.keywords)])
        else:
            self._take_all(word.value for word in node.keywords if word.arg in SHOWN_AS)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        name = node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""
        self._assigned(name, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name) and node.value is not None:
            self._assigned(node.target.id, node.value)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        text = node.value
        if isinstance(text, str) and " " in text.strip() and INDONESIAN.search(text):
            self._take_all([node])

    def _assigned(self, name: str, value: ast.AST) -> None:
        is_noun = name == "noun" and isinstance(value, ast.Constant)
        if is_noun or name.endswith("LABELS") or name in SMALL_WORDS:
            self._take_all([value], any_look=True)
        elif name.isupper() or name in SHOWN_AS or name.startswith("column_"):
            self._take_all([value])

    def _take_all(self, nodes: Iterable[ast.AST], *, any_look: bool = False) -> None:
        for node in nodes:
            for part in _literals(node):
                text = part.value
                looks = LOOKS_SHOWN.match(text) and not NOT_WORDS.search(text)
                if id(part) not in self._spoken and text.strip() and (any_look or looks):
                    self._spoken.add(id(part))
                    self._take(part, text)

    def _take(self, node: ast.expr, text: str, plural: str = "") -> None:
        self.found.append(Text(self.name, node.lineno, text, plural))


def _literals(node: ast.AST | None) -> Iterator[ast.Constant]:
    """The texts that a value consists of: through tables and choices, not through calls."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _literals(value)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for value in node.elts:
            yield from _literals(value)
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _literals(value)
