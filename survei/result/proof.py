"""The proof before publishing: whether what will be visible of a small group leaves enough open.

Everything that is visible of a group (page of the ratee, of the supervisor, unit, workbook, paper)
is reckoned from the classes of its sections, so these are the equations; `derived_figures.py` looks
that nothing else is in a document. Each class is tried by a solver of its own (`narrowing.py`). A
section fails where one of its classes does, not only the one that is shown: what is made coarser
depends on number of raters and questionnaire alone, or being coarser would tell of the answers
(Kenthapadi, Mishra & Nissim 2005, Simulatable auditing). Sections have no answer in common, so a
person's total leaves the mean of what they leave. Sums over the ratees of a cycle are looked at
beside these by `pooled_proof.py` (bank), or reckoned from what is visible already (norms).

Where it fails, three words take the place of figures (below, between, above), as wide as they must
be; where they fail too, the section is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from itertools import count, groupby, pairwise, takewhile

from survei.cycle.choices import Relation
from survei.cycle.relations import CONFIDENTIAL
from survei.figures import exact
from survei.questionnaire.document import Document, Section
from survei.questionnaire.scoring import counting_items, is_conditional, share_of
from survei.result.choices import Coarsened, WhyCoarsened
from survei.result.coarsening import Coarse, Partition
from survei.result.derived_figures import follows
from survei.result.document import Cell, ResultDocument
from survei.result.inputs import Instrument, RateeInputs, RaterGroup
from survei.result.narrowing import Item, Told, can_be_reckoned, least_open

#: Share of the scale that must stay open. Source: docs/secrecy.md, Figures.
OPEN = Fraction(1, 4)
#: How large "below" and "above" are where figures give way to words, as shares of the scale.
WORD_ENDS = (Fraction(3, 10), Fraction(7, 20), Fraction(2, 5), Fraction(9, 20))


@dataclass(frozen=True)
class Outcome:
    """What the proof found of one section in groups of one size."""

    step: Coarsened
    why: WhyCoarsened | None = None
    #: The classes that hold; None where none do.
    classes: Partition | None = None


#: (version, section, relation, raters, least share of answered questions): what outcomes rest on.
Key = tuple[int, str, Relation, int, float]

#: How coarse a group became at the worst, and why: what is counted.
Found = tuple[Coarsened, str]


@dataclass
class Proof:
    """What was proved in one run; few kinds of groups occur, each is tried once."""

    _outcomes: dict[Key, Outcome] = field(default_factory=dict)

    def applied(self, inputs: RateeInputs) -> tuple[RateeInputs, list[Found]]:
        """The inputs with all made coarser that fails, and what was found of each small group
        that is shown.
        """
        scheme, found, groups = inputs.scheme, [], []
        for group in inputs.groups:
            is_small = group.relation in CONFIDENTIAL and group.instrument is not None
            if is_small and len(group.submissions) >= scheme.least_submissions:
                outcomes = dict(self._sections(group, inputs))
                found.append(_worst(outcomes))
                group = replace(group, proved=_coarser(outcomes))
            groups.append(group)
        return replace(inputs, groups=groups), found

    def covers(self, inputs: RateeInputs, document: ResultDocument) -> bool:
        """Whether all that a document shows of small groups is in classes that were proved."""
        answered = inputs.scheme.least_answered
        return follows(document) and all(
            self._is_class((part.version_id, section.code, relation, cell.n or 0, answered), cell)
            for part in document.instruments
            for section in part.sections
            for relation, cell in section.cells.items()
            if relation in CONFIDENTIAL and (cell.n or cell.score is not None)
        )

    def _is_class(self, key: Key, cell: Cell) -> bool:
        outcome = self._outcomes.get(key)
        if outcome is None or outcome.classes is None or cell.score is None or cell.step is None:
            return False
        figure = Coarse(cell.score, cell.step, cell.above, cell.below)
        return figure in _classes(outcome.classes) and not (cell.consensus or cell.agreement)

    def _sections(self, group: RaterGroup, inputs: RateeInputs) -> Iterator[tuple[str, Outcome]]:
        """Of each section of which something could be shown."""
        assert group.instrument
        least, answered = inputs.scheme.least_submissions, inputs.scheme.least_answered
        for section in group.instrument.sections:
            raters = len(group.scores_of(section.code))
            if is_conditional(section):
                # Whatever their number: it would tell how many answered so that it is asked.
                yield section.code, Outcome(Coarsened.WITHHELD, WhyCoarsened.CONDITIONS)
            elif raters >= group.least_of(section.code, least):
                yield (
                    section.code,
                    self._outcome(group.instrument, section, group.relation, raters, answered),
                )

    def _outcome(
        self, instrument: Instrument, section: Section, relation: Relation, raters: int,
        least_answered: float,
    ) -> Outcome:  # fmt: skip
        key = (instrument.version_id, section.code, relation, raters, least_answered)
        if key not in self._outcomes:
            partition = instrument.partition(section.code, relation, raters)
            items = items_of(instrument.document, section)
            self._outcomes[key] = outcome_of(
                items, raters, partition, are_all_rated=are_all_rated(section, least_answered)
            )
        return self._outcomes[key]


@lru_cache(maxsize=1024)
def _classes(partition: Partition) -> frozenset[Coarse]:
    return frozenset(told_by(partition))


def _worst(outcomes: Mapping[str, Outcome]) -> Found:
    order = list(Coarsened)
    worst = max(
        outcomes.values(), key=lambda one: order.index(one.step), default=Outcome(Coarsened.NOT)
    )
    return worst.step, worst.why or ""


def _coarser(outcomes: Mapping[str, Outcome]) -> dict[str, Partition | None]:
    return {code: one.classes for code, one in outcomes.items() if one.step != Coarsened.NOT}


def are_all_rated(section: Section, least_answered: float) -> bool:
    """Whether a score in a section rests on answers to all its questions."""
    items = len(counting_items(section))
    return share_of(least_answered) * items > items - 1


def items_of(document: Document, section: Section) -> tuple[Item, ...]:
    """What counts in a section, as the solver takes it."""
    items = counting_items(section)
    whole = sum((exact(item.weight) for item in items), Fraction())
    found = []
    for item in items:
        values = [point.value for point in document.scales[item.scale].points]
        low, width = min(values), max(values) - min(values)
        shares = [Fraction(value - low, width) for value in values]
        turned = [1 - share for share in shares] if item.reversed else shares
        found.append(Item(exact(item.weight) / whole, tuple(sorted(turned))))
    return tuple(found)


def outcome_of(
    items: tuple[Item, ...], raters: int, partition: Partition | None, *, are_all_rated: bool
) -> Outcome:
    """Whether every class of the means leaves enough open, else the finest words that do."""
    if partition is None:
        return Outcome(Coarsened.WITHHELD, WhyCoarsened.NARROW)
    if not can_be_reckoned(items, raters):
        return Outcome(Coarsened.WITHHELD, WhyCoarsened.UNKNOWN)
    if does_hold(items, raters, partition, are_all_rated=are_all_rated):
        return Outcome(Coarsened.NOT, classes=partition)
    words = next(
        (
            one
            for one in _in_words(partition)
            if does_hold(items, raters, one, are_all_rated=are_all_rated)
        ),
        None,
    )
    step = Coarsened.WITHHELD if words is None else Coarsened.WORDS
    return Outcome(step, WhyCoarsened.NARROW, words)


def does_hold(
    items: tuple[Item, ...], raters: int, partition: Partition, *, are_all_rated: bool
) -> bool:
    """Whether each class leaves a quarter of the scale to each answer and score."""
    return all(
        least_open(items, raters, told, are_all_rated=are_all_rated) >= OPEN
        for told in told_by(partition).values()
    )


def _in_words(partition: Partition) -> Iterator[Partition]:
    low, high = partition.lowest, partition.highest
    for end in WORD_ENDS:
        below, above = low + end * (high - low), high - end * (high - low)
        yield replace(partition, step=Fraction(high - low), below=below, above=above)


def told_by(partition: Partition) -> dict[Coarse, Told]:
    """{what can be shown of a mean: between what it lies then}; tried out on the means
    themselves, between all those at which something else could begin.
    """
    low, high, step = partition.lowest, partition.highest, partition.step
    halves = takewhile(lambda one: one < high, (low + step * (n + Fraction(1, 2)) for n in count()))
    ends = {Fraction(low), Fraction(high), partition.below, partition.above}
    turns = sorted(one for one in ends | set(halves) if low <= one <= high)
    pieces = [(turns[0], turns[0])]
    for before, after in pairwise(turns):
        pieces += [(before, after), (after, after)]
    shown = groupby(pieces, key=lambda piece: partition.figure((piece[0] + piece[1]) / 2))
    return {figure: _told(list(of), partition) for figure, of in shown}


def _told(pieces: list[tuple[Fraction, Fraction]], partition: Partition) -> Told:
    (first, is_first), (is_last, last) = pieces[0], pieces[-1]
    low, width = partition.lowest, partition.highest - partition.lowest
    return Told((first - low) / width, (last - low) / width, first == is_first, last == is_last)
