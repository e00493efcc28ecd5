"""What the row of a question has whatever its kind, out and in."""

from __future__ import annotations

from survei.exchange.xlsform.constraints import constraint_of
from survei.exchange.xlsform.import_state import ImportState
from survei.exchange.xlsform.names import Names
from survei.exchange.xlsform.relevance import Asked, expression_of
from survei.exchange.xlsform.survey_tree import Node
from survei.exchange.xlsform.vocabulary import OURS, Row, own_cells, translated_cells
from survei.questionnaire.kinds import Question, QuestionKind


def shared_cells(question: Question, names: Names) -> Row:
    """What every kind has, in the row that bears the question's name."""
    name = names.question(question)
    return {
        "name": name,
        **translated_cells("label", question.text, question.code),
        **translated_cells("hint", question.hint),
        "required": required_cell(question, names),
        "relevant": expression_of(question.show_if, names.asked),
        "constraint": constraint_of(question),
        f"{OURS}code": "" if name == question.code else question.code,
        **own_cells(f"{OURS}self", question.text_self),
        f"{OURS}tags": ", ".join(question.tags),
        f"{OURS}origin": question.origin,
    }


def required_cell(question: Question, names: Names) -> str:
    """ "yes", a condition, or nothing."""
    if question.required:
        return "yes" if question.is_asked else ""
    return expression_of(question.required_if, names.asked)


def plain_cells(question: Question, names: Names) -> Row:
    """Name, and "cannot rate" where the form has no choice for it."""
    return {"name": names.question(question), f"{OURS}na": "yes" if question.allow_na else ""}


def learn(
    node: Node,
    state: ImportState,
    kind: QuestionKind,
    key: str,
    values: dict[str, str] | None = None,
) -> None:
    """Other rows may ask about this one by its name."""
    is_whole = node.word != "decimal"
    state.asked[node.name] = Asked(
        key=key, name=node.name, kind=kind, values=values or {}, is_whole=is_whole
    )


def is_na_offered(node: Node) -> bool:
    """Whether a row that came from here offers "tidak dapat menilai"."""
    return node.line.get(f"{OURS}na") == "yes"
