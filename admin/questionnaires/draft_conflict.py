"""What the second editor is shown: who was faster, what they changed, where it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from admin.questionnaires.condition_fields import ConditionField
from admin.questionnaires.draft import Draft
from survei.drafting.draft_revisions import document_at
from survei.questionnaire.difference import Change, difference
from survei.questionnaire.document import Document


@dataclass(frozen=True)
class Conflict:
    """Shown on top of the page that was refused with 409."""

    editor: str
    #: Changes from the state the page was made from; empty when that is forgotten.
    changes: Sequence[Change] = ()
    #: Field name → stored text, for fields that the other one changed.
    theirs: Mapping[str, str] = field(default_factory=dict)
    #: Whether the part itself was deleted.
    is_gone: bool = False
    #: What to do, where no form was typed in.
    advice: str = ""
    #: The button that came too late, to press again.
    retry: Any = None


def base_document(draft: Draft, revision: int) -> Document | None:
    """The document that the refused page was made from, if it is still known."""
    return document_at(draft.id, revision)


def conflict_with(draft: Draft, base: Document | None, **details: Any) -> Conflict:
    """The conflict of a page made from `base` with the draft as it is now."""
    changes = difference(base, draft.document) if base else ()
    return Conflict(draft.questionnaire.draft_saved_by, changes, **details)


def stored_differences(typed: Any, stored: Any, before: Any | None) -> dict[str, str]:
    """Fields in which the stored part differs from what was typed, by what others changed.

    Takes three forms of the same part; `before` is the state that the page was made from. Without
    it every difference counts.
    """
    found = {}
    for now in stored:
        if now.name not in typed or shown(typed[now.name]) == shown(now):
            continue
        if before is None or now.name not in before or shown(before[now.name]) != shown(now):
            found[now.name] = shown(now)
    return found


def shown(field: Any) -> str:
    """A field's content as one text."""
    if isinstance(field, ConditionField):
        return field.words()
    if hasattr(field, "entries"):
        rows = (row for row in field.entries if any(part.data for part in row.form))
        return "\n".join(" · ".join(filter(None, map(_inner, row.form))) for row in rows)
    return _inner(field)


def _inner(field: Any) -> str:
    if field.type in ("HiddenField",):
        return ""
    if field.type == "YesNo":
        return "✓" if field.data else "–"
    return field._value() if hasattr(field, "_value") else str(field.data or "")
