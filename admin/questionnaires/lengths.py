"""How long raters take, as the designer's pages say it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask_babel import ngettext

from survei.questionnaire.document import Document
from survei.questionnaire.duration import estimated_minutes, section_minutes


@dataclass(frozen=True)
class Length:
    """Minutes of a section, or of the whole, in words."""

    title: str
    others: str
    oneself: str


def minutes_shown(document: Document) -> str:
    """ "sekitar 8 menit", rounded up."""
    return _about(estimated_minutes(document))


def lengths_of(document: Document) -> list[Length]:
    """A line per section."""
    return [
        Length(
            str(section.title),
            _about(section_minutes(document, section)),
            _about(section_minutes(document, section, relation_is_self=True)),
        )
        for section in document.sections
    ]


def whole_length(document: Document) -> Length:
    """The whole, introductions included."""
    oneself = estimated_minutes(document, relation_is_self=True)
    return Length("", minutes_shown(document), _about(oneself))


def _about(minutes: float) -> str:
    return ngettext("sekitar %(num)s menit", "sekitar %(num)s menit", math.ceil(minutes))
