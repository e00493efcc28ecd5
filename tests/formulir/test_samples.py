"""Sample answers pass the rules of a real form."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from formulir.forms import define
from formulir.prefill import typed
from survei.questionnaire.checks import check
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Evidence, Number
from survei.questionnaire.sampler import Filling
from survei.questionnaire.samples import sample_answers
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.questionnaire.documents import documents

#: Numbers whose neighbours in binary differ in the tenth decimal.
LARGE = st.none() | st.floats(-1e9, 1e9)
FILLINGS = [filling for filling in Filling if filling is not Filling.CANNOT_RATE]


@pytest.mark.parametrize("filling", FILLINGS)
def test_the_example_is_complete(filling: Filling) -> None:
    document = every_kind_document()
    answers = sample_answers(document, filling, seed=3)
    form = define(document, is_self=False).complete(typed(document, answers))
    assert form.validate(), form.errors
    assert form.answers() == answers


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.sampled_from(FILLINGS), st.integers(0, 99))
def test_samples_of_any_document_are_read_back(
    document: Document, filling: Filling, seed: int
) -> None:
    answers = sample_answers(document, filling, seed=seed)
    form = define(document, is_self=False).draft(typed(document, answers))
    form.validate()
    files = {item.code for item in document.questions() if isinstance(item, Evidence)}
    assert not [found for found in form.fields() if found.errors and found.name not in files]
    assert form.answers() == answers


@settings(max_examples=100, deadline=None)
@given(LARGE, LARGE, st.integers(0, 4), st.sampled_from(FILLINGS), st.integers(0, 99))
@example(None, 671089.0, 2, Filling.RANDOM, 44)
@example(524288.09375, None, 3, Filling.HIGHEST, 0)
def test_a_number_is_written_back_with_its_own_digits(
    least: float | None, most: float | None, decimals: int, filling: Filling, seed: int
) -> None:
    question = Number(code="q", text=Text("q"), minimum=least, maximum=most, decimals=decimals)
    section = Section(code="s", title=Text("s"), questions=[question])
    document = Document(key="k", title=Text("k"), scales={}, sections=[section])
    answers = sample_answers(document, filling, seed=seed)
    form = define(document, is_self=False).draft(typed(document, answers))
    form.validate()
    assert [field.errors for field in form.fields()] == [[]]
    assert form.answers() == answers
    impossible = any(finding.place.member == "maximum" for finding in check(document))
    is_crossed = least is not None and most is not None and least > most
    assert (answers == {}) == (impossible or is_crossed)
