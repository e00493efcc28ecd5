"""Hypothesis strategies: what raters may type into a form, fitting or not."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from formulir.fields.evidence import SAMPLE
from survei.evidence.claims import claim_of
from survei.questionnaire.choices import CANNOT_RATE, OTHER
from survei.questionnaire.conditions import needs_value
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    ShortText,
    SingleChoice,
    Slider,
    YesNo,
)
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.translated_text import Text
from tests.questionnaire.documents import answers_to, documents, values_of

#: What fits nowhere, or only here and there.
ODD = (
    *([], [""], [" "], ["na"], ["na", "1"], ["lainnya"], ["0"], ["1", "2"], ["p0", "p1"], ["p0"]),
    *(["2"], ["2,5"], ["1.250,5"], ["1.500"], ["3.5"], ["−3"], ["-0"], ["-3,5"], ["1e3"], ["007"]),
    *(["1,"], ["1.2.3"], ["٣"], ["２"], ["12345678901234567"], ["0,1234"], ["2,50000"]),
    *(["2026-01-01"], ["1/1/2026"], ["31-02-2020"], ["29.2.2020"], ["0000-01-01"]),
    *(
        ["\ufeff"],
        ["\x07"],
        ["a\0b"],
        ["\x85"],
        ["\u2028"],
        ["e\u0301"],
        ["x" * 5100],
        ["😀" * 300],
    ),
    *(["p0:1"], ["p0:1", "p0:2"], ["p0:1", "p1:1"], ["p0:0", "p1:2"], ["p1:1", "p0:2"], ["ya"]),
)


def typed_to(draw: st.DrawFn, document: Document) -> dict[str, list[str]]:
    """The texts of each answer: some fitting, some odd, some missing."""
    typed = {}
    answers = answers_to(draw, document)
    for question in document.questions():
        if isinstance(question, Evidence):  # never typed: the server puts the note of a file there
            typed[question.code] = draw(st.sampled_from([[], ["na"], [claim_of(SAMPLE)]]))
            continue
        for key in question.answer_keys():
            if draw(st.integers(0, 4)) == 0:
                typed[key] = draw(st.sampled_from(ODD))
            elif key in answers:
                typed[key] = texts_of(answers[key], is_ranking=isinstance(question, Ranking))
    return typed


def texts_of(answer: Any, *, is_ranking: bool = False) -> list[str]:
    """A stored answer as a form sends it."""
    if is_ranking and isinstance(answer, list):
        return [f"{value}:{rank}" for rank, value in enumerate(answer, 1)]
    if isinstance(answer, list):
        return ["", *answer]
    return [str(answer).replace(".", ",") if isinstance(answer, float) else str(answer)]


@st.composite
def probed_documents(draw: st.DrawFn) -> Document:
    """Any document and a last section that asks about every answer in every way."""
    document = draw(documents())
    probes: list[Question] = []
    for question in document.questions():
        for key in question.source_keys():
            for operator in question.operators:
                value = draw(st.sampled_from([*values_of(document, question), CANNOT_RATE]))
                clause = Clause(
                    question=key,
                    operator=operator,
                    value=value if needs_value(operator) else "",
                )
                probes.append(_probe(len(probes), Condition(clauses=[clause])))
    document.sections.append(Section(code="uji", title=Text("Uji"), questions=probes))
    return document


def _probe(place: int, condition: Condition) -> Question:
    if place % 2:
        return Information(code=f"uji-{place}", text=Text("Tampil?"), show_if=condition)
    return ShortText(
        code=f"uji-{place}", text=Text("Wajib?"), required=False, required_if=condition
    )


def complete_answers(document: Document) -> dict[str, list[str]]:
    """Texts that answer every question of a document as it asks."""
    return {key: _fitting(document, question) for question in document.questions()
            for key in question.answer_keys() if not key.endswith(f".{OTHER}")}  # fmt: skip


def _fitting(document: Document, question: Question) -> list[str]:
    match question:
        case Rating() | Matrix():
            return [str(document.scales[question.scale].points[0].value)]
        case MultipleChoice():
            return [choice.value for choice in question.choices[: question.minimum or 1]]
        case SingleChoice():
            return [question.choices[0].value]
        case Ranking():
            return texts_of([choice.value for choice in question.choices], is_ranking=True)
        case YesNo():
            return ["ya"]
        case Evidence():
            return [claim_of(SAMPLE)]
        case Number() | Slider():
            return [str(math.ceil(question.minimum or 0)).replace("-", "−")]
        case Date():
            return [question.earliest or "2026-11-23"]
        case _:
            return ["x"]
