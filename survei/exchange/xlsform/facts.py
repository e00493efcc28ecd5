"""What rows of every type have: texts, conditions, and cells that are not carried."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from survei.exchange.xlsform.import_state import Intake
from survei.exchange.xlsform.report import Fate
from survei.exchange.xlsform.survey_tree import Node
from survei.exchange.xlsform.vocabulary import OURS
from survei.questionnaire.parts import Condition

#: Looks that mean something to us, or that each question has anyway.
KNOWN_LOOKS = {"likert", "multiline", "list-nolabel", "field-list", "table-list"}


def shared(node: Node, intake: Intake, around: Condition | None) -> dict[str, Any]:
    """What every kind has."""
    line, cells = node.line, node.line.cells
    show_if = intake.show_if(node, around)
    required, required_if = intake.required(node)
    text = intake.texts.label(line, node.name)
    if not intake.texts.of(line, "label"):
        message = "Label kosong; nama dipakai sebagai pertanyaan."
        intake.remark(Fate.CHANGED, node, f"label.{intake.texts.main}", message)
    return {
        "code": intake.code(node),
        "text": text,
        "text_self": intake.texts.own(line, f"{OURS}self"),
        "hint": intake.texts.of(line, "hint"),
        "required": required,
        "required_if": required_if,
        "show_if": show_if,
        "tags": [tag for part in cells.get(f"{OURS}tags", "").split(",") if (tag := part.strip())],
        "origin": cells.get(f"{OURS}origin", ""),
    }


def tell_unread(node: Node, intake: Intake) -> None:
    """Every filled cell of the row that is not carried."""
    for column in intake.unread:
        if column in node.line.cells:
            intake.drop(node, column, "Kolom ini tidak ada padanannya; isinya tidak dibawa.")
    for look in node.line.get("appearance").split():
        if look not in KNOWN_LOOKS:
            intake.drop(node, "appearance", "Tampilan “%(look)s” tidak dibawa.", look=look)
    if node.line.get("parameters") and node.word != "range":
        intake.drop(node, "parameters", "Kolom ini tidak ada padanannya; isinya tidak dibawa.")


def list_name(node: Node) -> str:
    """The list that a type names: the word after "select_one"."""
    return _list_name(node.line.get("type"))


@lru_cache(maxsize=256)
def _list_name(text: str) -> str:
    words = text.split()
    heads = 1 if "_" in words[0] or words[0].lower() == "rank" else 2
    return words[heads] if len(words) > heads else ""
