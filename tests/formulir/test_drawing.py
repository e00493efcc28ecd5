"""Ratings that are drawn once look as they would be drawn anew."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from formulir.drawing import DRAWN
from tests.devices import save
from tests.raters import SENT, Raters


def page_of(client: FlaskClient, raters: Raters, who: str, language: str = "") -> str:
    """The form as shown, without the moment and the link."""
    text = client.get(raters.path(who) + language).text.replace(raters.tokens[who], "")
    return re.sub(r'(name="~\w+" value|data-key)="[^"]*"', "", text)


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_known_and_new_ratings_are_the_same(
    client: FlaskClient, raters: Raters, language: str
) -> None:
    answers = {code: [values] for code, values in SENT.items() if isinstance(values, str)}
    for who in ("budi", "citra"):
        save(client, raters, answers, who=who)
    known = [page_of(client, raters, "budi", language) for _ in range(2)]
    assert len(DRAWN) > 0
    assert page_of(client, raters, "citra", language) == known[0]
    DRAWN.clear()
    assert [page_of(client, raters, "budi", language)] * 2 == known


def test_no_answer_of_one_shows_for_another(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, {"mutu": ["4"]})
    save(client, raters, {"mutu": ["<b>99"]}, who="citra")
    assert re.search(r'name="mutu" value="4"\s+checked', page_of(client, raters, "budi"))
    before = len(DRAWN)
    assert "checked" not in page_of(client, raters, "citra")
    assert len(DRAWN) == before
    assert "checked" not in page_of(client, raters, "dewi")


def test_an_error_is_nobody_elses(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, {"saran": ["Nanti"]}, who="citra")
    assert client.post(raters.path("budi"), data={"saran": "Nanti"}).status_code == 422
    assert 'aria-invalid="true"' not in page_of(client, raters, "citra")
