"""Conditions as the browser needs them: JSON that `static/js/form-conditions.js` evaluates.

It reads answers as the fields of `formulir/fields` do and shows by `questionnaire/conditions.py`;
a test holds both sides to the same outcome over generated documents and answers.
"""

from __future__ import annotations

from typing import Any

import msgspec

from formulir.fields.base import Built, Face
from survei.questionnaire.conditions import every_condition, has_conditions, number_in
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question, kind_of
from survei.questionnaire.parts import Condition

#: {question code: face and fields}.
Questions = dict[str, Built]


def rules_of(document: Document, built: Questions) -> str:
    """The JSON; empty for a document in which nothing depends on answers."""
    if not has_conditions(document):
        return ""
    asked_about = {
        clause.question for _, _, condition in every_condition(document)
        for clause in condition.clauses
    }  # fmt: skip
    numeric = {
        key
        for question in document.questions()
        if question.is_number
        for key in question.source_keys()
    }
    rules = [_section(section, built, asked_about, numeric) for section in document.sections]
    return msgspec.json.encode(rules).decode()


def _section(
    section: Section, built: Questions, asked_about: set[str], numeric: set[str]
) -> dict[str, Any]:
    return {
        "code": section.code,
        **_members(section, numeric),
        "questions": [
            _question(question, built.get(question.code), asked_about, numeric)
            for question in section.questions
        ],
    }


def _question(
    question: Question, built: Built | None, asked_about: set[str], numeric: set[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {"code": question.code, **_members(question, numeric)}
    if question.required:
        found["required"] = True
    keys = [key for key in question.source_keys() if key in asked_about]
    if built and keys:
        found["reads"] = dict.fromkeys(keys, _reading(question, built.face))
    return found


def _members(part: Section | Question, numeric: set[str]) -> dict[str, Any]:
    members = {"show": part.show_if, "needs": getattr(part, "required_if", None)}
    return {
        name: _condition(condition, numeric)
        for name, condition in members.items()
        if condition and condition.clauses
    }


def _condition(condition: Condition, numeric: set[str]) -> dict[str, Any]:
    """{"all" or "any": [[key, operator, value], …]}; what is compared as number is one."""
    clauses = [
        (one.question, str(one.operator), _value(one.value, one.question in numeric))
        for one in condition.clauses
    ]
    return {str(condition.match): clauses}


def _value(value: str, is_number: bool) -> str | float:
    number = number_in(value) if is_number else None
    return value if number is None else number


def _reading(question: Question, face: Face) -> dict[str, Any]:
    """How an answer is read from what was typed: kind, "na", and what the kind accepts."""
    found: dict[str, Any] = {"kind": str(kind_of(question))}
    if question.allow_na:
        found["na"] = True
    if face.options:
        found["options"] = [option.value for option in face.options]
    if face.longest:
        found["longest"] = face.longest
    members = ("minimum", "maximum", "decimals", "step", "earliest", "latest")
    limits = {name: getattr(question, name, None) for name in members}
    return found | {name: value for name, value in limits.items() if value is not None}
