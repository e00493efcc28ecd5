"""Results of thousands of generated people, against a straightforward reckoning of our own."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from survei.presentation.result_words import ResultWords
from survei.questionnaire.score_scale import HUNDRED
from survei.result.composition import make_result
from survei.result.document import ResultDocument
from survei.result.inputs import RateeInputs, RaterGroup
from survei.result.norms import Norms
from survei.result.stored_document import decode_result, encode_result
from tests.result.people import Expected, ends_of, expected_of, make_form, make_person, shown

#: Runs, each with questionnaires and people of its own.
SEEDS, FORMS, PEOPLE = range(4), 12, 500


def people(seed: int, count: int = PEOPLE, forms_count: int = FORMS) -> list[RateeInputs]:
    chance = Random(seed)
    forms = [make_form(chance, number) for number in range(1, forms_count + 1)]
    return [make_person(forms, chance) for _ in range(count)]


def result_of(inputs: RateeInputs, norms: Norms | None = None) -> ResultDocument:
    return make_result(inputs, norms=norms or Norms(), chance=Random(1))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_is_exact(seed: int) -> None:
    for inputs in people(seed):
        result = decode_result(encode_result(result_of(inputs)))
        assert found_in(result) == expected_of(inputs)


def found_in(result: ResultDocument) -> Expected:
    """The exact figures of a document in the shape of the reckoning."""
    found = Expected(total=result.score)
    for part in result.instruments:
        for section in part.sections:
            for relation, cell in section.cells.items():
                if cell.score is not None:
                    found.cells[part.version_id, section.code, relation] = cell.score
                    found.counts[part.version_id, section.code, relation] = cell.n or 0
            if section.score is not None:
                found.sections[part.version_id, section.code] = section.score
        if part.score is not None:
            found.forms[part.version_id] = part.score
    found.groups = {one.relation: one.score for one in result.groups if one.score is not None}
    found.gaps = {gap.code: (gap.self_score, gap.others_score) for gap in result.gaps}
    return found


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_every_figure_is_shown_on_its_scale_and_rounded_once(seed: int) -> None:
    for inputs in people(seed, 200):
        words, expected = ResultWords(result_of(inputs)), expected_of(inputs)
        documents = {
            group.instrument.version_id: group.instrument.document for group in inputs.groups
        }
        for part in words.result.instruments:
            document = documents[part.version_id]
            for section in part.sections:
                ends = ends_of(document, section.code)
                for relation, cell in section.cells.items():
                    score = expected.cells.get((part.version_id, section.code, relation))
                    said = "–" if score is None else shown(score, ends)
                    assert words.figure(section, cell.score) == said
            score = expected.forms.get(part.version_id)
            said = "–" if score is None else shown(score, ends_of(document))
            assert words.figure(part, part.score) == said


@pytest.mark.parametrize("seed", SEEDS[:1])
def test_the_order_of_submissions_changes_no_byte(seed: int) -> None:
    crowd, chance = people(seed, 80, forms_count=2), Random(seed)
    mixed = [turned(inputs, chance) for inputs in crowd]
    texts = []
    for several in (crowd, mixed):
        norms = Norms()
        for inputs in several:
            norms.add(inputs.groups, inputs.scheme)
        texts.append([encode_result(result_of(inputs, norms)) for inputs in several])
    assert texts[0] == texts[1]
    assert any('"margin":"' in text for text in texts[0])


def turned(inputs: RateeInputs, chance: Random) -> RateeInputs:
    """The same answers as another database may give them."""
    groups = [
        RaterGroup(
            group.relation,
            group.instrument,
            group.asked,
            chance.sample(list(group.submissions), len(group.submissions)),
        )
        for group in inputs.groups
    ]
    return RateeInputs(inputs.period, inputs.ratee, inputs.scheme, groups)


def test_a_total_is_made_of_answers_and_not_of_rounded_cells() -> None:
    """82.5 is 83, and 83.49 is 83, however its parts were rounded."""
    assert HUNDRED.figure(Fraction(165, 2)) == Decimal(83)
    assert HUNDRED.figure(Fraction(8349, 100)) == Decimal(83)
    assert HUNDRED.figure(Fraction(8349, 100)) - HUNDRED.figure(Fraction(124, 2)) == Decimal(21)
