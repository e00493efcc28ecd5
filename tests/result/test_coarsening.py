"""No figure of a closed group tells more than it rests on: every possible group is tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survei.cycle.choices import Relation as R
from survei.cycle.plan import Scheme
from survei.presentation.result_page import ResultPage
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Rating
from survei.questionnaire.parts import Point, Scale
from survei.questionnaire.score_scale import score_scale
from survei.questionnaire.scoring import section_scores
from survei.questionnaire.translated_text import Text
from survei.result.choices import Showing
from survei.result.coarsening import grain_of, partition_of, step_of
from survei.result.disclosure import disclosed
from survei.result.document import Cell, ResultDocument
from survei.result.inputs import Instrument, RaterGroup, Submission
from survei.result.section_scores import make_cell
from survei.result.stored_document import decode_result, encode_result

PEER = Fraction(37, 100)
Make = Callable[..., ResultDocument]


def instrument(points: Sequence[int], weights: Sequence[float]) -> Instrument:
    """One section on one scale, a question per weight."""
    scale = Scale(
        title=Text("Skala"), points=[Point(value=one, label=Text(f"T{one}")) for one in points]
    )
    questions = [
        Rating(code=f"a{place}", text=Text(f"Indikator {place}"), scale="s", weight=weight)
        for place, weight in enumerate(weights)
    ]
    section = Section(code="a", title=Text("Aspek"), weight=100, questions=list(questions))
    document = Document(key="uji", title=Text("Uji"), scales={"s": scale}, sections=[section])
    return Instrument(1, 1, document)


def cell_of(form: Instrument, answers: Sequence[Sequence[int]]) -> Cell:
    """The published cell of peers, each of whom gave one answer per question."""
    given = [{f"a{place}": value for place, value in enumerate(row)} for row in answers]
    sent = [Submission(one, section_scores(form.document, one)) for one in given]
    (group,) = disclosed([RaterGroup(R.PEER, form, len(sent), sent)], Scheme())
    return make_cell(group, form.sections[0], Scheme())


def looks(points: Sequence[int], n: int) -> dict[str, list[tuple[int, ...]]]:
    """{what is published: the groups of n answers to one question that look like it}."""
    form = instrument(points, [1])
    found = defaultdict(list)
    for group in combinations_with_replacement(points, n):
        found[repr(cell_of(form, [[value] for value in group]))].append(group)
    return found


@pytest.mark.parametrize("n", [5, 6, 7])
@pytest.mark.parametrize(
    "points", [(1, 2, 3, 4, 5), (1, 2, 3, 4), (0, 1, 2), (0, 40, 60, 80, 100)], ids=str
)
def test_no_group_is_determined_by_what_is_published(points: tuple[int, ...], n: int) -> None:
    for published, groups in looks(points, n).items():
        assert len(groups) > 1, (published, groups)


@pytest.mark.parametrize(
    ("points", "n"), [((1, 2), 3), ((1, 2, 3), 3), ((1, 2, 3), 5), ((1, 2, 3, 4, 5), 3)], ids=str
)
def test_two_questions_determine_no_group_either(points: tuple[int, ...], n: int) -> None:
    form, found = instrument(points, [1, 1]), defaultdict(list)
    for group in combinations_with_replacement(list(product(points, points)), n):
        found[repr(cell_of(form, group))].append(group)
    assert min(map(len, found.values())) > 1


@pytest.mark.parametrize("n", [5, 7])
@pytest.mark.parametrize("points", [(1, 2), (1, 2, 3), (1, 2, 3, 4, 5), (1, 2, 4, 5)], ids=str)
def test_nothing_published_says_what_each_gave(points: tuple[int, ...], n: int) -> None:
    for published, groups in looks(points, n).items():
        assert not all(len(set(group)) == 1 for group in groups), published


@pytest.mark.parametrize("n", [3, 4, 5, 10, 100])
@pytest.mark.parametrize("value", [1, 5])
def test_unanimity_at_an_end_is_never_the_end(n: int, value: int) -> None:
    cell = cell_of(instrument((1, 2, 3, 4, 5), [1, 1]), [[value, value]] * n)
    assert cell.score is not None
    assert 0 < cell.score < 100
    assert (cell.above is None, cell.below is None) == (value == 1, value == 5)


@pytest.mark.parametrize(
    ("weights", "n", "expected"),
    [
        ([1], 4, Showing.WITHHELD),
        ([1], 5, Showing.SHOWN),
        ([3, 1], 4, Showing.WITHHELD),
        ([2.9, 1], 4, Showing.SHOWN),
        ([1, 0], 4, Showing.WITHHELD),
        ([1, 1], 3, Showing.SHOWN),
    ],
    ids=str,
)
def test_a_single_question_is_shown_from_five_answers_on(
    weights: list[float], n: int, expected: Showing
) -> None:
    rows = [[3] * len(weights)] * n
    cell = cell_of(instrument((1, 2, 3, 4, 5), weights), rows)
    assert (cell.showing, cell.least) == (expected, 5 if expected == Showing.WITHHELD else None)


@pytest.mark.parametrize(
    ("raters", "expected"), [(3, "0.5"), (5, "0.5"), (10, "0.5"), (11, "0.2"), (50, "0.1")]
)
def test_steps_on_five_points(raters: int, expected: str) -> None:
    assert step_of(4, 1, raters, PEER, Fraction(1, 20)) == Fraction(expected)


@given(
    st.integers(1, 100),
    st.sampled_from([0, 1]),
    st.integers(3, 300),
    st.fractions(min_value=0, max_value=1, max_denominator=30),
)
def test_a_step_is_the_next_above_the_error(
    width: int, places: int, raters: int, answer: Fraction
) -> None:
    step = step_of(width, places, raters, PEER, answer)
    assert step >= Fraction(1, 10**places)
    assert float(step) >= width / 5 * (0.63 / raters) ** 0.5 * (1 - 1e-9)
    assert step * raters >= 2 * answer * width


@given(st.fractions(min_value=0, max_value=100, max_denominator=60), st.integers(3, 60))
def test_a_figure_lies_within_half_a_step(score: Fraction, raters: int) -> None:
    scale = score_scale(instrument((1, 2, 3, 4, 5), [1]).document.scales["s"])
    grain = grain_of([(1, (1, 2, 3, 4, 5))] * 2)
    partition = partition_of(scale, raters=raters, reliability=PEER, grain=grain)
    assert partition
    found = partition.figure(scale.exact(score))
    if found.above is None and found.below is None:
        assert abs(scale.exact(found.score) - scale.exact(score)) <= Fraction(found.step) / 2
    if found.above is not None:
        assert scale.exact(score) > Fraction(found.above)
    if found.below is not None:
        assert scale.exact(score) < Fraction(found.below)


def test_named_raters_are_shown_exactly(result_of: Make) -> None:
    result = result_of({R.SELF: [([5, 5, 4], [1, 1], "")], R.SUPERVISOR: [([5] * 3, [1] * 2, "")]})
    cells = [cell for section in result.sections() for cell in section.cells.values()]
    assert [cell.score for cell in cells] == [Fraction(275, 3), 100, 0, 0]
    assert all(cell.step is None for cell in cells)


def test_the_page_says_above_and_what_it_counts_as(result_of: Make) -> None:
    result = decode_result(encode_result(result_of({R.PEER: [([5] * 3, [1] * 2, "")] * 6})))
    page = ResultPage(result, "id")
    said = [page.cell(one, one.cells[R.PEER], in_detail=True) for one in result.sections()]
    assert said == [
        "di atas 3,75 (dihitung sebagai 4,4 dari 5, mendekati “Baik”); 6 penilai",
        "di bawah 2,25 (dihitung sebagai 1,6 dari 5, mendekati “Kurang”); 6 penilai",
    ]
    figures = [page.cell_figure(one, one.cells[R.PEER]) for one in result.sections()]
    assert figures == ["di atas 3,75", "di bawah 2,25"]
    rules = " ".join(map(page.say, result.rules))
    assert "pada skala 1–5 dibulatkan ke langkah sebesar 0,5" in rules
    assert "menjadi kurang dari 1/4 lebar skala" in rules


def test_a_document_from_before_reads_as_it_did(result_of: Make) -> None:
    result = result_of({R.PEER: [([3] * 3, [2] * 2, "")] * 6})
    cell = result.instruments[0].sections[0].cells[R.PEER]
    cell.step, cell.consensus, cell.agreement = None, "", Decimal("0.81")
    page = ResultPage(decode_result(encode_result(result)), "id")
    assert page.cell(result.instruments[0].sections[0], cell, in_detail=True) == (
        "3,0 dari 5, mendekati “Sesuai ekspektasi”; 6 penilai; para penilai sependapat"
    )
