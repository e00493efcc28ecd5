"""Whatever people write into a questionnaire stays text on paper, and any document prints."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from pypdf import PdfReader

from survei.paper import paper_form, printing
from survei.paper.printing import (
    MOST_CHARACTERS,
    PaperTooHard,
    PaperTooLong,
    press,
)
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    Matrix,
    MultipleChoice,
    Number,
    Ranking,
    Rating,
    YesNo,
)
from survei.questionnaire.parts import Choice, Clause, Point, Row, Scale
from survei.questionnaire.translated_text import Text
from tests.paper.papers import condition, document, edition, read
from tests.questionnaire.documents import documents

HOSTILE = [
    "#panic(1) \\u{41} $x^2$ *b* _i_ `c` <lab> @ref // k /* z */",
    '#import "@preview/x:1.0.0": y; #read("/etc/passwd")',
    "= judul\n- butir\n+ satu\n/ a: b",
    "sys.inputs.sheet ]]]}}}{{{[[[ \\ \" ' %(name)s %s",
    "<script>alert(1)</script> &lt;",
]
STRANGE = [
    "x" * 5000,
    "kata " * 1000,
    "😀" * 300,
    "שלום עולם العربية",
    "\u202etxt\u202c a\x07b",
    "é" * 900,
]


def filled(text: str) -> Document:
    """Every text of every kind is this one."""
    choices = [Choice(value=name, label=Text(text)) for name in "ab"]
    scale = Scale(
        title=Text(text),
        points=[Point(value=n, label=Text(text), anchor=Text(text)) for n in (1, 2)],
    )
    clause = Clause(question="a", operator="is", value=text)  # type: ignore[arg-type]
    questions = [
        Rating(code="a", text=Text(text), hint=Text(text), scale="s"),
        Matrix(code="b", text=Text(text), scale="s", rows=[Row(code="r", text=Text(text))]),
        MultipleChoice(code="c", text=Text(text), choices=choices, other=True),
        Ranking(code="d", text=Text(text), choices=choices),
        Number(code="e", text=Text(text), unit=Text(text), show_if=condition(clause)),
        Date(code="f", text=Text(text), earliest=text),
        Information(code="g", text=Text(text)),
        Evidence(code="h", text=Text(text)),
    ]
    section = Section(code="s", title=Text(text), intro=Text(text), questions=questions)
    scales = {"s": scale}
    return Document(key="k", title=Text(text), intro=Text(text), scales=scales, sections=[section])


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_typst_code_stays_text(text: str) -> None:
    found = read(paper_form(filled(text), edition("supervisor", organisation=text)))
    assert found.count(" ".join(text.split())) > 10


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_strange_text_is_printed_all_the_same(text: str) -> None:
    assert paper_form(filled(text), edition("supervisor")).startswith(b"%PDF")


def test_a_long_word_breaks_and_loses_nothing() -> None:
    made = document(YesNo(code="a", text=Text("x" * 5000)))
    text = read(paper_form(made, edition())).replace(" ", "")
    assert text.count("x") == 5000


def test_a_form_of_many_hours_is_refused() -> None:
    made = document(*(YesNo(code=f"q{n}", text=Text("x " * 2500)) for n in range(300)))
    with pytest.raises(PaperTooLong) as refused:
        paper_form(made, edition())
    assert refused.value.params["most"] == MOST_CHARACTERS


def test_a_press_that_breaks_or_takes_too_long_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(PaperTooHard):
        press(b"{}")
    monkeypatch.setattr(printing, "MOST_SECONDS", 0.001)
    with pytest.raises(PaperTooHard):
        paper_form(document(), edition())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_any_document_can_be_printed(made: Document) -> None:
    for relation in ("self", "peer"):
        pdf = paper_form(replace(made, intro=Text("Pengantar")), edition(relation))
        assert len(PdfReader(io.BytesIO(pdf)).pages) > 0
