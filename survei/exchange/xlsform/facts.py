"""What rows of every type have: texts, conditions, and cells that are not carried."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from survei.exchange.xlsform.import_state import ImportState
from survei.exchange.xlsform.report import Fate
from survei.exchange.xlsform.survey_tree import Node
from survei.exchange.xlsform.vocabulary import OURS
from survei.questionnaire.parts import Condition
from survei.questionnaire.translated_text import Text

#: Looks that mean something to us, or that each question has anyway.
KNOWN_LOOKS = {"likert", "multiline", "list-nolabel", "field-list", "table-list"}


def shared(node: Node, state: ImportState, around: Condition | None) -> dict[str, Any]:
    """What every kind has."""
    line, cells = node.line, node.line.cells
    show_if = state.show_if(node, around)
    required, required_if = state.required(node)
    text = state.texts.label(line, "")
    if not text:
        text = Text(node.name)
        message = "Label kosong; nama dipakai sebagai pertanyaan."
        state.remark(Fate.CHANGED, node, f"label.{state.texts.main}", message)
    return {
        "code": state.code(node),
        "text": text,
        "text_self": state.texts.own(line, f"{OURS}self"),
        "hint": state.texts.of(line, "hint"),
        "required": required,
        "required_if": required_if,
        "show_if": show_if,
        "tags": _tags(cells.get(f"{OURS}tags", "")),
        "origin": cells.get(f"{OURS}origin", ""),
    }


def _tags(text: str) -> list[str]:
    return [tag for part in text.split(",") if (tag := part.strip())] if text else []


def tell_unread(node: Node, state: ImportState) -> None:
    """Every filled cell of the row that is not carried."""
    for column in state.unread:
        if column in node.line.cells:
            state.drop(node, column, "Kolom ini tidak ada padanannya; isinya tidak dibawa.")
    for look in node.line.get("appearance").split():
        if look not in KNOWN_LOOKS:
            state.drop(node, "appearance", "Tampilan “%(look)s” tidak dibawa.", look=look)
    if node.line.get("parameters") and node.word != "range":
        state.drop(node, "parameters", "Kolom ini tidak ada padanannya; isinya tidak dibawa.")


def list_name(node: Node) -> str:
    """The list that a type names: the word after "select_one"."""
    return _list_name(node.line.get("type"))


@lru_cache(maxsize=256)
def _list_name(text: str) -> str:
    words = text.split()
    heads = 1 if "_" in words[0] or words[0].lower() == "rank" else 2
    return words[heads] if len(words) > heads else ""
