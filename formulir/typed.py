"""Stored answers as a form would have sent them, for showing them in the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from survei.numerals import written
from survei.questionnaire.document import Document, Ranking


def typed(document: Document, answers: Mapping[str, Any]) -> MultiDict[str, str]:
    """The fields of a form that holds these answers."""
    ranked = {item.code for item in document.questions() if isinstance(item, Ranking)}
    found: MultiDict[str, str] = MultiDict()
    for key, answer in answers.items():
        found.setlist(key, _ranks(answer) if key in ranked else _texts(answer))
    return found


def _ranks(answer: Any) -> list[str]:
    if not isinstance(answer, list):
        return [str(answer)]
    return [f"{value}:{rank}" for rank, value in enumerate(answer, start=1)]


def _texts(answer: Any) -> list[str]:
    if isinstance(answer, list):
        return [str(value) for value in answer]
    return [written(answer) if isinstance(answer, float) else str(answer)]
