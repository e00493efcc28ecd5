"""What a question of each kind looks like in the survey sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from survei.exchange.xlsform.constraints import constraint_of
from survei.exchange.xlsform.lists import Lists
from survei.exchange.xlsform.names import Names
from survei.exchange.xlsform.relevance import expression_of
from survei.exchange.xlsform.vocabulary import (
    OTHER_TEXT,
    OURS,
    PART_OTHER,
    UNIT,
    Row,
    own_cells,
    own_column,
    translated_cells,
)
from survei.questionnaire.choices import OTHER
from survei.questionnaire.kinds import (
    Date,
    Evidence,
    Information,
    LongText,
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
from survei.questionnaire.translated_text import Text


def shared_cells(question: Question, names: Names) -> Row:
    """What every kind has, in the row that bears the question's name."""
    name = names.question(question)
    return {
        "name": name,
        **translated_cells("label", question.text, question.code),
        **translated_cells("hint", question.hint),
        "required": _required(question, names),
        "relevant": expression_of(question.show_if, names.asked),
        "constraint": constraint_of(question),
        f"{OURS}code": "" if name == question.code else question.code,
        **own_cells(f"{OURS}self", question.text_self),
        f"{OURS}tags": ", ".join(question.tags),
        f"{OURS}origin": question.origin,
    }


def _required(question: Question, names: Names) -> str:
    if question.required:
        return "yes" if question.is_asked else ""
    return expression_of(question.required_if, names.asked)


def _rating(question: Rating, names: Names, lists: Lists) -> Iterator[Row]:
    anchors = {
        f"{own_column(f'{OURS}anchor', language)}::{value}": wording
        for value, anchor in question.anchors.items()
        for language, wording in anchor.text.items()
    }
    yield {
        "type": f"select_one {lists.scale(question)}",
        "name": names.question(question),
        "appearance": "likert",
        f"{OURS}weight": repr(question.weight),
        f"{OURS}reversed": "yes" if question.reversed else "",
        **anchors,
    }


def _matrix(question: Matrix, names: Names, lists: Lists) -> Iterator[Row]:
    name = names.question(question)
    required = _required(question, names)
    yield {"type": "begin_group", "name": name, "appearance": "table-list", "required": ""}
    for row in question.rows:
        row_name = names.row(question, row.code)
        yield {
            "type": f"select_one {lists.scale(question)}",
            "name": row_name,
            **translated_cells("label", row.text, row.code),
            "required": required,
            "appearance": "likert",
            f"{OURS}code": "" if row_name == f"{question.code}.{row.code}" else row.code,
            f"{OURS}weight": repr(row.weight),
            f"{OURS}reversed": "yes" if row.reversed else "",
            **own_cells(f"{OURS}self", row.text_self),
        }
    yield {"type": "end_group"}


def _choices(word: str) -> Callable[[Any, Names, Any], Iterator[Row]]:
    def rows(question: SingleChoice | MultipleChoice, names: Names, lists: Lists) -> Iterator[Row]:
        name = names.question(question)
        yield {"type": f"{word} {lists.choices(question)}", "name": name}
        if question.other:
            yield {
                "type": "text",
                "name": names.other(question),
                **lists.fixed_label(OTHER_TEXT),
                "required": "yes",
                "relevant": f"selected(${{{name}}}, '{OTHER}')",
                f"{OURS}part": PART_OTHER,
            }

    return rows


def _ranking(question: Ranking, names: Names, lists: Lists) -> Iterator[Row]:
    yield {"type": f"rank {lists.choices(question)}", **_plain(question, names)}


def _yes_no(question: YesNo, names: Names, lists: Lists) -> Iterator[Row]:
    offered = lists.yes_no(with_na=question.allow_na)
    yield {"type": f"select_one {offered}", "name": names.question(question)}


def _number(question: Number, names: Names, lists: Lists) -> Iterator[Row]:
    yield {
        "type": "decimal" if question.decimals else "integer",
        **_plain(question, names),
        **translated_cells("hint", _with_unit(question.hint, question.unit)),
        f"{OURS}decimals": str(question.decimals) if question.decimals else "",
        **own_cells(f"{OURS}unit", question.unit),
    }


def _slider(question: Slider, names: Names, lists: Lists) -> Iterator[Row]:
    ends = f"start={question.minimum} end={question.maximum} step={question.step}"
    yield {
        "type": "range",
        **_plain(question, names),
        "parameters": ends,
        **own_cells(f"{OURS}low", question.low_label),
        **own_cells(f"{OURS}high", question.high_label),
    }


def _with_unit(hint: Text, unit: Text) -> Text:
    """The hint, and below it the unit in each language that has one."""
    for language, word in unit.items():
        said = f"{UNIT.wording(language)}{word}" if word else ""
        lines = "\n".join(filter(None, (hint.get(language, ""), said)))
        hint = hint.having(language, lines)
    return hint


def _of_type(word: str, **cells: str) -> Callable[[Any, Names, Any], Iterator[Row]]:
    def rows(question: Question, names: Names, lists: Lists) -> Iterator[Row]:
        yield {"type": word, **_plain(question, names), **cells}

    return rows


def _plain(question: Question, names: Names) -> Row:
    """Name, and "cannot rate" where the form has no choice for it."""
    return {"name": names.question(question), f"{OURS}na": "yes" if question.allow_na else ""}


#: Kind → its rows.
ROWS: dict[type[Question], Callable[[Any, Names, Any], Iterator[Row]]] = {
    Rating: _rating,
    Matrix: _matrix,
    SingleChoice: _choices("select_one"),
    MultipleChoice: _choices("select_multiple"),
    Ranking: _ranking,
    YesNo: _yes_no,
    Number: _number,
    Slider: _slider,
    Date: _of_type("date"),
    ShortText: _of_type("text"),
    LongText: _of_type("text", appearance="multiline"),
    Evidence: _of_type("file"),
    Information: _of_type("note"),
}
