"""The designer without JavaScript: every button is a form that posts."""

from __future__ import annotations

from typing import Any

import pytest

from admin.questionnaires.question_forms import QUESTION_FORMS
from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire.kinds import kind_of
from tests.admin.designer_pages import COLLEAGUE, draft, part, typed
from tests.cast import Cast
from tests.examples import every_kind_document


@pytest.fixture
def hr(client: Any, cast: Cast) -> Any:
    """Signed in as an HR officer."""
    return client.sign_in(cast.hr)


@pytest.fixture
def made(hr: Any) -> Questionnaire:
    """A draft with a question of every kind."""
    document = every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def test_an_empty_shelf_says_where_to_begin(hr: Any) -> None:
    page = hr.get("/admin/kuesioner/").text
    assert "Belum ada kuesioner" in page
    assert "Mulai dari pustaka" in page


def test_every_page_of_a_draft_is_sound(hr: Any, made: Questionnaire) -> None:
    for path in (
        "/admin/kuesioner/",
        "/admin/kuesioner/baru",
        f"/admin/kuesioner/{made.id}/",
        f"/admin/rancang/{made.id}/",
        f"/admin/rancang/{made.id}/skala/",
        f"/admin/rancang/bobot/{made.id}/",
        f"/admin/rancang/pratinjau/{made.id}/",
        f"/admin/rancang/terbit/{made.id}/",
        *places(made),
    ):
        assert hr.get(path).status_code == 200, path


def places(made: Questionnaire) -> list[str]:
    """Addresses of every part of the draft."""
    document = draft(made)
    return [
        part(made, "sampul"),
        *(part(made, "aspek", one.code) for one in document.sections),
        *(
            part(made, "indikator", one.code)
            for one in document.questions()
            if kind_of(one) in QUESTION_FORMS  # others have no page of their own yet
        ),
        *(part(made, "skala", key) for key in document.scales),
    ]


def test_saving_a_part_as_it_is_changes_nothing(hr: Any, made: Questionnaire) -> None:
    before = draft(made)
    for path in places(made):
        answer = hr.submit(path, typed(hr.get(path).text))
        assert answer.status_code == 303, path
        assert draft(made) == before, path
