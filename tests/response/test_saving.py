"""Many devices at once: one save of a revision, and none beside a submission."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from survei.database import database, is_sqlite
from survei.invitation.token_lookup import find_link
from survei.response.draft_saving import save_body
from survei.response.models import Draft
from tests.devices import HALF, key, save, stored
from tests.raters import SENT, Raters
from tests.waiting import wait_for


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


def test_a_first_save_that_ends_while_one_sends_is_erased_too(
    raters: Raters, committed_app: Flask
) -> None:
    if is_sqlite():
        pytest.skip("only one writes at a time")
    token = raters.path("budi").rpartition("/")[2]
    link = find_link(token)
    assert link is not None
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with ThreadPoolExecutor(1) as device:
        with database.atomic():
            save_body(link, key(token).access, b"sealed", revision=0)
            path = raters.path("budi")
            sending = device.submit(lambda: committed_app.test_client().post(path, data=SENT))
            assert wait_for(lambda: bool(database.execute_sql(waiting).fetchone()[0]))
        assert sending.result().status_code == 303
    assert Draft.select().count() == 0
