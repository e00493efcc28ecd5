"""Hypothesis strategies: any valid document, and any answers to one."""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from msgspec.structs import replace

from survei.questionnaire.checks import check
from survei.questionnaire.choices import CANNOT_RATE, NO, OTHER, YES, Match
from survei.questionnaire.clause_values import outcomes
from survei.questionnaire.conditions import needs_value, shown
from survei.questionnaire.document import Document, Section
from survei.questionnaire.editing import (
    change_kind,
    change_question,
    change_section,
)
from survei.questionnaire.finding import Place
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    LongText,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    QuestionKind,
    Ranking,
    Rating,
    ShortText,
    SingleChoice,
    Slider,
    YesNo,
)
from survei.questionnaire.parts import Anchor, Choice, Clause, Condition, Point, Row, Scale
from survei.questionnaire.spreading import spread_weights
from survei.questionnaire.translated_text import NOTHING, Text
from survei.questionnaire.wording import own_languages

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
WEIGHTS = st.floats(0, 10, allow_nan=False).filter(lambda weight: weight == 0 or weight > 1e-3)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A text in Indonesian and up to two other languages."""
    others = draw(st.dictionaries(st.sampled_from(("en", "mak", "bug")), WORDS, max_size=2))
    return Text(draw(WORDS), **others)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """Two to ten ascending points, each with its own anchor."""
    values = sorted(draw(st.sets(st.integers(0, 100), min_size=2, max_size=10)))
    points = [
        Point(
            value=value, label=Text(f"{draw(WORDS)} {value}"), anchor=Text(f"{draw(WORDS)} {value}")
        )
        for value in values
    ]
    return Scale(title=draw(texts()), points=points)


def choices(draw: st.DrawFn) -> list[Choice]:
    """Two to five options."""
    count = draw(st.integers(2, 5))
    return [Choice(value=f"p{number}", label=draw(texts())) for number in range(count)]


@st.composite
def questions(draw: st.DrawFn, code: str, scale_keys: list[str]) -> Question:
    """A question of any kind."""
    shared = {"code": code, "text": draw(texts()), "text_self": draw(texts() | st.just(NOTHING))}
    kind = draw(st.sampled_from(KINDS))
    if kind is Rating:
        anchors = {}
        if draw(st.booleans()):
            anchors = {"0": Anchor(text=draw(texts()))}
        return Rating(
            **shared,
            scale=draw(st.sampled_from(scale_keys)),
            weight=draw(WEIGHTS),
            reversed=draw(st.booleans()),
            anchors=anchors,
        )
    if kind is SingleChoice:
        return SingleChoice(**shared, choices=choices(draw), other=draw(st.booleans()))
    if kind is MultipleChoice:
        bounds = {"minimum": draw(st.integers(0, 2)), "maximum": draw(st.sampled_from([0, 2]))}
        return MultipleChoice(**shared, choices=choices(draw), other=draw(st.booleans()), **bounds)
    if kind is Number:
        low = draw(st.none() | st.just(-4.0) | st.floats(-1e6, 1e6))
        decimals = draw(st.integers(0, 4))
        steps = [None, 2, 0.5] if decimals else [None, 2]
        step = draw(st.sampled_from(steps)) if low in (None, -4.0) else None
        return Number(**shared, minimum=low, decimals=decimals, step=step)
    if kind is Slider:
        low, step = draw(st.integers(-100, 0)), draw(st.sampled_from([1, 5, 10]))
        return Slider(**shared, minimum=low, maximum=low + 10 * step, step=step)
    if kind is Date:
        return Date(**shared, earliest=draw(st.dates().map(str) | st.just("")))
    if kind is Matrix:
        return Matrix(**shared, scale=draw(st.sampled_from(scale_keys)), rows=rows(draw))
    if kind is Ranking:
        return Ranking(**shared, choices=choices(draw))
    if kind in (YesNo, Evidence, Information):
        return kind(**shared)
    return kind(**shared, longest=draw(st.integers(1, 5000)))


def rows(draw: st.DrawFn) -> list[Row]:
    """One to three rows of a matrix."""
    count = draw(st.integers(1, 3))
    return [Row(code=f"baris-{n}", text=draw(texts()), weight=draw(WEIGHTS)) for n in range(count)]


def may_ask_about(document: Document, part: Section | Question) -> list[tuple[str, Question]]:
    """(key, question) of everything asked before a part."""
    found: list[tuple[str, Question]] = []
    for section in document.sections:
        if section is part:
            break
        for question in section.questions:
            if question is part:
                return found
            found += [(key, question) for key in question.source_keys()]
    return found


def clauses(draw: st.DrawFn, document: Document, part: Section | Question) -> list[Clause]:
    """One or two comparisons with what stands before a part; none where nothing does."""
    sources = may_ask_about(document, part)
    sources = [pair for pair in sources if pair[1].operators]
    if not sources:
        return []
    made = []
    for key, question in draw(st.lists(st.sampled_from(sources), min_size=1, max_size=2)):
        operator = draw(st.sampled_from(question.operators))
        value = draw(st.sampled_from(values_of(document, question)))
        clause = Clause(question=key, operator=operator, value=value)
        made.append(clause if needs_value(operator) else replace(clause, value=""))
    return made


def values_of(document: Document, question: Question) -> list[str]:
    """Some values that a clause about a question may compare with."""
    match question:
        case Rating() | Matrix():
            return [str(point.value) for point in document.scales[question.scale].points]
        case SingleChoice() | MultipleChoice():
            return [choice.value for choice in question.choices]
        case YesNo():
            return [YES, NO]
        case Number() | Slider():
            return ["0", "2", "-3.5"]
        case Date():
            return ["2026-01-01", "2020-02-29"]
        case _:
            return [""]


def with_conditions(draw: st.DrawFn, document: Document) -> Document:
    """The document with "tampilkan jika" and "wajib jika" on some of its parts."""
    for section in document.sections:
        condition = _maybe(draw, document, section)
        document = change_section(document, section.code, show_if=condition)
        for question in section.questions:
            changes = {"show_if": _maybe(draw, document, question)}
            if not question.required and not isinstance(question, Information):
                changes["required_if"] = _maybe(draw, document, question)
            document = change_question(document, question.code, **changes)
    return document


def _maybe(draw: st.DrawFn, document: Document, part: Section | Question) -> Condition | None:
    if draw(st.integers(0, 3)):
        return None
    here = document.section(part.code) if isinstance(part, Section) else None
    here = here or document.question(part.code)
    assert here is not None
    found = clauses(draw, document, here)
    return Condition(match=draw(st.sampled_from(Match)), clauses=found) if found else None


KINDS = [
    *(Rating, Rating, Matrix, SingleChoice, MultipleChoice, Ranking, YesNo, Number, Date),
    *(Slider, ShortText, LongText, Evidence, Information),
]


def answers_to(draw: st.DrawFn, document: Document) -> dict[str, Any]:
    """Answers as they are stored to some of the questions, hidden ones too."""
    found: dict[str, Any] = {}
    for question in document.questions():
        for key in question.answer_keys():
            if draw(st.booleans()):
                found[key] = draw(_answers(document, question, key))
    return found


def _answers(document: Document, question: Question, key: str) -> st.SearchStrategy[Any]:
    if key.endswith(f".{OTHER}"):
        return WORDS
    match question:
        case Rating() | Matrix():
            values = [point.value for point in document.scales[question.scale].points]
            return st.sampled_from([*values, CANNOT_RATE] if question.allow_na else values)
        case SingleChoice():
            return st.sampled_from([choice.value for choice in question.choices])
        case MultipleChoice():
            return st.lists(st.sampled_from([choice.value for choice in question.choices]))
        case Ranking():
            return st.permutations([choice.value for choice in question.choices])
        case YesNo():
            return st.sampled_from([YES, NO])
        case Slider():
            return st.integers(-5, 5).map(lambda n: question.minimum + n)
        case Number():
            return st.integers(-5, 5) if not question.decimals else st.just(2.5)
        case Date():
            return st.dates().map(str)
        case _:
            return WORDS


def submission_to(draw: st.DrawFn, document: Document) -> dict[str, Any] | None:
    """A complete submission: a possible answer to all that is required, to some of the rest.

    None where a required question has no possible answer (a number between narrow bounds).
    """
    found: dict[str, Any] = {}
    for question in document.questions():
        asked = shown(document, found)
        if question.code not in asked.questions:
            continue
        for key in question.source_keys():
            if question.code in asked.required or draw(st.booleans()):
                tried = outcomes(document, question, [])
                if not tried:
                    return None
                found[key] = draw(st.sampled_from(tried))
                found |= _other_words(question, found[key])
    return found


def _other_words(question: Question, answer: Any) -> dict[str, str]:
    """What is written beside "lainnya" where it is chosen."""
    chosen = answer if isinstance(answer, list) else [answer]
    if isinstance(question, SingleChoice | MultipleChoice) and OTHER in chosen and question.other:
        return {question.other_key(): "x"}
    return {}


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """One to three scales, one to four sections of up to five questions."""
    held = {f"skala-{number}": draw(scales()) for number in range(draw(st.integers(1, 3)))}
    sections = [
        Section(
            code=f"aspek-{part}",
            title=draw(texts()),
            weight=draw(WEIGHTS),
            questions=[
                draw(questions(f"butir-{part}-{item}", list(held)))
                for item in range(draw(st.integers(1, 5)))
            ],
        )
        for part in range(draw(st.integers(1, 4)))
    ]
    made = Document(key="apa-saja", title=draw(texts()), scales=held, sections=sections)
    return with_conditions(draw, replace(made, languages=own_languages(made)))


@st.composite
def sound_documents(draw: st.DrawFn) -> Document:
    """Any document that may be published: the check finds no error. Files are asked as text."""
    document = spread_weights(draw(documents()))
    for question in document.questions():
        if isinstance(question, Evidence):
            document = change_kind(document, question.code, QuestionKind.LONG_TEXT)
        if isinstance(question, Rating):
            document = change_question(document, question.code, anchors={})
    while wrong := [found.place for found in check(document) if found.is_error]:
        conditions = [place for place in wrong if place.field_id.startswith(CONDITIONS)]
        assume(len(conditions) == len(wrong))
        for place in conditions:
            document = _unconditional(document, place)
    return document


CONDITIONS = ("show_if", "required_if")


def _unconditional(document: Document, place: Place) -> Document:
    """The document without the condition in a place."""
    member = place.field_id.partition("-")[0]
    if place.question:
        return change_question(document, place.question, **{member: None})
    return change_section(document, place.section, **{member: None})
