"""One named submission read out: question, answer, and the behaviour that the answer stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survei.cycle.choices import Relation
from survei.evidence.rules import size_text
from survei.questionnaire.choices import CANNOT_RATE, OTHER
from survei.questionnaire.document import (
    Document,
    Evidence,
    Information,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    Section,
    SingleChoice,
)
from survei.questionnaire.kinds import other_code, ratings_of
from survei.questionnaire.wording import anchor_of, text_in, wording


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
            text_in(section, "title", language),
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
    for question in _items(section):
        asked = wording(question, relation == Relation.SELF, language)
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
            yield Answer(asked, _plain(question, given, answers, language))


def _items(section: Section) -> Iterator[Question]:
    """What has an answer of its own: the rows of a matrix, not the matrix; no information."""
    for question in section.questions:
        if isinstance(question, Matrix):
            yield from ratings_of(question)
        elif not isinstance(question, Information):
            yield question


def _rating(
    document: Document, question: Rating, asked: str, given: object, language: str
) -> Answer:
    points = document.scales[question.scale].points
    point = next((point for point in points if str(point.value) == str(given)), None)
    if point is None:
        return Answer(asked, str(given))
    return Answer(
        asked,
        text_in(point, "label", language),
        point=str(point.value),
        points=points[-1].value,
        anchor=anchor_of(document, question, point, language),
    )


def _plain(question: Question, given: object, answers: Mapping[str, object], language: str) -> str:
    if isinstance(question, SingleChoice | MultipleChoice | Ranking):
        return _chosen(question, given, answers, language)
    if isinstance(question, Number):
        number = str(given) if language == "en" else str(given).replace(".", ",")
        return f"{number} {text_in(question, 'unit', language)}".strip()
    return str(given)


def _chosen(
    question: SingleChoice | MultipleChoice | Ranking,
    given: object,
    answers: Mapping[str, object],
    language: str,
) -> str:
    """The labels; a ranking numbers them, "lainnya" gives its own words."""
    chosen = [str(value) for value in given] if isinstance(given, list) else [str(given)]
    labels = {choice.value: text_in(choice, "label", language) for choice in question.choices}
    if not isinstance(question, Ranking):
        labels[OTHER] = str(answers.get(other_code(question), OTHER))
    named = [labels.get(value, value) for value in chosen]
    if isinstance(question, Ranking):
        named = [f"{place}. {label}" for place, label in enumerate(named, 1)]
    return ", ".join(named)
