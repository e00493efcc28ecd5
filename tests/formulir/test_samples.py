"""Sample answers pass the rules of a real form."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulir.forms import define
from formulir.typed import typed
from survei.questionnaire.document import Document, Evidence
from survei.questionnaire.samples import Filling, sample_answers
from tests.examples import every_kind_document
from tests.questionnaire.documents import documents

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
