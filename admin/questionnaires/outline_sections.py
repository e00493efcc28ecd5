"""The outline as one sheet: which sections a page carries, and what each says beside its text.

A long questionnaire comes in pieces: the first questions at once, the others when they are
reached (by a link, or by a script as one scrolls). A script that shows an older revision says so
in `HAVE`, and gets sections that did not change since as empty places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup

from admin.questionnaires.condition_sources import ConditionSources
from admin.questionnaires.draft import Draft
from admin.questionnaires.draft_conflict import base_document
from admin.questionnaires.question_forms import QUESTION_FORMS
from survei.numerals import digits, written
from survei.questionnaire.conditions import has_conditions
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Matrix, Question, Rating, kind_of
from survei.questionnaire.markdown import reader
from survei.questionnaire.parts import Point
from survei.questionnaire.translated_text import Text
from survei.questionnaire.wording import anchor_of

_markdown = reader()

#: Header with the revision that a script shows.
HAVE = "X-Have-Revision"
#: Questions that a first page carries; more follow when they are reached.
AT_FIRST = 40
#: `buka` for all sections.
EVERYTHING = "semua"
#: How much of a section a page carries.
WHOLE, LATER, SAME = "whole", "later", "same"


@dataclass(frozen=True)
class Sheet:
    """One section of the outline."""

    section: Section
    number: int
    first: bool
    last: bool
    carries: str


def sheets(draft: Draft, focus: str) -> list[Sheet]:
    """Every section with how much of it this page carries."""
    document = draft.document
    known, opened = known_document(draft), request.args.get("buka", "")[:100]
    here = {opened, section_with(document, focus)}
    found: list[Sheet] = []
    room = AT_FIRST
    for at, section in enumerate(document.sections):
        is_wanted = section.code in here or opened == EVERYTHING
        carries = WHOLE if room > 0 or is_wanted else LATER
        if known is not None:
            same = section.code != opened and is_same(document, known, at)
            carries = SAME if same else WHOLE
        room -= len(section.questions)
        found.append(Sheet(section, at + 1, at == 0, at == len(document.sections) - 1, carries))
    return found


def known_document(draft: Draft) -> Document | None:
    """The document that the asking script shows; None without one or when it is forgotten."""
    revision = digits(request.headers.get(HAVE, ""))
    if revision is None:
        return None
    return draft.document if revision == draft.revision else base_document(draft, revision)


def is_same(document: Document, known: Document, at: int) -> bool:
    """Whether a section stands where it stood and reads as it read."""
    if at >= len(known.sections) or document.sections[at] != known.sections[at]:
        return False
    is_end = at in (len(document.sections) - 1, len(known.sections) - 1)
    if is_end and len(document.sections) != len(known.sections):
        return False
    section = document.sections[at]
    if any(document.scales.get(key) != known.scales.get(key) for key in scales_of(section)):
        return False
    return all(part.show_if is None for part in (section, *section.questions)) and not any(
        question.required_if for question in section.questions
    )


def scales_of(section: Section) -> set[str]:
    """Keys of the scales that a section's questions stand on."""
    return {question.scale for question in section.questions if hasattr(question, "scale")}


def section_with(document: Document, focus: str) -> str:
    """Code of the section in which a button ("verb:code") stands."""
    code = focus.partition(":")[2]
    if document.section(code):
        return code
    section = document.section_of(code)
    return section.code if section else ""


class Faces:
    """What the outline says beside each question, worked out only for sections it carries."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.asked = ConditionSources(document) if has_conditions(document) else None
        self._scale_anchors = {
            key: [(point, str(point.anchor)) for point in scale.points]
            for key, scale in document.scales.items()
        }

    def points(self, question: Rating | Matrix) -> list[tuple[Point, str]]:
        """(point, anchor) of a rating or a matrix."""
        found = self._scale_anchors.get(question.scale, [])
        if not isinstance(question, Rating) or not question.anchors:
            return found
        return [(point, anchor_of(self.document, question, point)) for point, _anchor in found]

    def prose(self, text: Text) -> Markup:
        """A text to read as raters see it; HTML in it stays text."""
        return Markup(_markdown.render(str(text)))  # noqa: S704 - rendered with HTML off

    def box(self, question: Question) -> str:
        """What is asked for, of kinds that are answered in a box."""
        return QUESTION_FORMS[kind_of(question)].box(question)

    def conditions(self, part: Section | Question) -> list[dict[str, Any]]:
        """Its conditions in words."""
        return self.asked.words(part) if self.asked else []


def lost_conditions(document: Document, before: Document) -> int:
    """How many conditions ask about something not before them, that did not do so before."""
    return max(0, len(_broken(document)) - len(_broken(before)))


def _broken(document: Document) -> Collection[tuple[str, str]]:
    if not has_conditions(document):
        return ()
    asked = ConditionSources(document)
    return {
        (part.code, one["member"])
        for section in document.sections
        for part in (section, *section.questions)
        for one in asked.words(part)
        if one["problems"]
    }


def facts_of(question: Question, words: dict[str, str]) -> list[str]:
    """Short words about how a question counts: optional, weight, reversed."""
    found = []
    if not question.required and question.__struct_config__.tag != "information":
        found.append(words["optional"])
    weight = getattr(question, "weight", 1)
    if weight == 0:
        found.append(words["uncounted"])
    elif weight != 1:
        found.append(_("bobot %(weight)s", weight=written(weight)))
    if getattr(question, "reversed", False):
        found.append(words["reversed"])
    return found
