"""One named submission read out: question, answer, and the behaviour that the answer stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survei.cycle.choices import Relation
from survei.cycle.relations import ONESELF
from survei.evidence.rules import size_text
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Evidence, Rating
from survei.questionnaire.wording import anchor_of, wording


@dataclass(frozen=True)
class Answer:
    """A question as the rater read it, and what was answered."""

    question: str
    #: Empty when nothing was answered.
    text: str
    #: Point and number of points, for ratings: "4" of "5".
    point: str = ""
    points: int = 0
    #: Behaviour beside the chosen point.
    anchor: str = ""
    cannot_rate: bool = False
    #: Id of the file that is the answer; its name and size are the text.
    file: str = ""


@dataclass(frozen=True)
class ReadSection:
    """A section with its answers."""

    title: str
    answers: tuple[Answer, ...]


def read(
    document: Document, answers: Mapping[str, object], relation: Relation, language: str = "id"
) -> list[ReadSection]:
    """All sections in the order of the form."""
    return [
        ReadSection(
            section.title.wording(language),
            tuple(_answers(document, section, answers, relation, language)),
        )
        for section in document.sections
    ]


def _answers(
    document: Document,
    section: Section,
    answers: Mapping[str, object],
    relation: Relation,
    language: str,
) -> Iterator[Answer]:
    for question in (item for part in section.questions for item in part.items()):
        asked = wording(question, relation == ONESELF, language)
        given = answers.get(question.code)
        if given == CANNOT_RATE:
            yield Answer(asked, "", cannot_rate=True)
        elif given in (None, "", []):
            yield Answer(asked, "")
        elif isinstance(question, Rating):
            yield _rating(document, question, asked, given, language)
        elif isinstance(question, Evidence) and isinstance(given, dict):
            size = size_text(int(given["size"]), language)
            yield Answer(asked, f"{given['name']} ({size})", file=str(given["id"]))
        else:
            yield Answer(asked, question.read(given, answers, language))


def _rating(
    document: Document, question: Rating, asked: str, given: object, language: str
) -> Answer:
    points = document.scales[question.scale].points
    point = next((point for point in points if str(point.value) == str(given)), None)
    if point is None:
        return Answer(asked, str(given))
    return Answer(
        asked,
        point.label.wording(language),
        point=str(point.value),
        points=points[-1].value,
        anchor=anchor_of(document, question, point, language),
    )
