"""The preview shows the rater's page to HR, whatever state the draft is in, and stores nothing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from survei.clock import now
from survei.questionnaire.document import Document, Rating, Section, SingleChoice, encode
from survei.questionnaire.models import Questionnaire
from survei.response.models import Draft
from tests.cast import Cast
from tests.examples import every_kind_document
from tests.raters import make_version


@pytest.fixture
def questionnaire(client: FlaskClient) -> Questionnaire:
    """Version 1 published, and a draft."""
    version = make_version(every_kind_document())
    found = Questionnaire.get_by_id(version.questionnaire_id)
    found.draft, found.draft_saved_at = encode(every_kind_document()), now()
    found.save()
    return found


@pytest.mark.parametrize("which", ["1", "draft"])
@pytest.mark.parametrize(
    ("relation", "wording"),
    [("self", "Saya menyelesaikan"), ("peer", "Pegawai ini menyelesaikan")],
)
def test_hr_sees_the_raters_page(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire,
    which: str, relation: str, wording: str,
) -> None:  # fmt: skip
    client.sign_in(cast.hr)
    answer = client.get(f"/pratinjau/{questionnaire.id}/{which}?relation={relation}")
    assert answer.status_code == 200
    assert wording in answer.text
    assert "Pratinjau: jawaban tidak disimpan" in answer.text
    assert "disabled" in answer.text
    assert Draft.select().count() == 0


@pytest.mark.parametrize(
    "path", ["0/1", "1/0", "1/2", "1/x", "1/99999999", "9999999999999/draft", "1/1?relation=x"]
)
def test_what_is_not_there(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire, path: str
) -> None:
    client.sign_in(cast.hr)
    assert client.get(f"/pratinjau/{path}").status_code in (400, 404)


def test_appraisers_and_strangers_see_nothing(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire
) -> None:
    path = f"/pratinjau/{questionnaire.id}/1"
    assert client.get(path).status_code == 404
    client.sign_in(cast.appraiser)
    assert client.get(path).status_code == 404


def test_unfinished_drafts_are_shown_too(
    client: FlaskClient, cast: Cast, questionnaire: Questionnaire
) -> None:
    broken = Section(
        code="s",
        title="",
        questions=[
            Rating(code="a", text="", scale="tidak-ada"),
            SingleChoice(code="b", text="", choices=[]),
        ],
    )
    questionnaire.draft = encode(
        Document(key="x", title="", sections=[broken, Section(code="t", title="")])
    )
    questionnaire.save()
    client.sign_in(cast.hr)
    assert client.get(f"/pratinjau/{questionnaire.id}/draft").status_code == 200
