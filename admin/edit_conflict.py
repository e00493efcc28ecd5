"""Two people edit the same row: the second save is refused and shows what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from peewee import Model
from wtforms import Form

from admin.actor_words import actor_words
from survei.audit.queries import last_actor_name


@dataclass(frozen=True)
class Difference:
    """One field: what is stored now and what was typed."""

    label: str
    stored: str
    typed: str


def is_stale(record: Model) -> bool:
    """Whether the posted form was made from an older state of the row."""
    if not hasattr(record, "revision"):
        return False
    return request.form.get("revision", "") != str(record.revision)


def revision_to_show(record: Model | None, *, is_conflict: bool) -> str:
    """The revision that the form carries: the posted one, or after a conflict today's."""
    if record is None or not hasattr(record, "revision"):
        return ""
    if request.method == "POST" and not is_conflict:
        return request.form.get("revision", "")
    return str(record.revision)


def compare(typed: Form, stored: Form) -> list[Difference]:
    """The fields that differ; one line saying so when only unseen columns do."""
    found = [
        Difference(_(field.label.text), text_of(stored[field.name]), text_of(field))
        for field in typed
        if text_of(field) != text_of(stored[field.name])
    ]
    return found or [Difference(_("Isian"), _("sama dengan isian Anda"), "")]


def text_of(field: Any) -> str:
    """A field's value as a person reads it."""
    if hasattr(field, "choices") and field.choices:
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(one.label) for one in field.choices if one.value in chosen)
    if isinstance(field.data, bool):
        return _("ya") if field.data else _("tidak")
    if hasattr(field, "text"):
        return str(field.text)
    value = field._value() if hasattr(field, "_value") else field.data
    return "" if value is None else str(value)


def editor_of(record: Model | None) -> str:
    """Who saved the row last, from the log."""
    if record is None:
        return ""
    return actor_words(last_actor_name(record._meta.table_name, record.get_id()))
