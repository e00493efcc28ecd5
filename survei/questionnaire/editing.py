"""Editing a document: every function gives a new document and leaves the given one as it is.

Positions count from 0; beyond the end means at the end. Unknown codes raise NotFound, codes
that are taken or no codes raise CodeRefused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from survei.errors import InUse, NotFound, SurveiError
from survei.questionnaire.blank import blank_question
from survei.questionnaire.codes import is_code, unique_code
from survei.questionnaire.conditions import conditions_of
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question, QuestionKind
from survei.questionnaire.parts import Clause, Scale
from survei.questionnaire.scale_use import usual_scale

T = TypeVar("T")
P = TypeVar("P", Section, Question)
#: Members that every question keeps when its kind changes.
KEPT = (
    *("text", "text_self", "hint", "required"),
    *("show_if", "required_if", "tags", "origin"),
)


class CodeRefused(SurveiError):
    """The code is no code or is taken."""

    message = "Kode “%(code)s” tidak dapat dipakai atau sudah dipakai."


def new_section_code(document: Document, title: str) -> str:
    """A free section code made from a title."""
    taken = {section.code for section in document.sections}
    return unique_code(title, taken, otherwise="aspek")


def new_question_code(document: Document, text: str = "") -> str:
    """A free question code made from words, or "indikator-7"."""
    taken = {question.code for question in document.questions()}
    return unique_code(text or f"indikator-{len(taken) + 1}", taken, otherwise="indikator")


def new_scale_key(document: Document, title: str) -> str:
    """A free scale key made from a title."""
    return unique_code(title, document.scales, otherwise="skala")


def change_document(document: Document, **changes: Any) -> Document:
    """Other title or intro; not the key, which is the lineage."""
    return replace(document, **changes)


# Sections


def add_section(document: Document, section: Section, position: int | None = None) -> Document:
    """One more section, at the end unless a position is given."""
    _free(section.code, [part.code for part in document.sections])
    return replace(document, sections=_inserted(document.sections, section, position))


def change_section(document: Document, code: str, /, **changes: Any) -> Document:
    """Other title, intro, weight or code of a section; its questions stay."""
    if changes.get("code", code) != code:
        _free(changes["code"], [part.code for part in document.sections])
    return _with_section(document, code, lambda section: replace(section, **changes))


def move_section(document: Document, code: str, position: int) -> Document:
    """The section at another place."""
    section = _section(document, code)
    rest = [part for part in document.sections if part is not section]
    return replace(document, sections=_inserted(rest, section, position))


def duplicate_section(document: Document, code: str) -> Document:
    """A copy right after the section, weight 0, with new codes for itself and its questions.

    Its conditions about its own questions ask about their copies.
    """
    section = _section(document, code)
    position = document.sections.index(section) + 1
    empty = replace(
        section, code=new_section_code(document, section.code), weight=0.0, questions=[]
    )
    copied = add_section(document, empty, position)
    codes: dict[str, str] = {}
    for question in section.questions:
        codes[question.code] = new_question_code(copied, question.code)
        copy = _following(replace(question, code=codes[question.code]), codes)
        copied = add_question(copied, empty.code, copy)
    return copied


def remove_section(document: Document, code: str) -> Document:
    """Without the section and its questions."""
    section = _section(document, code)
    return replace(document, sections=[part for part in document.sections if part is not section])


# Questions


def add_question(
    document: Document, section: str, question: Question, position: int | None = None
) -> Document:
    """One more question in a section, at the end unless a position is given."""
    _free(question.code, [item.code for item in document.questions()])
    return _with_section(
        document,
        section,
        lambda part: replace(part, questions=_inserted(part.questions, question, position)),
    )


def new_question(
    document: Document, kind: QuestionKind, text: str = "", *, section: str = ""
) -> Question:
    """A blank question of a kind with a free code; a rating on its neighbours' scale."""
    scale = usual_scale(document, section)
    return blank_question(kind, code=new_question_code(document, text), text=text, scale=scale)


def replace_question(document: Document, code: str, question: Question) -> Document:
    """Another question (or another code, kind, wording) in the same place.

    Conditions that ask about a question with another code now follow it.
    """
    if question.code != code:
        _free(question.code, [item.code for item in document.questions()])
    section = _section_of(document, code)
    changed = [question if item.code == code else item for item in section.questions]
    made = _with_section(document, section.code, lambda part: replace(part, questions=changed))
    return made if question.code == code else follow_code(made, code, question.code)


def follow_code(document: Document, old: str, new: str) -> Document:
    """The document whose conditions ask about `new` where they asked about `old`."""
    codes = {old: new}
    sections = [
        replace(
            _following(section, codes),
            questions=[_following(question, codes) for question in section.questions],
        )
        for section in document.sections
    ]
    return replace(document, sections=sections)


def _following(part: P, codes: dict[str, str]) -> P:
    changes = {
        member: replace(condition, clauses=[_clause(one, codes) for one in condition.clauses])
        for member, condition in conditions_of(part)
    }
    return replace(part, **changes)


def _clause(clause: Clause, codes: dict[str, str]) -> Clause:
    code, dot, row = clause.question.partition(".")
    return replace(clause, question=codes.get(code, code) + dot + row)


def change_question(document: Document, code: str, /, **changes: Any) -> Document:
    """The question with other members."""
    return replace_question(document, code, replace(_question(document, code), **changes))


def change_kind(document: Document, code: str, kind: QuestionKind) -> Document:
    """The question as another kind; wording and hint stay, what only the old kind had goes."""
    old = _question(document, code)
    scale = next(iter(document.scales), "")
    new = blank_question(kind, code=code, text="", scale=scale)
    kept = {name: getattr(old, name) for name in KEPT}
    return replace_question(document, code, replace(new, **kept))


def move_question(document: Document, code: str, section: str, position: int) -> Document:
    """The question at a place in the same or another section."""
    question = _question(document, code)
    _section(document, section)
    return add_question(remove_question(document, code), section, question, position)


def duplicate_question(document: Document, code: str) -> Document:
    """A copy with a new code right after the question."""
    question, section = _question(document, code), _section_of(document, code)
    copy = replace(question, code=new_question_code(document, code))
    return add_question(document, section.code, copy, section.questions.index(question) + 1)


def add_alike(document: Document, code: str) -> tuple[Document, str]:
    """A blank question of the same kind and scale right after the question, and its code."""
    question, section = _question(document, code), _section_of(document, code)
    scale = getattr(question, "scale", "")
    new = type(question).blank(code=new_question_code(document), text="", scale=scale)
    place = section.questions.index(question) + 1
    return add_question(document, section.code, new, place), new.code


def remove_question(document: Document, code: str) -> Document:
    """Without the question."""
    section = _section_of(document, code)
    rest = [item for item in section.questions if item.code != code]
    return _with_section(document, section.code, lambda part: replace(part, questions=rest))


# Scales


def set_scale(document: Document, key: str, scale: Scale) -> Document:
    """A new scale, or another one under a known key."""
    if key not in document.scales:
        _free(key, [])
    return replace(document, scales={**document.scales, key: scale})


def remove_scale(document: Document, key: str) -> Document:
    """Without the scale. Raises InUse while a rating stands on it."""
    if key not in document.scales:
        raise NotFound
    if any(getattr(item, "scale", None) == key for item in document.questions()):
        raise InUse("Skala ini masih dipakai oleh indikator sehingga tidak dapat dihapus.")
    return replace(document, scales={k: v for k, v in document.scales.items() if k != key})


def _free(code: str, taken: list[str]) -> None:
    if not is_code(code) or code in taken:
        raise CodeRefused(code=code[:60])


def _inserted(items: list[T], item: T, position: int | None) -> list[T]:
    at = len(items) if position is None else max(0, position)
    return [*items[:at], item, *items[at:]]


def _section(document: Document, code: str) -> Section:
    return _found(document.section(code))


def _question(document: Document, code: str) -> Question:
    question = document.question(code)
    if question is None:
        raise NotFound
    return question


def _section_of(document: Document, code: str) -> Section:
    return _found(document.section_of(code))


def _found(part: T | None) -> T:
    if part is None:
        raise NotFound
    return part


def _with_section(document: Document, code: str, change: Callable[[Section], Section]) -> Document:
    section = _section(document, code)
    changed = [change(part) if part is section else part for part in document.sections]
    return replace(document, sections=changed)
