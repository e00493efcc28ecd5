"""Hypothesis strategies: any valid document."""

from __future__ import annotations

from hypothesis import strategies as st

from survei.questionnaire.document import (
    Anchor,
    Choice,
    Date,
    Document,
    LongText,
    MultipleChoice,
    Number,
    Point,
    Question,
    Rating,
    Scale,
    Section,
    ShortText,
    SingleChoice,
)

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
WEIGHTS = st.floats(0, 10, allow_nan=False).filter(lambda weight: weight == 0 or weight > 1e-3)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """Two to ten ascending points, each with its own anchor."""
    values = sorted(draw(st.sets(st.integers(0, 100), min_size=2, max_size=10)))
    points = [
        Point(value=value, label=f"{draw(WORDS)} {value}", anchor=f"{draw(WORDS)} {value}")
        for value in values
    ]
    return Scale(title=draw(WORDS), points=points)


def choices(draw: st.DrawFn) -> list[Choice]:
    """Two to five options."""
    count = draw(st.integers(2, 5))
    return [Choice(value=f"p{number}", label=draw(WORDS)) for number in range(count)]


@st.composite
def questions(draw: st.DrawFn, code: str, scale_keys: list[str]) -> Question:
    """A question of any kind."""
    shared = {"code": code, "text": draw(WORDS), "text_self": draw(WORDS | st.just(""))}
    kind = draw(st.sampled_from(KINDS))
    if kind is Rating:
        anchors = {}
        if draw(st.booleans()):
            anchors = {"0": Anchor(text=draw(WORDS))}
        return Rating(
            **shared,
            scale=draw(st.sampled_from(scale_keys)),
            weight=draw(WEIGHTS),
            reversed=draw(st.booleans()),
            anchors=anchors,
        )
    if kind in (SingleChoice, MultipleChoice):
        return kind(**shared, choices=choices(draw))
    if kind is Number:
        low = draw(st.none() | st.floats(-1e6, 1e6))
        return Number(**shared, minimum=low, decimals=draw(st.integers(0, 4)))
    if kind is Date:
        return Date(**shared, earliest=draw(st.dates().map(str) | st.just("")))
    return kind(**shared, longest=draw(st.integers(1, 5000)))


KINDS = [Rating, Rating, SingleChoice, MultipleChoice, Number, Date, ShortText, LongText]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """One to three scales, one to four sections of up to five questions."""
    held = {f"skala-{number}": draw(scales()) for number in range(draw(st.integers(1, 3)))}
    sections = [
        Section(
            code=f"aspek-{part}",
            title=draw(WORDS),
            weight=draw(WEIGHTS),
            questions=[
                draw(questions(f"butir-{part}-{item}", list(held)))
                for item in range(draw(st.integers(1, 5)))
            ],
        )
        for part in range(draw(st.integers(1, 4)))
    ]
    return Document(key="apa-saja", title=draw(WORDS), scales=held, sections=sections)
