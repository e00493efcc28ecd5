"""One walk over a document for all rules: what it holds is listed once, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from survei.questionnaire import places
from survei.questionnaire.checks.asked import Asked
from survei.questionnaire.conditions import conditions_of
from survei.questionnaire.document import Document, Section
from survei.questionnaire.finding import Place
from survei.questionnaire.kinds import Question, Rating
from survei.questionnaire.languages import MAIN
from survei.questionnaire.parts import Part, Scale
from survei.questionnaire.reachability import Reach
from survei.questionnaire.translated_text import Text, input_name


class Wording(NamedTuple):
    """One text in one language."""

    #: Of its input.
    place: Place
    #: Member of its part: "title", "anchor".
    member: str
    text: str


class Walk:
    """A document during its check. What a rule asks for first is kept for those after it."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def filled_sections(self) -> list[tuple[Place, Section, list[tuple[Place, Question]]]]:
        """Every section with its place and its questions with theirs."""
        found = []
        for number, section in enumerate(self.document.sections, 1):
            place = places.section_place(number, section)
            items = enumerate(section.questions, 1)
            inside = [(places.question_place(place, item, one), one) for item, one in items]
            found.append((place, section, inside))
        return found

    @cached_property
    def sections(self) -> list[tuple[Place, Section]]:
        """Every section with its place."""
        return [(place, section) for place, section, _ in self.filled_sections]

    @cached_property
    def questions(self) -> list[tuple[Place, Question]]:
        """Every question with its place, in the order of display."""
        return [found for _, _, inside in self.filled_sections for found in inside]

    @cached_property
    def scales(self) -> list[tuple[Place, Scale]]:
        """Every scale with its place."""
        every = self.document.scales.items()
        return [(places.scale_place(key, scale), scale) for key, scale in every]

    @cached_property
    def ratings(self) -> list[tuple[Place, Rating, Scale | None]]:
        """Every rating with its place and its scale, None where the scale does not exist.

        Rows of matrices are ratings too.
        """
        scales = self.document.scales
        return [
            (place if rating is question else places.row_place(place, number), rating, scale)
            for place, question in self.questions
            for number, rating in enumerate(question.ratings(), 1)
            for scale in (scales.get(rating.scale),)
        ]

    @cached_property
    def scaled(self) -> list[tuple[Place, Rating, Scale]]:
        """Every rating on a known scale; of a matrix the first row stands for all."""
        return [
            (place, rating, scale)
            for place, question in self.questions
            for rating in question.ratings()[:1]
            if (scale := self.document.scales.get(rating.scale))
        ]

    @cached_property
    def parts(self) -> list[tuple[Place, Part]]:
        """Every part that holds texts: document, scales, points, sections, questions and below."""
        return list(self._parts())

    def _parts(self) -> Iterator[tuple[Place, Part]]:
        yield places.WHOLE, self.document
        for place, scale in self.scales:
            yield place, scale
            for number, point in enumerate(scale.points, 1):
                yield places.point_place(place, point, number), point
        yield from self.sections
        for place, question in self.questions:
            yield place, question
            for number, choice in enumerate(getattr(question, "choices", ()), 1):
                yield places.choice_place(place, number), choice
            for number, row in enumerate(getattr(question, "rows", ()), 1):
                yield places.row_place(place, number), row
            for value, anchor in getattr(question, "anchors", {}).items():
                yield places.value_place(place, value), anchor

    @cached_property
    def texts(self) -> list[Wording]:
        """Every wording that is not empty, and whatever else is written."""
        return [
            Wording(replace(place, member=input_name(name, language)), name, text)
            for place, part in self.parts
            for name in part.__struct_fields__
            for language, text in _wordings(getattr(part, name))
            if text
        ]

    @cached_property
    def conditions(self) -> list[Asked]:
        """Every condition in the order of display."""
        found: list[Asked] = []
        before: dict[str, Question] = {}
        for place, section, inside in self.filled_sections:
            found += _asked(place, section, before)
            for here, question in inside:
                found += _asked(here, question, before)
                before |= dict.fromkeys(question.source_keys(), question)
        return found

    @cached_property
    def sound_conditions(self) -> list[Asked]:
        """Those that can be evaluated."""
        return [item for item in self.conditions if item.is_sound(self.document)]

    @cached_property
    def reach(self) -> Reach:
        """What solves the sound conditions."""
        return Reach(self.document, (item.condition for item in self.sound_conditions))


def _wordings(member: object) -> list[tuple[str, str]]:
    if isinstance(member, Text):
        return list(member.items())
    return [(MAIN, member)] if isinstance(member, str) else []


def _asked(place: Place, part: Section | Question, before: dict[str, Question]) -> list[Asked]:
    return [
        Asked(place, part, member, condition, dict(before))
        for member, condition in conditions_of(part)
    ]
