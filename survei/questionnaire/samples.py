"""Sample answers to a whole questionnaire, for looking at a form that is filled in."""

from __future__ import annotations

from typing import Any

from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.conditions import shown
from survei.questionnaire.document import Document
from survei.questionnaire.kinds import Question
from survei.questionnaire.sampler import Filling, Sampler


def sample_answers(
    document: Document, filling: Filling, *, seed: int = 0, language: str = "id"
) -> dict[str, Any]:
    """Answers as they are stored, to what is shown with them; the same seed gives the same.

    "Lowest" is the first point of each scale as it stands on the form, also where it counts
    most. With `Filling.CANNOT_RATE` only "tidak dapat menilai" is answered, where it is offered.
    Files are never answered, and no sample chooses "lainnya".
    """
    sampler = Sampler(filling, seed)
    found: dict[str, Any] = {}
    for question in document.questions():
        for key in question.own_keys():
            answer = _answer(document, question, filling, sampler, language)
            if answer is not None:
                found[key] = answer
    return shown(document, found).answers


def _answer(
    document: Document, question: Question, filling: Filling, sampler: Sampler, language: str
) -> Any:
    if filling is Filling.CANNOT_RATE:
        return CANNOT_RATE if question.allow_na else None
    return question.sample(document.scales, sampler, language)
