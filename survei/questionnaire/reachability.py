"""Whether some answers show a part at all: conditions solved, not tried.

A condition is written as ways, each a row of literals (a clause that must or must not hold) that
together satisfy it. Whoever asks about an answer also needs its question shown, so the ways of
that question join. A way is open when every question in it has one answer that fits all its
literals. Answers are tried as samples (`clause_values.outcomes`) by the server's own rule.

Where something is too large to solve, the part counts as shown: nothing wrong is ever claimed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from typing import Any

from survei.questionnaire.choices import Match, Operator
from survei.questionnaire.clause_values import outcomes
from survei.questionnaire.conditions import clause_holds, ends_of
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause, Condition

#: (clause, whether it must hold).
Literal = tuple[Clause, bool]
Way = tuple[Literal, ...]
#: Ways of which any will do; None: too many to say.
Ways = list[Way] | None
_MOST_WAYS = 64
OPEN: Ways = [()]


class Reach:
    """The conditions of one document. Conditions outside `sound` count as always holding."""

    def __init__(self, document: Document, sound: Iterable[Condition]) -> None:
        self.document = document
        self._sound = {id(condition) for condition in sound}
        self._ends = ends_of(document)
        self._sources: dict[str, tuple[Section, Question]] = {
            key: (section, question)
            for section in document.sections
            for question in section.questions
            for key in question.source_keys()
        }
        self._known: dict[tuple[str, str], Ways] = {}

    def to_section(self, section: Section) -> Ways:
        """Ways in which a section is shown."""
        return self._remembered("", section, lambda: self.satisfying(section.show_if))

    def to_question(self, section: Section, question: Question) -> Ways:
        """Ways in which a question and its section are shown."""
        return self._remembered(
            section.code,
            question,
            lambda: both(self.to_section(section), self.satisfying(question.show_if)),
        )

    def _remembered(self, above: str, part: Section | Question, reckon: Any) -> Ways:
        """What was reckoned before; a part that waits for itself, as one whose code stands twice
        may, counts as shown."""
        name = (above, part.code)
        if name not in self._known:
            self._known[name] = OPEN
            self._known[name] = reckon()
        return self._known[name]

    def satisfying(self, condition: Condition | None) -> Ways:
        """Ways in which a condition holds."""
        if condition is None or id(condition) not in self._sound:
            return OPEN
        return self._expanded(_ways(condition, holds=True))

    def violating(self, condition: Condition) -> Ways:
        """Ways in which a condition does not hold."""
        return self._expanded(_ways(condition, holds=False))

    def _expanded(self, ways: list[Way]) -> Ways:
        """The ways, each joined by those to the questions whose answers it needs."""
        found: list[Way] = []
        for way in ways:
            whole: Ways = [way]
            for clause, holds in way:
                if _needs_answer(clause, holds):
                    whole = both(whole, self.to_question(*self._sources[clause.question]))
            if whole is None:
                return None
            found += whole
        return found if len(found) <= _MOST_WAYS else None

    def is_possible(self, ways: Ways) -> bool:
        """Whether some answers open one of the ways."""
        return ways is None or any(self._is_open(way) for way in ways)

    def is_consistent(self, condition: Condition) -> bool:
        """Whether the clauses of a condition by themselves allow each other."""
        return self.is_possible(_ways(condition, holds=True))

    def _is_open(self, way: Way) -> bool:
        by_key: dict[str, list[Literal]] = defaultdict(list)
        for literal in way:
            by_key[literal[0].question].append(literal)
        return all(self._can_answer(key, literals) for key, literals in by_key.items())

    def _can_answer(self, key: str, literals: list[Literal]) -> bool:
        section, question = self._sources[key]
        tried = outcomes(self.document, question, [clause for clause, _ in literals])
        if tried is None:
            return True
        if _may_stay_open(section, question):
            tried = [None, *tried]
        return any(self._fits(key, answer, literals) for answer in tried)

    def _fits(self, key: str, answer: Any, literals: list[Literal]) -> bool:
        given = {key: answer}
        return all(clause_holds(clause, given, self._ends) == wanted for clause, wanted in literals)


def _ways(condition: Condition, *, holds: bool) -> list[Way]:
    """Ways in which a condition holds, or does not, by its own clauses."""
    literals = [(clause, holds) for clause in condition.clauses]
    if holds == (condition.match == Match.ALL):
        return [tuple(literals)]
    return [(literal,) for literal in {_name(literal): literal for literal in literals}.values()]


def both(left: Ways, right: Ways) -> Ways:
    """Ways in which both hold."""
    if left is None or right is None or len(left) * len(right) > _MOST_WAYS:
        return None
    joined = (_joined(one, other) for one, other in product(left, right))
    return list({frozenset(map(_name, way)): way for way in joined}.values())


def _joined(one: Way, other: Way) -> Way:
    """Every literal once."""
    return tuple({_name(literal): literal for literal in one + other}.values())


def _name(literal: Literal) -> tuple[str, ...]:
    clause, holds = literal
    return clause.question, clause.operator, clause.value, str(holds)


def _needs_answer(clause: Clause, holds: bool) -> bool:
    """Whether a literal can only be met by an answer, so by a question that is shown."""
    return holds != (clause.operator == Operator.UNANSWERED)


def _may_stay_open(section: Section, question: Question) -> bool:
    """Whether a rater may send the form without an answer to a question.

    Evidence is not asked of confidential raters.
    """
    return bool(
        not question.required or question.show_if or section.show_if or not question.is_asked_of_all
    )
