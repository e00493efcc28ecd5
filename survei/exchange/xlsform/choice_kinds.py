"""Questions answered by a choice of a list, out and in: ratings, options, yes or no, ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from survei.exchange.xlsform.facts import list_name
from survei.exchange.xlsform.import_state import ImportState
from survei.exchange.xlsform.lists import Lists
from survei.exchange.xlsform.names import Names
from survei.exchange.xlsform.options import OTHER_NAMES, OptionList, choices_from
from survei.exchange.xlsform.question_cells import is_na_offered, learn, plain_cells, required_cell
from survei.exchange.xlsform.survey_tree import Node
from survei.exchange.xlsform.vocabulary import (
    OTHER_TEXT,
    OURS,
    PART_OTHER,
    Row,
    own_cells,
    own_column,
    translated_cells,
)
from survei.questionnaire.choices import OTHER
from survei.questionnaire.kinds import (
    Matrix,
    MultipleChoice,
    Question,
    QuestionKind,
    Ranking,
    Rating,
    SingleChoice,
    YesNo,
)
from survei.questionnaire.parts import Anchor


def rating_rows(question: Rating, names: Names, lists: Lists) -> Iterator[Row]:
    """A choice of the points of its scale, with the anchors beside."""
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


def matrix_rows(question: Matrix, names: Names, lists: Lists) -> Iterator[Row]:
    """A group of ratings that are shown as a table."""
    name = names.question(question)
    required = required_cell(question, names)
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


def choice_rows(word: str) -> Callable[[Any, Names, Any], Iterator[Row]]:
    """Writes a question of options, and the text for "lainnya"."""

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


def ranking_rows(question: Ranking, names: Names, lists: Lists) -> Iterator[Row]:
    """The options that are put in order."""
    yield {"type": f"rank {lists.choices(question)}", **plain_cells(question, names)}


def yes_no_rows(question: YesNo, names: Names, lists: Lists) -> Iterator[Row]:
    """A choice of two."""
    offered = lists.yes_no(with_na=question.allow_na)
    yield {"type": f"select_one {offered}", "name": names.question(question)}


def select_one(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    """A rating, yes or no, or one of several options, as its list says."""
    held = state.list_of(node, list_name(node))
    allow_na = bool(held.na)
    if "likert" in node.line.get("appearance").split() and held.is_scale():
        return rating(node, state, facts, held)
    state.bounds(node)
    if held.is_yes_no() and not _or_other(node):
        learn(node, state, QuestionKind.YES_NO, facts["code"], held.yes_no_values())
        return YesNo(**facts, allow_na=allow_na)
    other = _other(node, state, held, following)
    choices, values = choices_from(held, state.choices, state.report, with_other=other)
    learn(node, state, QuestionKind.SINGLE_CHOICE, facts["code"], values)
    return SingleChoice(**facts, choices=choices, other=other, allow_na=allow_na)


def rating(node: Node, state: ImportState, facts: Any, held: OptionList) -> Rating:
    """A rating on the scale that its list makes."""
    key, values = state.scales.of(held)
    state.bounds(node)
    learn(node, state, QuestionKind.RATING, facts["code"], values)
    return Rating(
        **facts,
        scale=key,
        anchors=_anchors(node, state),
        weight=state.number(node, "weight", 1),
        reversed=node.line.get(f"{OURS}reversed") == "yes",
        allow_na=bool(held.na),
    )


def _anchors(node: Node, state: ImportState) -> dict[str, Anchor]:
    texts = state.texts.written(node.line, state.anchors)
    return {point: Anchor(text=text) for point, text in texts.items()}


def _or_other(node: Node) -> bool:
    words = node.line.get("type").lower().split()
    return "or_other" in words or words[-2:] == ["or", "other"]


def _other(node: Node, state: ImportState, held: OptionList, following: Node | None) -> bool:
    """Whether "lainnya" is offered: `or_other`, or an option with a text right after it."""
    if _or_other(node):
        return True
    names = [name for name in held.names if name.lower() in OTHER_NAMES]
    return bool(names) and following is not None and is_other_text(following, node.name, names)


def is_other_text(node: Node, name: str, options: list[str]) -> bool:
    """Whether a row is the text that belongs to the option "lainnya" of the row before."""
    if node.word != "text":
        return False
    plain = "".join(node.line.get("relevant").split()).replace('"', "'")
    ways = ("selected(${%s},'%s')", "${%s}='%s'")
    return any(plain == way % (name, option) for way in ways for option in options)


def select_multiple(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    """Several options."""
    held = state.list_of(node, list_name(node))
    other = _other(node, state, held, following)
    choices, values = choices_from(held, state.choices, state.report, with_other=other)
    bounds = state.bounds(node, "fewest_choices", "most_choices")
    learn(node, state, QuestionKind.MULTIPLE_CHOICE, facts["code"], values)
    return MultipleChoice(
        **facts,
        choices=choices,
        minimum=bounds.fewest_choices or 0,
        maximum=bounds.most_choices or 0,
        other=other,
        allow_na=bool(held.na),
    )


def rank(node: Node, state: ImportState, facts: Any, following: Node | None) -> Question:
    """Options to put in order."""
    held = state.list_of(node, list_name(node))
    choices, _ = choices_from(held, state.choices, state.report, with_other=False)
    state.bounds(node)
    learn(node, state, QuestionKind.RANKING, facts["code"])
    return Ranking(**facts, choices=choices, allow_na=is_na_offered(node) or bool(held.na))
