"""Which words of a text changed, for two texts side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: A word, a run of white space, or a single other character.
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
#: More comparisons than this cost too much: the whole text then counts as changed.
MOST_PAIRS = 400_000


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed or changed."""

    text: str
    is_changed: bool


def compared(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """The two texts in pieces; joined, each gives its text again."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) * len(new) > MOST_PAIRS or not (old and new):
        return _all(before), _all(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = [(old[a:b], tag != "equal") for tag, a, b, _, _ in steps]
    come = [(new[c:d], tag != "equal") for tag, _, _, c, d in steps]
    return list(_pieces(gone)), list(_pieces(come))


def _all(text: str) -> list[Piece]:
    return [Piece(text, True)] if text else []


def _pieces(runs: Sequence[tuple[Sequence[str], bool]]) -> Iterator[Piece]:
    """Neighbours that changed are one piece, the white space between them included."""
    texts = [("".join(tokens), is_changed) for tokens, is_changed in runs if tokens]
    held, was_changed = "", False
    for place, (text, is_changed) in enumerate(texts):
        is_inside = was_changed and place + 1 < len(texts) and text.isspace()
        is_changed = is_changed or is_inside
        if held and is_changed != was_changed:
            yield Piece(held, was_changed)
            held = ""
        held, was_changed = held + text, is_changed
    if held:
        yield Piece(held, was_changed)
