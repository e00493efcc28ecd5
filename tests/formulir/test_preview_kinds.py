"""In the preview conditions act as in a real form, and files do not stand in the way."""

from __future__ import annotations

from typing import Any

import pytest

from survei.clock import now
from survei.drafting.models import Questionnaire
from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document, Section, encode
from survei.questionnaire.kinds import Evidence, LongText, YesNo
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.translated_text import Text
from tests.cast import Cast

YES = Condition(clauses=[Clause(question="setim", operator=Operator.IS, value="ya")])


@pytest.fixture
def path(client: Any, cast: Cast) -> str:
    """The preview of a draft: a text that depends on yes or no, and a file that is required."""
    client.sign_in(cast.hr)
    questions = [
        YesNo(code="setim", text=Text("Pernah bekerja bersama?")),
        LongText(code="jelas", text=Text("Jelaskan."), show_if=YES),
        Evidence(code="bukti", text=Text("Lampirkan bukti."), required=True),
    ]
    document = Document(
        key="k", title=Text("T"), sections=[Section(code="s", title=Text("S"), questions=questions)]
    )
    made = Questionnaire.create(
        key="k",
        title="T",
        draft=encode(document),
        draft_saved_at=now(),
        created_at=now(),
    )
    return f"/pratinjau/{made.id}/draft"


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"setim": "tidak"}, 200),
        ({"setim": "ya"}, 422),
        ({"setim": "ya", "jelas": "Sering."}, 200),
        ({}, 422),
    ],
    ids=["hidden", "shown and missing", "shown and answered", "empty"],
)
@pytest.mark.parametrize("relation", ["self", "peer"])
def test_what_is_hidden_is_not_required(
    client: Any, path: str, relation: str, answers: dict[str, str], status: int
) -> None:
    answer = client.submit(f"{path}?relation={relation}", answers)
    assert answer.status_code == status


@pytest.mark.parametrize(("relation", "asks"), [("self", True), ("peer", False)])
def test_only_identified_raters_are_asked_for_a_file(
    client: Any, path: str, relation: str, asks: bool
) -> None:
    assert ("Lampirkan bukti." in client.get(f"{path}?relation={relation}").text) is asks
