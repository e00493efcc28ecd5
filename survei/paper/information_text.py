"""Information text as plain data for the template: blocks of spans, never markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.token import Token

from survei.questionnaire.markdown import reader

_reader = reader()
LISTS = {"bullet_list_open": False, "ordered_list_open": True}
#: Mark → member of a span that it switches.
MARKS = {"strong": "bold", "em": "italic"}


def blocks_of(text: str) -> list[dict[str, Any]]:
    """Paragraphs `{"spans": […]}` and lists `{"ordered", "items": [blocks, …]}`."""
    return _blocks(iter(_reader.parse(text)))


def _blocks(tokens: Iterator[Token]) -> list[dict[str, Any]]:
    """Blocks up to the token that closes what is open."""
    found: list[dict[str, Any]] = []
    for token in tokens:
        if token.type in LISTS:
            start = int(token.attrs.get("start", 1))
            items = _items(tokens)
            found.append({"ordered": LISTS[token.type], "start": start, "items": items})
        elif token.type == "inline":
            found.append({"spans": list(_spans(token.children or ()))})
        elif token.type.endswith(("list_close", "item_close")):
            break
    return found


def _items(tokens: Iterator[Token]) -> list[list[dict[str, Any]]]:
    found = []
    for token in tokens:
        if token.type != "list_item_open":
            break
        found.append(_blocks(tokens))
    return found


def _spans(children: Sequence[Token]) -> Iterator[dict[str, Any]]:
    """Pieces of a paragraph; on paper a link shows its address after its words."""
    style = {"bold": False, "italic": False}
    links: list[tuple[str, str]] = []
    said = ""
    for token in children:
        kind, _, edge = token.type.rpartition("_")
        if kind in MARKS:
            style[MARKS[kind]] = edge == "open"
        elif kind == "link" and edge == "open":
            links.append((str(token.attrs.get("href", "")), said))
        elif kind == "link":
            address, before = links.pop()
            if said.removeprefix(before).strip() != address:
                yield {"text": f" ({address})", **style}
        else:
            text = token.content if token.type == "text" else "\n"
            said += text
            yield {"text": text, **style}
