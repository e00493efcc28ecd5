"""Stored answers as a form would have sent them, for showing them in the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from survei.questionnaire.document import Document


def typed(document: Document, answers: Mapping[str, Any]) -> MultiDict[str, str]:
    """The fields of a form that holds these answers."""
    asked = {key: question for question in document.questions() for key in question.own_keys()}
    found: MultiDict[str, str] = MultiDict()
    for key, answer in answers.items():
        found.setlist(key, asked[key].stored_as(answer) if key in asked else [str(answer)])
    return found
