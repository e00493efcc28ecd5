"""What a device still holds of a form that can never be sent again: shown to copy, then cleared."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import request

from formulir.forms import Definition, definition_of
from formulir.language import asked_language
from survei.invitation.models import Link
from survei.invitation.rules import tidy_token, token_hash
from survei.invitation.token_lookup import find_link


@dataclass(frozen=True)
class DeviceAnswers:
    """Where a device keeps a form's answers, and how they are put in words."""

    #: The form's name in the device's storage; empty where the script works it out.
    key: str
    #: JSON: {field: [question, {value: label}]}; empty where the questionnaire is not known.
    words: str


#: For a link that nobody knows any more: the same for all of them, and nothing is looked up.
UNKNOWN = DeviceAnswers("", "{}")


def held_on_device(*, is_known: bool) -> DeviceAnswers:
    """What the page of a link needs to find the answers and to show them."""
    if not is_known:
        return UNKNOWN
    token = (request.view_args or {}).get("token", "")
    token = tidy_token(token) or token
    return DeviceAnswers(device_key(token_hash(token)), _words(find_link(token)))


def device_key(hashed: str) -> str:
    """Under what a device keeps the answers of the link with this hash."""
    return hashed[:16]


def _words(link: Link | None) -> str:
    if link is None or link.assignment is None:
        return "{}"
    at = link.assignment
    definition = definition_of(at.version_id, relation=at.relation, asked=asked_language())
    return json.dumps(_named(definition), ensure_ascii=False)


def _named(definition: Definition) -> dict[str, tuple[str, dict[str, str]]]:
    form = definition.draft()
    return {
        field.name: (
            f"{asked.number}. {field.face.named}",
            {option.value: field.label_of(option) for option in field.face.options},
        )
        for section in definition.sections
        for asked in section.questions
        for field in form.fields_of(asked)
    }
