"""Each kind of question in a survey sheet, out and in: one table.

What is answered by a choice of a list stands in `choice_kinds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from survei.exchange.xlsform import choice_kinds
from survei.exchange.xlsform.facts import shared, tell_unread
from survei.exchange.xlsform.import_state import ImportState
from survei.exchange.xlsform.lists import Lists
from survei.exchange.xlsform.names import Names
from survei.exchange.xlsform.question_cells import is_na_offered, learn, plain_cells
from survei.exchange.xlsform.report import Fate
from survei.exchange.xlsform.survey_tree import Node
from survei.exchange.xlsform.vocabulary import OURS, UNIT, Row, own_cells, translated_cells
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    LongText,
    Number,
    Question,
    QuestionKind,
    ShortText,
    Slider,
    YesNo,
)
from survei.questionnaire.kinds.slider import LEAST, MOST
from survei.questionnaire.parts import LONGEST_TEXT, Condition
from survei.questionnaire.translated_text import Text

Rows = Callable[[Any, Names, Any], Iterator[Row]]
Build = Callable[[Node, ImportState, Any, Node | None], Question]


@dataclass(frozen=True)
class SheetKind:
    """A kind in the survey sheet."""

    #: Writes its rows.
    rows: Rows
    #: First words of the types that are read as this kind, or, by what else the row says, as
    #: another.
    reads: Mapping[str, Build] = field(default_factory=dict)


def _number_rows(question: Number, names: Names, lists: Lists) -> Iterator[Row]:
    yield {
        "type": "decimal" if question.decimals else "integer",
        **plain_cells(question, names),
        **translated_cells("hint", _with_unit(question.hint, question.unit)),
        f"{OURS}decimals": str(question.decimals) if question.decimals else "",
        **own_cells(f"{OURS}unit", question.unit),
    }


def _with_unit(hint: Text, unit: Text) -> Text:
    """The hint, and below it the unit in each language that has one."""
    for language, word in unit.items():
        said = f"{UNIT.wording(language)}{word}" if word else ""
        lines = "\n".join(filter(None, (hint.get(language, ""), said)))
        hint = hint.having(language, lines)
    return hint


def _slider_rows(question: Slider, names: Names, lists: Lists) -> Iterator[Row]:
    ends = f"start={question.minimum} end={question.maximum} step={question.step}"
    yield {
        "type": "range",
        **plain_cells(question, names),
        "parameters": ends,
        **own_cells(f"{OURS}low", question.low_label),
        **own_cells(f"{OURS}high", question.high_label),
    }


def _rows_of_type(word: str, **cells: str) -> Callable[[Any, Names, Any], Iterator[Row]]:
    def rows(question: Question, names: Names, lists: Lists) -> Iterator[Row]:
        yield {"type": word, **plain_cells(question, names), **cells}

    return rows


def _number(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    is_whole = node.word != "decimal"
    bounds = state.bounds(node, "least", "most", "step", is_whole=is_whole)
    step = bounds.step
    if step and bounds.step_from != (bounds.least or 0):
        message = "Kelipatan yang tidak dihitung dari batas bawah tidak dibawa."
        state.drop(node, "constraint", message)
        step = None
    unit = state.texts.own(node.line, f"{OURS}unit")
    facts["hint"] = _without_unit(facts["hint"], unit)
    learn(node, state, QuestionKind.NUMBER, facts["code"])
    return Number(
        **facts,
        minimum=bounds.least,
        maximum=bounds.most,
        step=step,
        decimals=0 if is_whole else int(state.number(node, "decimals", 4)),
        unit=unit,
        allow_na=is_na_offered(node),
    )


def _without_unit(hint: Text, unit: Text) -> Text:
    for language, word in unit.items():
        said = f"{UNIT.wording(language)}{word}" if word else ""
        hint = hint.having(language, hint.get(language, "").removesuffix(said).rstrip())
    return hint


def _range(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    pairs = (part.split("=", 1) for part in node.line.get("parameters").split() if "=" in part)
    found: dict[str, float] = {"start": 0.0, "end": 10.0, "step": 1.0}
    for name, text in pairs:
        try:
            found[name.strip().lower()] = float(text)
        except ValueError:
            state.drop(node, "parameters", "“%(text)s” bukan angka.", text=text)
    for name in found.keys() - {"start", "end", "step"}:
        state.drop(node, "parameters", "Pengaturan “%(name)s” tidak dibawa.", name=name)
    state.bounds(node)
    low, high = sorted((found["start"], found["end"]))
    step = abs(found["step"]) or None
    if slider := _slider(node, state, facts, (low, high), step):
        learn(node, state, QuestionKind.SLIDER, facts["code"])
        return slider
    learn(node, state, QuestionKind.NUMBER, facts["code"])
    is_whole = all(found[name].is_integer() for name in ("start", "step"))
    return Number(**facts, minimum=low, maximum=high, step=step, decimals=0 if is_whole else 4)


def _slider(
    node: Node, state: ImportState, facts: Any, ends: tuple[float, float], step: float | None
) -> Slider | None:
    """The slider that a range of whole numbers is; None where it has to be a number."""
    low, high = ends
    is_whole = step is not None and all(one.is_integer() for one in (low, high, step))
    if not is_whole or step is None or (high - low) % step or low == high:
        return None
    if low < LEAST or high > MOST:
        return None
    words: dict[str, Any] = {
        f"{end}_label": state.texts.own(node.line, f"{OURS}{end}") for end in ("low", "high")
    }
    numbers: dict[str, Any] = {"minimum": int(low), "maximum": int(high), "step": int(step)}
    return Slider(**facts, **numbers, **words, allow_na=is_na_offered(node))


def _date(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    bounds = state.bounds(node, "earliest", "latest")
    learn(node, state, QuestionKind.DATE, facts["code"])
    return Date(
        **facts, earliest=bounds.earliest, latest=bounds.latest, allow_na=is_na_offered(node)
    )


def _text(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    longest = state.bounds(node, "longest").longest
    is_long = "multiline" in node.line.get("appearance").split()
    kind: type[LongText | ShortText] = LongText if is_long else ShortText
    if longest is not None and not 1 <= longest <= LONGEST_TEXT:
        message = "Jawaban paling panjang %(most)s karakter."
        state.remark(Fate.CHANGED, node, "constraint", message, most=LONGEST_TEXT)
        longest = LONGEST_TEXT
    made = kind(**facts, allow_na=is_na_offered(node))
    if longest is None:
        message = "Jawaban yang tidak dibatasi di formulir di sini paling banyak %(most)s karakter."
        state.remark(Fate.CHANGED, node, "", message, most=made.longest)
    if longest and longest != made.longest:
        made.longest = longest
    word = QuestionKind.LONG_TEXT if is_long else QuestionKind.SHORT_TEXT
    learn(node, state, word, facts["code"])
    return made


def _evidence(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    state.bounds(node)
    learn(node, state, QuestionKind.EVIDENCE, facts["code"])
    return Evidence(**facts, allow_na=is_na_offered(node))


def _note(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    state.bounds(node)
    if facts.pop("required") or facts.pop("required_if", None):
        state.drop(node, "required", "Teks informasi tidak dapat diwajibkan.")
    facts.pop("required_if", None)
    return Information(**facts)


def _acknowledge(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    message = "Tanda setuju menjadi pertanyaan ya atau tidak."
    state.remark(Fate.CHANGED, node, "type", message)
    state.bounds(node)
    learn(node, state, QuestionKind.YES_NO, facts["code"], {"OK": "ya"})
    return YesNo(**facts)


#: A test holds it equal to the enum.
SHEET_KINDS: Mapping[QuestionKind, SheetKind] = {
    QuestionKind.RATING: SheetKind(choice_kinds.rating_rows),
    QuestionKind.MATRIX: SheetKind(choice_kinds.matrix_rows),
    QuestionKind.SINGLE_CHOICE: SheetKind(
        choice_kinds.choice_rows("select_one"), {"select one": choice_kinds.select_one}
    ),
    QuestionKind.MULTIPLE_CHOICE: SheetKind(
        choice_kinds.choice_rows("select_multiple"),
        {"select multiple": choice_kinds.select_multiple},
    ),
    QuestionKind.RANKING: SheetKind(choice_kinds.ranking_rows, {"rank": choice_kinds.rank}),
    QuestionKind.YES_NO: SheetKind(
        choice_kinds.yes_no_rows, {"acknowledge": _acknowledge, "trigger": _acknowledge}
    ),
    QuestionKind.NUMBER: SheetKind(
        _number_rows, {"integer": _number, "int": _number, "decimal": _number}
    ),
    QuestionKind.SLIDER: SheetKind(_slider_rows, {"range": _range}),
    QuestionKind.DATE: SheetKind(_rows_of_type("date"), {"date": _date}),
    QuestionKind.SHORT_TEXT: SheetKind(_rows_of_type("text"), {"text": _text, "string": _text}),
    QuestionKind.LONG_TEXT: SheetKind(_rows_of_type("text", appearance="multiline")),
    QuestionKind.EVIDENCE: SheetKind(
        _rows_of_type("file"), {"file": _evidence, "image": _evidence, "photo": _evidence}
    ),
    QuestionKind.INFORMATION: SheetKind(_rows_of_type("note"), {"note": _note}),
}
_TYPES = {word: build for kind in SHEET_KINDS.values() for word, build in kind.reads.items()}


def question_from(
    node: Node, state: ImportState, around: Condition | None, following: Node | None
) -> Question | None:
    """The question of a row; None when its type has no counterpart (told).

    `following` is the row after it, which may be the text for "lainnya".
    """
    build = _TYPES.get(node.word)
    if build is None:
        state.drop(node, "", "Jenis “%(type)s” tidak ada padanannya.", type=node.line.get("type"))
        return None
    tell_unread(node, state)
    return build(node, state, shared(node, state, around), following)
