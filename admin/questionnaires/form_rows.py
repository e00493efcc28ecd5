"""Rows of a part's form: moved, dropped, grown; clauses of conditions dropped and preset."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext

from admin.forms import say
from admin.questionnaires.condition_fields import ConditionField
from survei.numerals import digits
from survei.questionnaire.choices import Operator
from survei.questionnaire.pasting import TooManyColumns

#: Lists whose rows have an order of their own.
ORDERED = ("choices", "rows")


def ordered_list(form: Any) -> Any:
    """The form's list of choices or rows; None where it has none."""
    return next((form[name] for name in ORDERED if name in form), None)


def take_lines(form: Any, text: str) -> str:
    """One more row per pasted line. Takes none and gives the reason where not all have room."""
    field = ordered_list(form)
    if field is None:
        return ""
    try:
        rows = field.unbound_field.args[0].pasted(text)
    except TooManyColumns as refusal:
        return say(refusal.message, refusal.params)
    if not rows:
        return ""
    while field.entries and is_blank(field.entries[-1].form):
        field.pop_entry()
    room = max(0, field.most - len(field.entries))
    if len(rows) > room:
        return ngettext(
            "Tempelan berisi %(num)s baris, padahal hanya ada tempat untuk %(room)s.",
            "Tempelan berisi %(num)s baris, padahal hanya ada tempat untuk %(room)s.",
            len(rows),
            room=room,
        )
    for row in rows:
        field.append_entry(row)
    return ""


def arrange(form: Any, do: str) -> None:
    """Moves or drops a row: "row-up:2", "row-down:2", "row-drop:2"."""
    verb, _colon, index = do.partition(":")
    field, at = ordered_list(form), digits(index)
    if field is None or at is None:
        return
    rows = field.entries
    target = {"row-up": at - 1, "row-down": at + 1}.get(verb)
    if at < len(rows) and verb == "row-drop":
        del rows[at]
    elif target is not None and at < len(rows) and 0 <= target < len(rows):
        rows[at], rows[target] = rows[target], rows[at]


def add_blank_rows(field: Any, count: int) -> None:
    """Empty rows at the end, as many as the list may still hold."""
    blank = sum(1 for row in field.entries if is_blank(row.form))
    for _row in range(count - blank):
        if len(field.entries) < field.max_entries:
            field.append_entry()


def is_blank(row: Any) -> bool:
    """Whether nothing was typed in a row."""
    return row.is_blank() if hasattr(row, "is_blank") else not any(part.data for part in row)


def drop_clause(form: Any, do: str) -> None:
    """Drops a comparison: "clause-drop:show_if:1". Before the check: it may be the wrong one."""
    verb, *where = do.split(":")
    if verb != "clause-drop" or len(where) != 2:
        return
    member, index = where[0], digits(where[1])
    if index is not None and member in form and isinstance(form[member], ConditionField):
        form[member].drop(index)


def apply_preset(form: Any, do: str, key: str) -> None:
    """ "Wajib bila nilai … berada di ujung skala": one clause instead of what was there."""
    if do != "preset" or not getattr(form, "offers_preset", False):
        return
    field = form.required_if
    if not key or field.asked is None or field.asked.problem(field.part, key):
        return
    field.replace_rows([(key, Operator.EXTREME)])
    form.required.data = False
