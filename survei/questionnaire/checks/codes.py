"""Keys and codes: valid, and each only once."""

from __future__ import annotations

from collections.abc import Iterator

from survei.questionnaire import places
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.codes import code_findings
from survei.questionnaire.finding import Finding


def valid_key(walk: Walk) -> Iterator[Finding]:
    """The key of the questionnaire is a code."""
    yield from code_findings([(places.WHOLE, walk.document.key)])


def valid_section_codes(walk: Walk) -> Iterator[Finding]:
    """Section codes are codes and unique."""
    yield from code_findings((place, section.code) for place, section in walk.sections)


def valid_question_codes(walk: Walk) -> Iterator[Finding]:
    """Question codes are codes and unique in the whole document."""
    yield from code_findings((place, question.code) for place, question in walk.questions)


def valid_scale_keys(walk: Walk) -> Iterator[Finding]:
    """Scale keys are codes; a mapping keeps them unique."""
    yield from code_findings((place, place.scale) for place, _ in walk.scales)
