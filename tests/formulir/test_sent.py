"""Submissions taken in before Flask: the same answer and the same rows as Flask's own way."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import OperationalError

from formulir import shortcut
from survei import clock
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Cycle
from survei.invitation.models import Link
from survei.response.models import IdentifiedSubmission
from tests.boxes import in_boxes
from tests.raters import CLOSES, NOW, SENT, Raters

BODY = urlencode(SENT, doseq=True)
FORM = "application/x-www-form-urlencoded"
EQUAL = SENT | {"tepat-waktu": "3", "mutu": "3", "keluhan": "3", "sapa": "3"}


@pytest.fixture
def phone(app: Flask, raters: Raters) -> FlaskClient:
    """A browser of an application that has taken one submission in already."""
    phone = FlaskClient(app)
    assert phone.post(raters.path("dewi"), data=SENT).status_code == 303
    return phone


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each plain submission was stored before Flask."""
    seen: list[bool] = []
    real = shortcut._is_taken

    def spy(environ: dict[str, Any]) -> bool:
        seen.append(real(environ))
        return seen[-1]

    monkeypatch.setattr(shortcut, "_is_taken", spy)
    return seen


def stored() -> list[tuple[str, str, str]]:
    """(relation, answers, scores) of every submission."""
    return sorted(
        (row.relation, row.answers, row.section_scores)
        for row in (*in_boxes(), *IdentifiedSubmission.select())
    )


def test_both_ways_answer_and_store_the_same(
    phone: FlaskClient, raters: Raters, taken: list[bool]
) -> None:
    phone.application.wsgi_app.see_other = []  # type: ignore[attr-defined]
    slow = phone.post(raters.path("budi"), data=SENT)
    fast = phone.post(raters.path("eko"), data=SENT)
    assert taken == [True]
    expected = [
        (name, value.replace(raters.tokens["budi"], raters.tokens["eko"]))
        for name, value in slow.headers.to_wsgi_list()
    ]
    assert (fast.status, fast.data) == (slow.status, slow.data)
    assert sorted(fast.headers.to_wsgi_list()) == sorted(expected)
    assert len({(answers, scores) for _, answers, scores in stored()}) == 1
    assert raters.assignment("eko").state == AssignmentState.SUBMITTED


@pytest.mark.parametrize("who", ["budi", "eko", "nur", "andi"])
def test_every_relation_ends_at_its_receipt(
    phone: FlaskClient, raters: Raters, taken: list[bool], who: str
) -> None:
    assert phone.post(raters.path(who), data=SENT).headers["Location"] == raters.path(who)
    assert taken == [True]
    assert "Terima kasih" in phone.get(raters.path(who)).text
    relation, answers, _ = next(
        row for row in stored() if row[0] == raters.assignment(who).relation
    )
    assert json.loads(answers)["saran"] == "Pertahankan."
    assert relation == raters.assignment(who).relation


def test_a_second_post_changes_nothing(
    phone: FlaskClient, raters: Raters, taken: list[bool]
) -> None:
    phone.post(raters.path("budi"), data=SENT)
    before = stored()
    again = phone.post(raters.path("budi"), data=SENT | {"saran": "Lain sekali."})
    assert (again.status_code, again.headers["Location"]) == (303, raters.path("budi"))
    assert taken == [True, False]
    assert stored() == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (urlencode(SENT | {"mutu": ""}, doseq=True), FORM, 422),
        (urlencode(SENT | {"mutu": "9"}, doseq=True), FORM, 422),
        (urlencode(EQUAL, doseq=True), FORM, 422),
        ("", FORM, 422),
        (f"{BODY}&lain=%00", FORM, 400),
        (f"{BODY}&lain=%FF", FORM, 400),
        (BODY, "text/plain", 415),
        (f"{BODY}&lain={'x' * 300_000}", FORM, 413),
        ("&".join(f"x{number}=1" for number in range(5_001)), FORM, 400),
    ],
    ids=["missing", "unknown", "equal", "empty", "nul", "bytes", "type", "large", "fields"],
)
def test_what_is_wrong_is_said_by_flask(
    phone: FlaskClient, raters: Raters, taken: list[bool], body: str, kind: str, status: int
) -> None:
    before = stored()
    assert phone.post(raters.path("budi"), data=body, content_type=kind).status_code == status
    assert taken == [False]
    assert stored() == before
    assert raters.assignment("budi").state == AssignmentState.OPEN


def test_equal_ratings_are_taken_when_confirmed(
    phone: FlaskClient, raters: Raters, taken: list[bool]
) -> None:
    assert phone.post(raters.path("budi"), data=EQUAL | {"yakin": "1"}).status_code == 303
    assert taken == [True]


def test_the_body_is_still_there_for_flask(phone: FlaskClient, raters: Raters) -> None:
    page = phone.post(raters.path("budi"), data=SENT | {"mutu": "", "saran": "Tetap ada."})
    assert (page.status_code, "Tetap ada." in page.text) == (422, True)


@pytest.mark.parametrize("change", ["revoked", "closed", "over", "english"])
def test_links_that_are_not_open_go_on(
    phone: FlaskClient, raters: Raters, taken: list[bool], change: str
) -> None:
    before, path, status, now = stored(), raters.path("budi"), 410, NOW
    if change == "revoked":
        Link.update(revoked_at=NOW).execute()
    elif change == "closed":
        Cycle.update(state="closed").execute()
    elif change == "over":
        now = CLOSES
    else:
        path, status = f"{path}?lang=en", 303
    with clock.fixed(now):
        assert phone.post(path, data=SENT).status_code == status
    assert taken == ([] if change == "english" else [False])
    assert len(stored()) == len(before) + (change == "english")


def test_a_failing_database_gets_its_page_and_keeps_the_link(
    phone: FlaskClient, raters: Raters, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.application.config["PROPAGATE_EXCEPTIONS"] = False
    calls = []

    def fail(*_: object, **__: object) -> bool:
        calls.append(True)
        raise OperationalError("database is locked")

    monkeypatch.setattr("formulir.submission.submit_response", fail)
    answer = phone.post(raters.path("budi"), data=SENT)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert calls == [True]
    assert raters.assignment("budi").state == AssignmentState.OPEN
