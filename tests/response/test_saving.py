"""Many devices at once: one save of a revision, and none beside a submission."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from survei.response.models import Draft
from tests.devices import HALF, save, stored
from tests.raters import SENT, Raters


def test_of_thirty_saves_at_once_one_is_stored(raters: Raters, committed_app: Flask) -> None:
    def one(number: int) -> int:
        client = committed_app.test_client()
        return save(client, raters, {"saran": [f"Versi {number}"]}).status_code

    with ThreadPoolExecutor(30) as devices:
        assert sorted(devices.map(one, range(30))) == [200] + [409] * 29
    assert len(stored(raters)["saran"]) == 1


def test_no_draft_outlives_the_sending(raters: Raters, committed_app: Flask) -> None:
    def one(number: int) -> int:
        client = committed_app.test_client()
        if number == 15:
            return client.post(raters.path("budi"), data=SENT).status_code
        return save(client, raters, HALF, 0 if number < 15 else 1).status_code

    with ThreadPoolExecutor(10) as devices:
        answers = list(devices.map(one, range(30)))
    assert answers[15] == 303
    assert set(answers) <= {200, 303, 409, 410}
    assert Draft.select().count() == 0
