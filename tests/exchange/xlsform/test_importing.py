"""Forms of others: what is carried, and what is told by sheet, row and column."""

from __future__ import annotations

from typing import Any

import pytest

from survei.exchange.xlsform.importing import Carried, read_xlsform
from survei.exchange.xlsform.report import Fate, FormRefused
from survei.questionnaire.choices import Match, Operator
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    LongText,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Rating,
    ShortText,
    SingleChoice,
    YesNo,
)
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.translated_text import Text
from tests.exchange.xlsform.forms import YES_NO, form

LEVELS = [("lima", str(n), f"Tingkat {n}") for n in range(1, 6)]
COLOURS = [("warna", "merah", "Merah"), ("warna", "biru", "Biru")]


def carried(*rows: Any, **more: Any) -> Carried:
    return read_xlsform("formulir.xlsx", form(*rows, **more))


def told(result: Carried | FormRefused) -> list[tuple[str, str, str]]:
    return [(one.fate, one.row_text, one.column) for one in result.remarks]


def one(*row: Any, choices: Any = ()) -> Question:
    document = carried(["begin_group", "g", "Grup"], row, ["end_group"], choices=choices).document
    return next(document.questions())


KINDS: dict[str, tuple[tuple[Any, ...], dict[str, Any], Question]] = {
    "likert": (
        ("select_one lima", "a", "A", "", "", "yes", "likert"),
        {"choices": LEVELS},
        Rating(code="a", text=Text("A"), scale="lima", allow_na=False),
    ),
    "one": (
        ("select_one warna", "a", "A"),
        {"choices": [*COLOURS, ("warna", "na", "Tidak tahu")]},
        SingleChoice(code="a", text=Text("A"), required=False, choices=[], allow_na=True),
    ),
    "or other": (
        ("select_multiple warna or_other", "a", "A", "", "count-selected(.) <= 2"),
        {"choices": COLOURS},
        MultipleChoice(code="a", text=Text("A"), required=False, choices=[], maximum=2, other=True),
    ),
    "yes or no": (
        ("select_one yn", "a", "A"),
        {"choices": YES_NO},
        YesNo(code="a", text=Text("A"), required=False),
    ),
    "rank": (
        ("rank warna", "a", "A"),
        {"choices": COLOURS},
        Ranking(code="a", text=Text("A"), required=False, choices=[]),
    ),
    "integer": (
        ("integer", "a", "A", "", ". > 0 and . <= 24"),
        {},
        Number(code="a", text=Text("A"), required=False, minimum=1, maximum=24),
    ),
    "decimal": (
        ("decimal", "a", "A", "", ". >= 0.5"),
        {},
        Number(code="a", text=Text("A"), required=False, minimum=0.5, decimals=4),
    ),
    "date": (
        ("date", "a", "A", "", ". >= date('2026-01-01')"),
        {},
        Date(code="a", text=Text("A"), required=False, earliest="2026-01-01"),
    ),
    "text": (
        ("text", "a", "A", "", "string-length(.) < 51"),
        {},
        ShortText(code="a", text=Text("A"), required=False, longest=50),
    ),
    "long text": (
        ("text", "a", "A", "", "", "", "multiline"),
        {},
        LongText(code="a", text=Text("A"), required=False),
    ),
    "note": (("note", "a", "A"), {}, Information(code="a", text=Text("A"))),
    "image": (("image", "a", "A"), {}, Evidence(code="a", text=Text("A"))),
    "acknowledge": (("acknowledge", "a", "A"), {}, YesNo(code="a", text=Text("A"), required=False)),
}


@pytest.mark.parametrize(("row", "more", "question"), KINDS.values(), ids=KINDS)
def test_each_type_has_its_kind(
    row: tuple[Any, ...], more: dict[str, Any], question: Question
) -> None:
    made = one(*row, **more)
    if hasattr(question, "choices"):
        assert [choice.value for choice in made.choices] == ["merah", "biru"]
        made.choices = []
    assert made == question


CONDITIONS: dict[str, Condition] = {
    "${u} = 'yes'": Condition(clauses=[Clause(question="u", operator=Operator.IS, value="ya")]),
    "${w} != 'merah' or ${n} >= 3": Condition(
        match=Match.ANY,
        clauses=[
            Clause(question="w", operator=Operator.UNANSWERED),
            Clause(question="w", operator=Operator.IS_NOT, value="merah"),
            Clause(question="n", operator=Operator.AT_LEAST, value="3"),
        ],
    ),
    "selected(${m}, 'biru') and ${n} < 7": Condition(
        clauses=[
            Clause(question="m", operator=Operator.INCLUDES, value="biru"),
            Clause(question="n", operator=Operator.AT_MOST, value="6"),
        ],
    ),
    "not(selected(${m}, 'biru'))": Condition(
        match=Match.ANY,
        clauses=[
            Clause(question="m", operator=Operator.UNANSWERED),
            Clause(question="m", operator=Operator.EXCLUDES, value="biru"),
        ],
    ),
    "${w} != 'merah' and ${w} != ''": Condition(
        clauses=[Clause(question="w", operator=Operator.IS_NOT, value="merah")]
    ),
    "${w} = '' or ${w} != 'merah'": Condition(
        match=Match.ANY,
        clauses=[
            Clause(question="w", operator=Operator.UNANSWERED),
            Clause(question="w", operator=Operator.IS_NOT, value="merah"),
        ],
    ),
    "${n} != ''": Condition(clauses=[Clause(question="n", operator=Operator.ANSWERED)]),
    "string-length(${t}) > 0": Condition(
        clauses=[Clause(question="t", operator=Operator.ANSWERED)]
    ),
    "${l} > 3": Condition(clauses=[Clause(question="l", operator=Operator.AT_LEAST, value="4")]),
}
BEFORE = [
    ("select_one yn", "u", "U"),
    ("select_one warna", "w", "W"),
    ("select_multiple warna", "m", "M"),
    ("integer", "n", "N"),
    ("text", "t", "T"),
    ("select_one lima", "l", "L", "", "", "", "likert"),
]


@pytest.mark.parametrize(("text", "condition"), CONDITIONS.items(), ids=range(len(CONDITIONS)))
def test_relevance_that_we_can_hold(text: str, condition: Condition) -> None:
    result = carried(*BEFORE, ("text", "x", "X", text), choices=[*YES_NO, *COLOURS, *LEVELS])
    assert result.document.question("x").show_if == condition


def test_not_x_of_an_unanswered_question_is_told_where_ours_cannot_say_it() -> None:
    text = "${w} != 'merah' and ${n} >= 3"
    result = carried(*BEFORE, ("integer", "x", "X", text), choices=[*YES_NO, *COLOURS, *LEVELS])
    shown = result.document.question("x").show_if
    assert [(one.question, one.operator) for one in shown.clauses] == [
        ("w", Operator.IS_NOT),
        ("n", Operator.AT_LEAST),
    ]
    (remark,) = [one for one in result.remarks if one.rows == [8]]
    assert str(remark).endswith(
        "Di sini syarat “${w} != 'merah' and ${n} >= 3” baru terpenuhi setelah “w” dijawab."
    )


LOST = {
    "two levels": "(${u} = 'yes' and ${n} = 1) or ${n} = 3",
    "a later question": "${sesudah} = 'a'",
    "an unknown question": "${tidak-ada} = 'a'",
    "an unknown option": "${w} = 'hijau'",
    "a function": "regex(${t}, '[a-z]+')",
    "arithmetic": "${n} + 1 = 3",
    "not complete": "${n} >=",
    "a dropped question": "${hilang} = 'a'",
    "deep brackets": "(" * 60 + "${n} = 1" + ")" * 60,
    "huge": "${n} = 1" + " or ${n} = 1" * 1000,
}


@pytest.mark.parametrize("text", LOST.values(), ids=LOST)
def test_relevance_that_we_cannot_hold_is_told(text: str) -> None:
    result = carried(
        *BEFORE,
        ("geopoint", "hilang", "H"),
        ("text", "x", "X", text),
        ("text", "sesudah", "S"),
        choices=[*YES_NO, *COLOURS, *LEVELS],
    )
    assert result.document.question("x").show_if is None
    assert ("dropped", "9", "D (relevant)") in told(result)


@pytest.mark.parametrize("kind", ["select_one_from_file", "select_multiple_from_file"])
def test_choices_in_a_file_elsewhere_are_told_and_not_carried(kind: str) -> None:
    result = carried((f"{kind} kota.csv", "a", "A"), ("text", "b", "B"))
    assert [question.code for question in result.document.questions()] == ["b"]
    assert ("dropped", "2", "") in told(result)


def test_what_has_no_counterpart_is_told_by_row_and_column() -> None:
    header = ("type", "name", "label", "label::Klingon", "calculation", "appearance", "media")
    result = carried(
        ("geopoint", "a", "A"),
        ("text", "b", "B", "Bé", "", "signature"),
        ("integer", "c", "C", "Cé", "1 + 1"),
        ("begin_repeat", "r", "R"),
        ("text", "d", "D"),
        ("end_repeat",),
        header=header,
        choices=[("sisa", "x", "X")],
    )
    assert told(result) == [
        ("dropped", "3–4", "D (label::Klingon)"),
        ("dropped", "2", ""),
        ("dropped", "3", "F (appearance)"),
        ("dropped", "4", "E (calculation)"),
        ("dropped", "5", "A (type)"),
        ("dropped", "2", "A (list_name)"),
        ("changed", "2", ""),
        ("changed", "3, 6", ""),
    ]
    assert [question.code for question in result.document.questions()] == ["b", "c", "d"]


def test_nested_groups_are_flattened_with_their_condition() -> None:
    result = carried(
        ("begin_group", "luar", "Luar"),
        ("integer", "n", "N"),
        ("begin_group", "dalam", "Dalam", "${n} > 2"),
        ("text", "t", "T", "${n} < 9"),
        ("end_group",),
        ("end_group",),
    )
    section = result.document.sections[0]
    assert (section.code, [question.code for question in section.questions]) == ("luar", ["n", "t"])
    assert section.questions[1].show_if == Condition(
        clauses=[
            Clause(question="n", operator=Operator.AT_LEAST, value="3"),
            Clause(question="n", operator=Operator.AT_MOST, value="8"),
        ]
    )


def test_names_become_codes_and_references_follow() -> None:
    result = carried(("integer", "Q1.Jam", "Jam"), ("text", "Q2", "B", "${Q1.Jam} = 3"))
    first, second = result.document.questions()
    assert (first.code, second.code, second.show_if.clauses[0].question) == (
        "q1-jam",
        "q2",
        "q1-jam",
    )


def test_an_own_text_for_other_joins_its_choice() -> None:
    choices = [*COLOURS, ("warna", "other", "Lain")]
    result = carried(
        ("select_one warna", "w", "W"),
        ("text", "w_lain", "Sebutkan", "${w} = 'other'"),
        choices=choices,
    )
    assert [(q.code, q.other) for q in result.document.questions()] == [("w", True)]
    assert ("dropped", "3", "") in told(result)


REFUSED: dict[str, tuple[tuple[Any, ...], tuple[str, str]]] = {
    "itself": ((("text", "a", "A", "${a} = 'x'"),), ("2", "D (relevant)")),
    "a circle": (
        (("text", "a", "A", "${b} = 'x'"), ("text", "b", "B", "${a} = 'x'")),
        ("2", "D (relevant)"),
    ),
    "a group on its own question": (
        (("begin_group", "g", "G", "${a} != ''"), ("text", "a", "A"), ("end_group",)),
        ("3", "D (relevant)"),
    ),
    "a name twice": ((("text", "a", "A"), ("text", "a", "B")), ("3", "B (name)")),
    "no name": ((("text", "", "A"),), ("2", "B (name)")),
    "group left open": ((("begin_group", "g", "G"), ("text", "a", "A")), ("2", "A (type)")),
    "group closed twice": ((("text", "a", "A"), ("end_group",)), ("3", "A (type)")),
    "no such list": ((("select_one tidak_ada", "a", "A"),), ("2", "A (type)")),
    "1,000 questions": (
        tuple(("text", f"a{n}", f"A{n}") for n in range(1000)),
        ("302", "A (type)"),
    ),
    "groups in groups": (
        (*(("begin_group", f"g{n}", "G") for n in range(40)),),
        ("22", "A (type)"),
    ),
}


@pytest.mark.parametrize(("rows", "place"), REFUSED.values(), ids=REFUSED)
def test_an_unusable_form_is_refused_by_row_and_column(
    rows: tuple[Any, ...], place: tuple[str, str]
) -> None:
    with pytest.raises(FormRefused) as refused:
        carried(*rows)
    errors = [one for one in refused.value.remarks if one.fate == Fate.ERROR]
    assert (errors[0].row_text, errors[0].column) == place


def test_numbers_and_blank_rows_in_cells_are_read_as_text() -> None:
    choices = [("n", 1, "Satu"), ("n", 2.0, "Dua"), ("", "", "")]
    result = carried(("select_one n", "a", "A"), (), ("note", "b", 2026), choices=choices)
    first, second = result.document.questions()
    assert ([choice.value for choice in first.choices], second.text) == (["1", "2"], Text("2026"))
