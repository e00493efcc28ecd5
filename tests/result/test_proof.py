"""The proof before publishing: what fails is made coarser, by numbers and questionnaire alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import msgspec
import pytest

from survei.cycle.choices import Relation as R
from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document
from survei.questionnaire.parts import Clause, Condition
from survei.result.choices import Coarsened, Showing, WhyCoarsened
from survei.result.coarsening import Partition
from survei.result.composition import make_result
from survei.result.derived_figures import follows
from survei.result.document import ResultDocument
from survei.result.inputs import Instrument, RateeInputs
from survei.result.narrowing import Item, least_open
from survei.result.norms import Norms
from survei.result.proof import OPEN, Proof, items_of, outcome_of, told_by
from tests.result.people import make_form, make_person
from tests.result.sample import make_inputs, questionnaire, submission

FIVE = tuple(Fraction(one, 4) for one in range(5))
HELD = (Coarsened.NOT, "")


@dataclass(frozen=True)
class TooFine(Instrument):
    """A questionnaire whose means would be shown to the hundredth."""

    def partition(self, section: str, relation: R, raters: int) -> Partition | None:
        """Steps of a hundredth up to the ends."""
        step = Fraction(1, 100)
        return Partition(1, 5, 2, step, 1 + step, 5 - step)


def rated(relation: R = R.PEER, raters: int = 4, **options: object) -> RateeInputs:
    rows = [((4, 3, 5), (4, 4), ""), ((2, 3, 3), (4, 2), ""), ((3, 3, 4), (1, 5), "")]
    answers = {R.SELF: rows[:1], R.SUPERVISOR: rows[1:2], relation: (rows * 3)[:raters]}
    return make_inputs(answers, **options)  # type: ignore[arg-type]


def with_instrument(inputs: RateeInputs, make: Callable[[Instrument], Instrument]) -> RateeInputs:
    groups = [
        replace(group, instrument=make(group.instrument)) if group.instrument else group
        for group in inputs.groups
    ]
    return replace(inputs, groups=groups)


def made(inputs: RateeInputs) -> ResultDocument:
    return make_result(inputs, norms=Norms(), chance=Random(7))


def test_what_is_shown_today_holds() -> None:
    proof, inputs = Proof(), rated()
    proved, found = proof.applied(inputs)
    assert found == [HELD]
    assert made(proved) == made(inputs)
    assert proof.covers(proved, made(proved))


def test_groups_that_are_not_shown_are_not_counted() -> None:
    _, found = Proof().applied(rated(raters=2))
    assert found == []


def test_figures_that_are_too_fine_give_way_to_words() -> None:
    inputs = with_instrument(rated(raters=5), lambda one: TooFine(1, 1, one.document))
    proof = Proof()
    proved, found = proof.applied(inputs)
    assert found == [(Coarsened.WORDS, WhyCoarsened.NARROW)]
    document = made(proved)
    cells = [section.cells[R.PEER] for section in document.sections()]
    assert [(cell.step, cell.showing) for cell in cells] == [(Decimal("4.00"), Showing.SHOWN)] * 2
    assert proof.covers(proved, document)
    assert not proof.covers(inputs, made(inputs)), "the fine figures themselves are refused"


def test_words_leave_as_much_as_figures_must() -> None:
    for raters in range(3, 9):
        for questions in (1, 2, 3):
            items = tuple(Item(Fraction(1, questions), FIVE) for _ in range(questions))
            are_all = questions < 3
            fine = Partition(1, 5, 2, Fraction(1, 100), Fraction(101, 100), Fraction(499, 100))
            outcome = outcome_of(items, raters, fine, are_all_rated=are_all)
            assert outcome.step != Coarsened.NOT
            for told in told_by(outcome.classes).values() if outcome.classes else ():
                assert least_open(items, raters, told, are_all_rated=are_all) >= OPEN


def test_where_words_fail_nothing_is_shown_and_it_is_said() -> None:
    two = (Item(Fraction(1), (Fraction(), Fraction(1))),)
    fine = Partition(0, 1, 2, Fraction(1, 100), Fraction(1, 100), Fraction(99, 100))
    outcome = outcome_of(two, 3, fine, are_all_rated=True)
    assert (outcome.step, outcome.classes) == (Coarsened.WITHHELD, None)


def test_what_cannot_be_looked_through_is_not_shown() -> None:
    items = tuple(Item(Fraction(1, number), FIVE) for number in (7, 11, 13, 17, 19, 23))
    fine = Partition(1, 5, 1, Fraction(1), Fraction(2), Fraction(4))
    outcome = outcome_of(items, 5, fine, are_all_rated=False)
    assert (outcome.step, outcome.why) == (Coarsened.WITHHELD, WhyCoarsened.UNKNOWN)


def conditional(on_section: bool) -> Document:
    """The second section, or one of its questions, is asked who gave less than three before."""
    document = questionnaire()
    low = Condition(clauses=[Clause(question="a1", operator=Operator.AT_MOST, value="2")])
    second = document.sections[1]
    if on_section:
        second = msgspec.structs.replace(second, show_if=low)
    else:
        first = msgspec.structs.replace(second.questions[0], show_if=low)
        second = msgspec.structs.replace(second, questions=[first, *second.questions[1:]])
    sections = [document.sections[0], second, *document.sections[2:]]
    return msgspec.structs.replace(document, sections=sections)


@pytest.mark.parametrize("on_section", [True, False], ids=["section", "question"])
@pytest.mark.parametrize("lows", [0, 1, 3, 5])
def test_how_many_were_asked_because_of_an_answer_is_told_to_nobody(
    on_section: bool, lows: int
) -> None:
    document = conditional(on_section)
    rows = [((2, 3, 4), (4, 4), "")] * lows + [((3, 3, 4), ("na", 4), "")] * (5 - lows)
    inputs = with_instrument(rated(raters=5), lambda _: Instrument(1, 1, document))
    groups = [
        replace(group, submissions=[submission(document, row) for row in rows])
        for group in inputs.groups
    ]
    proved, found = Proof().applied(replace(inputs, groups=groups))
    assert found == [(Coarsened.WITHHELD, WhyCoarsened.CONDITIONS)]
    result = made(proved)
    cell = list(result.sections())[1].cells[R.PEER]
    assert (cell.showing, cell.n, cell.score) == (Showing.UNPROVED, None, None)
    notes = [one for one in result.withheld if one.code == "cell_unproved"]
    assert [one.params["section"] for one in notes] == ["Aspek B"]


@pytest.mark.parametrize("seed", range(12))
def test_whoever_rates_whomever_everything_shown_is_proved(seed: int) -> None:
    """Random questionnaires, numbers of raters, thresholds; two cycles with the same people."""
    chance = Random(seed)
    forms, proof = [make_form(chance, number) for number in (1, 2)], Proof()
    for _ in range(8):
        scheme = Scheme(least_submissions=chance.choice((3, 3, 4, 5)))
        cycles = [replace(make_person(forms, chance), scheme=scheme) for _ in range(2)]
        for inputs in cycles:
            proved, found = proof.applied(inputs)
            document = made(proved)
            assert set(found) <= {HELD}
            assert proof.covers(proved, document)
            _leave_a_quarter(proved, document)


def _leave_a_quarter(inputs: RateeInputs, document: ResultDocument) -> None:
    forms = {group.relation: group.instrument for group in inputs.groups}
    for section in document.sections():
        for relation, cell in section.cells.items():
            form = forms[relation]
            if relation in CONFIDENTIAL and cell.n and form:
                part = next(one for one in form.sections if one.code == section.code)
                partition = form.partition(section.code, relation, cell.n)
                assert partition
                told = {figure.score: one for figure, one in told_by(partition).items()}
                items = items_of(form.document, part)
                are_all = len(items) < 3
                left = least_open(items, cell.n, told[cell.score], are_all_rated=are_all)
                assert left >= OPEN


def test_what_is_made_coarser_depends_on_no_answer() -> None:
    def outcome(seed: int) -> object:
        chance = Random(seed)
        rows = [([chance.randint(1, 5) for _ in range(3)], [chance.randint(1, 5)] * 2, "")
                for _ in range(4)]  # fmt: skip
        inputs = make_inputs({R.PEER: rows})
        inputs = with_instrument(inputs, lambda one: TooFine(1, 1, one.document))
        proved, found = Proof().applied(inputs)
        return found, proved.groups[0].proved

    assert all(outcome(seed) == outcome(0) for seed in range(6))


@pytest.mark.parametrize("raters", [3, 4, 7])
def test_every_mean_lies_in_the_class_that_is_shown_of_it(raters: int) -> None:
    inputs = rated(raters=raters)
    instrument = inputs.groups[0].instrument
    assert instrument
    partition = instrument.partition("a", R.PEER, raters)
    assert partition
    classes, chance = told_by(partition), Random(3)
    ends = [told.least for told in classes.values()]
    assert ends == sorted(ends)
    for _ in range(500):
        mean = Fraction(chance.randint(0, 960), 960)
        told = classes[partition.figure(1 + 4 * mean)]
        assert told.least <= mean <= told.most
        assert mean != told.least or told.is_least_in
        assert mean != told.most or told.is_most_in


def tampered(change: Callable[[ResultDocument], None]) -> tuple[bool, bool]:
    """Whether figures still follow, and whether everything is covered."""
    proof, inputs = Proof(), rated(raters=5)
    proved, _ = proof.applied(inputs)
    document = made(proved)
    change(document)
    return follows(document), proof.covers(proved, document)


def exact_section(document: ResultDocument) -> None:
    next(document.sections()).score = Fraction(571, 10)


def exact_group(document: ResultDocument) -> None:
    document.groups[2].score = Fraction(571, 10)


def exact_total(document: ResultDocument) -> None:
    document.score = Fraction(571, 10)


def exact_questionnaire(document: ResultDocument) -> None:
    document.instruments[0].score = Fraction(571, 10)


def exact_gap(document: ResultDocument) -> None:
    document.gaps[1].others_score = Fraction(571, 10)


def exact_highlight(document: ResultDocument) -> None:
    assert document.strengths
    document.strengths[0].score = Fraction(571, 10)


@pytest.mark.parametrize(
    "change",
    [exact_section, exact_group, exact_total, exact_questionnaire, exact_gap, exact_highlight],
)
def test_a_figure_that_is_no_sum_of_classes_is_found(
    change: Callable[[ResultDocument], None],
) -> None:
    assert tampered(change) == (False, False)


def word_of_agreement(document: ResultDocument) -> None:
    next(document.sections()).cells[R.PEER].consensus = "para penilai sependapat"


def one_more_rater(document: ResultDocument) -> None:
    next(document.sections()).cells[R.PEER].n = 30


@pytest.mark.parametrize("change", [word_of_agreement, one_more_rater])
def test_what_follows_and_is_no_class_is_found(change: Callable[[ResultDocument], None]) -> None:
    assert tampered(change)[1] is False
