"""What the check lets through can be answered, stored and scored."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulir.forms import define
from formulir.prefill import typed
from survei.questionnaire.document import Document
from survei.questionnaire.scoring import scored_sections, section_scores
from tests.questionnaire.documents import sound_documents, submission_to


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(sound_documents(), st.data())
def test_a_document_without_errors_can_be_answered_stored_and_scored(
    document: Document, data: st.DataObject
) -> None:
    answers = submission_to(data.draw, document)
    assert answers is not None
    form = define(document, is_self=False).complete(typed(document, answers))
    assert form.validate(), form.errors
    stored = json.loads(json.dumps(form.answers()))
    assert stored == answers
    scores = section_scores(document, stored)
    assert set(scores) == {section.code for section in scored_sections(document)}
    assert all(score is None or -1e-9 <= score <= 100 + 1e-9 for score in scores.values())
