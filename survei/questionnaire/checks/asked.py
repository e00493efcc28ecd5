"""Conditions of a document, each in its place, with what may be asked about there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from survei.questionnaire.clause_values import can_compare
from survei.questionnaire.document import Document, Section
from survei.questionnaire.finding import Place, at
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause, Condition

MEMBERS = {"show_if": "Tampilkan jika", "required_if": "Wajib jika"}


@dataclass(frozen=True)
class Asked:
    """A condition in its place, with what may be asked about there."""

    #: Of the part; `place` is that of the condition.
    part_place: Place
    part: Section | Question
    member: str
    condition: Condition
    #: {key: question} of everything asked before.
    before: Mapping[str, Question]

    @property
    def place(self) -> Place:
        """ "Aspek 1 “…” › Indikator 2 (kode) › Tampilkan jika"."""
        step = self.part_place.step(at(MEMBERS[self.member]))
        return replace(step, member=self.member)

    def clauses(self) -> Iterator[tuple[Place, Clause]]:
        """Its clauses with their places."""
        for number, clause in enumerate(self.condition.clauses, 1):
            step = self.place.step(at("Syarat %(number)s", number=number))
            entry = f"{self.member}-clauses-{number - 1}"
            yield replace(step, entry=entry, member="question"), clause

    def is_sound(self, document: Document) -> bool:
        """Whether it can be evaluated at all."""
        return bool(self.condition.clauses) and all(
            (question := self.before.get(clause.question)) is not None
            and clause.operator in question.operators
            and can_compare(document, question, clause)
            for clause in self.condition.clauses
        )
