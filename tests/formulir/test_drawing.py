"""Ratings that are drawn once look as they would be drawn anew."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from formulir.drawing import DRAWN
from tests.devices import CODE, begin, save
from tests.raters import SENT, Raters


def page_of(client: FlaskClient, raters: Raters, who: str, language: str = "") -> str:
    """The form as shown, without the moment and the link."""
    return bare(client.get(raters.path(who) + language).text, raters.tokens[who])


def begun_of(client: FlaskClient, raters: Raters, who: str, language: str) -> str:
    """The same with its draft."""
    page = client.post(f"{raters.path(who)}/lanjut{language}", data={"kode": CODE})
    assert "checked" in page.text
    return bare(page.text, raters.tokens[who])


def bare(page: str, token: str) -> str:
    """A page without the moment and the link."""
    text = page.replace(token, "")
    return re.sub(r'(name="~\w+" value|data-key)="[^"]*"', "", text)


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_known_and_new_ratings_are_the_same(
    client: FlaskClient, raters: Raters, language: str
) -> None:
    answers = {code: [values] for code, values in SENT.items() if isinstance(values, str)}
    for who in ("budi", "citra"):
        begin(raters, who, answers)
    known = [begun_of(client, raters, "budi", language) for _ in range(2)]
    assert len(DRAWN) > 0
    assert begun_of(client, raters, "citra", language) == known[0]
    DRAWN.clear()
    assert [begun_of(client, raters, "budi", language)] * 2 == known


def test_no_answer_of_one_shows_for_another(client: FlaskClient, raters: Raters) -> None:
    mine = client.post(f"{raters.path('budi')}/draft", data={"mutu": "4"}).text
    assert re.search(r'name="mutu" value="4"\s+checked', mine)
    before = len(DRAWN)
    theirs = client.post(f"{raters.path('citra')}/draft", data={"mutu": "<b>99"}).text
    assert "checked" not in theirs
    assert len(DRAWN) == before
    assert "checked" not in page_of(client, raters, "dewi")


def test_an_error_is_nobody_elses(client: FlaskClient, raters: Raters) -> None:
    save(client, raters, {"saran": ["Nanti"]}, who="citra")
    assert client.post(raters.path("budi"), data={"saran": "Nanti"}).status_code == 422
    assert 'aria-invalid="true"' not in page_of(client, raters, "citra")
