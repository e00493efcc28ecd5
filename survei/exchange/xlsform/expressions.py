"""The part of XLSForm's XPath that we read: comparisons, and / or, a few functions.

A pure parser: text in, a tree out. What it does not know it refuses, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

#: Longer or deeper expressions are refused before they cost anything.
LONGEST, DEEPEST = 5_000, 20

_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{\s*[^{}]+?\s*\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+(?:\.\d+)?|"
    r"\.\d+)|(?P<sign>!=|<=|>=|[=<>(),+*-])|(?P<name>[A-Za-z_][\w-]*(?::[A-Za-z_][\w-]*)?)|"
    r"(?P<itself>\.(?![./\w])))"
)


class NotUnderstood(Exception):
    """The expression is outside the part that we read."""


@dataclass(frozen=True)
class Ref:
    """`${name}`: the answer to another question."""

    name: str


@dataclass(frozen=True)
class Itself:
    """`.`: the answer to the question itself."""


@dataclass(frozen=True)
class Text:
    """A quoted text."""

    value: str


@dataclass(frozen=True)
class Num:
    """A number as it was written, with its sign."""

    value: str


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Operation:
    """Two sides and what stands between: = != < > <= >= + - * div mod."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Joined:
    """Parts of which all ("and") or any ("or") must hold; brackets keep their own."""

    word: str
    parts: tuple[Expression, ...]


Expression: TypeAlias = Ref | Itself | Text | Num | Call | Operation | Joined

COMPARING = ("=", "!=", "<=", ">=", "<", ">")


def parse(text: str) -> Expression:
    """The tree of an expression. Raises NotUnderstood."""
    if len(text) > LONGEST:
        raise NotUnderstood
    reader = _Reader(_tokens(text))
    tree = reader.either()
    if reader.token is not None:
        raise NotUnderstood
    return tree


def references(text: str) -> list[str]:
    """Every name in `${…}`, also of expressions that we cannot read."""
    if "${" not in text:
        return []
    return [name.strip() for name in re.findall(r"\$\{([^{}]*)\}", text[:LONGEST])]


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place, end = [], 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise NotUnderstood
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


class _Reader:
    """Reads tokens from the loosest binding (or) to the tightest."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    @property
    def token(self) -> tuple[str, str] | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def take(self, *wanted: str) -> str | None:
        """The next token when it is one of these signs or words."""
        if self.token and self.token[0] in ("sign", "name") and self.token[1] in wanted:
            self._next += 1
            return self._tokens[self._next - 1][1]
        return None

    def either(self) -> Expression:
        parts = [self.all()]
        while self.take("or"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def all(self) -> Expression:
        parts = [self.comparison()]
        while self.take("and"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def comparison(self) -> Expression:
        left = self.sum()
        sign = self.take(*COMPARING)
        return Operation(sign, left, self.sum()) if sign else left

    def sum(self) -> Expression:
        left = self.product()
        while sign := self.take("+", "-"):
            left = Operation(sign, left, self.product())
        return left

    def product(self) -> Expression:
        left = self.single()
        while sign := self.take("*", "div", "mod"):
            left = Operation(sign, left, self.single())
        return left

    def single(self) -> Expression:
        if self.take("-"):
            inner = self.single()
            if not isinstance(inner, Num):
                raise NotUnderstood
            return Num(inner.value.removeprefix("-") if "-" in inner.value else f"-{inner.value}")
        if self.take("("):
            return self._inside()
        return self._word()

    def _inside(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotUnderstood
        tree = self.either()
        if not self.take(")"):
            raise NotUnderstood
        self._depth -= 1
        return tree

    def _word(self) -> Expression:
        if self.token is None:
            raise NotUnderstood
        kind, text = self.token
        self._next += 1
        match kind:
            case "ref":
                return Ref(text[2:-1].strip())
            case "text":
                return Text(text[1:-1])
            case "number":
                return Num(text)
            case "itself":
                return Itself()
            case "name" if self.take("("):
                return Call(text, self._arguments())
        raise NotUnderstood

    def _arguments(self) -> tuple[Expression, ...]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotUnderstood
        found: list[Expression] = []
        while not self.take(")"):
            if found and not self.take(","):
                raise NotUnderstood
            found.append(self.either())
        self._depth -= 1
        return tuple(found)


def written(tree: Expression) -> str:
    """The expression as text, for telling a person."""
    match tree:
        case Ref(name):
            return f"${{{name}}}"
        case Itself():
            return "."
        case Text(value):
            return quoted(value)
        case Num(value):
            return value
        case Call(name, arguments):
            return f"{name}({', '.join(map(written, arguments))})"
        case Operation(sign, left, right):
            return f"{_bracketed(left)} {sign} {_bracketed(right)}"
        case Joined(word, parts):
            return f" {word} ".join(map(_bracketed, parts))


def _bracketed(tree: Expression) -> str:
    is_joined = isinstance(tree, Joined) or (
        isinstance(tree, Operation) and tree.sign not in COMPARING
    )
    return f"({written(tree)})" if is_joined else written(tree)


def quoted(text: str) -> str:
    """A text literal; XPath has no escape, so of two kinds of quotes one is lost."""
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', "”") + '"'
