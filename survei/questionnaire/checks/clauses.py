"""Clauses of conditions: each asks about an earlier question something that can be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survei.errors import Term
from survei.questionnaire import places
from survei.questionnaire.checks.asked import Asked
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.choices import OPERATOR_LABELS
from survei.questionnaire.clause_values import can_compare
from survei.questionnaire.conditions import needs_value
from survei.questionnaire.finding import Finding, Place, error
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause

MOST_CLAUSES = 10


def counted(walk: Walk) -> Iterator[Finding]:
    """A condition has 1 to 10 clauses."""
    for item in walk.conditions:
        count = len(item.condition.clauses)
        if not count:
            yield error(
                item.place,
                "Syarat ini belum berisi apa pun.",
                "Pilih pertanyaan yang menentukan, atau hapus syaratnya.",
            )
        elif count > MOST_CLAUSES:
            yield error(
                item.place,
                "Ada %(count)s syarat; batasnya %(most)s.",
                "Sederhanakan syaratnya.",
                count=count,
                most=MOST_CLAUSES,
            )


def about_earlier_questions(walk: Walk) -> Iterator[Finding]:
    """Every clause names a question that is asked before: so there are no cycles."""
    every = {question.code: question for question in walk.document.questions()}
    for item in walk.conditions:
        for place, clause in item.clauses():
            if clause.question not in item.before:
                yield _not_before(place, item, clause, every)


def _not_before(
    place: Place, item: Asked, clause: Clause, every: Mapping[str, Question]
) -> Finding:
    code, _, row = clause.question.partition(".")
    question = every.get(code)
    shown = places.short(clause.question)
    if question is None or (row and clause.question not in question.source_keys()):
        return error(
            place,
            "Pertanyaan “%(code)s” tidak ada dalam kuesioner ini.",
            "Pilih pertanyaan lain atau hapus syarat ini.",
            code=shown,
        )
    if question is item.part:
        return error(
            place,
            "Syarat menanyakan pertanyaan ini sendiri.",
            "Pilih pertanyaan yang ditanyakan sebelumnya.",
        )
    if not question.is_asked:
        return error(
            place,
            "“%(code)s” adalah teks informasi, yang tidak pernah dijawab.",
            "Pilih pertanyaan lain atau hapus syarat ini.",
            code=shown,
        )
    if question.code not in question.source_keys() and not row:
        return error(
            place,
            "“%(code)s” adalah matriks; setiap barisnya dijawab sendiri.",
            "Pilih salah satu baris matriks itu.",
            code=shown,
        )
    return error(
        place,
        "Pertanyaan “%(code)s” baru ditanyakan sesudah bagian ini.",
        "Pindahkan pertanyaan itu ke atas, atau pilih pertanyaan yang lebih awal.",
        code=shown,
    )


def fitting_operators(walk: Walk) -> Iterator[Finding]:
    """Every clause compares in a way that fits the kind of its question."""
    for item in walk.conditions:
        for place, clause in item.clauses():
            question = item.before.get(clause.question)
            if question and clause.operator not in question.operators:
                yield error(
                    place,
                    "“%(operator)s” tidak dapat dipakai untuk pertanyaan “%(code)s”.",
                    "Pilih pembanding lain yang sesuai dengan jenis pertanyaan itu.",
                    operator=Term(OPERATOR_LABELS[clause.operator]),
                    code=clause.question,
                )


def possible_values(walk: Walk) -> Iterator[Finding]:
    """Every clause compares with something that the question can be answered with."""
    for item in walk.conditions:
        for place, clause in item.clauses():
            question = item.before.get(clause.question)
            if question is None or clause.operator not in question.operators:
                continue
            if needs_value(clause.operator) and not can_compare(walk.document, question, clause):
                yield error(
                    place,
                    "Jawaban “%(value)s” tidak mungkin untuk pertanyaan “%(code)s”.",
                    "Pilih jawaban yang disediakan pertanyaan itu.",
                    value=places.short(clause.value),
                    code=clause.question,
                )
