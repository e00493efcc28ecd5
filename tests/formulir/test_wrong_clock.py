"""A host's clock that jumped ends nothing in the web: what it says alone sends nobody away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from formulir.open_stamp import FIELD as OPENED_FIELD
from survei import clock
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.invitation.queries import has_open_forms
from survei.mail.writers import NothingToSay, write
from survei.response.models import Draft, SealedSubmission
from survei.settings import Settings
from survei.timekeeping.models import ClockMark
from survei.timekeeping.reading import read_clocks
from tests.clocks import look_after_clock
from tests.devices import CODE, HALF, resume, save
from tests.raters import CLOSES, SENT, Raters

LATER = CLOSES + timedelta(hours=1)


@pytest.fixture
def looked_after(raters: Raters) -> None:
    """A worker of this host has left a mark of its clock, and trusts it."""
    look_after_clock()


def test_a_form_is_filled_in_and_sent_while_the_clock_is_ahead(
    client: FlaskClient, raters: Raters, looked_after: None
) -> None:
    with clock.fixed(LATER):
        tasks = client.get(f"/u/{raters.lists['budi']}")
        assert "Batas waktu sudah lewat" not in tasks.text
        assert client.get(raters.path("budi")).status_code == 200
        assert save(client, raters, HALF).status_code == 200
        assert resume(client, raters, CODE).status_code == 200
        assert client.post(raters.path("budi"), data=SENT).status_code == 303
        assert client.get(raters.path("budi")).status_code == 200
    assert SealedSubmission.select().count() == 1
    assert Draft.select().count() == 0


def test_it_is_declined_while_the_clock_is_ahead(
    client: FlaskClient, raters: Raters, looked_after: None
) -> None:
    with clock.fixed(LATER):
        done = client.post(f"{raters.path('budi')}/decline", data={"reason": "other"})
    assert done.status_code in (200, 303)


def test_a_form_that_was_opened_then_has_its_grace_later(
    client: FlaskClient, raters: Raters, looked_after: None
) -> None:
    Cycle.update(grace_minutes=30).execute()
    with clock.fixed(LATER):
        page = client.get(raters.path("budi")).text
    proof = page.partition(f'name="{OPENED_FIELD}" value="')[2].partition('"')[0]
    ClockMark.delete().execute()
    with clock.fixed(CLOSES + timedelta(minutes=5)):
        answer = client.post(raters.path("budi"), data=SENT | {OPENED_FIELD: proof})
    assert answer.status_code == 303


def test_a_trusted_clock_ends_it(client: FlaskClient, raters: Raters, looked_after: None) -> None:
    with clock.fixed(LATER):
        look_after_clock()
        assert client.get(raters.path("budi")).status_code == 410
        assert client.post(raters.path("budi"), data=SENT).status_code == 410


def test_a_person_who_says_that_it_is_right_ends_it(
    client: FlaskClient, raters: Raters, looked_after: None
) -> None:
    with clock.fixed(LATER):
        now = read_clocks()
        ClockMark.update(
            wall=now.wall, uptime=now.uptime, skew_seconds=now.skew, untrusted_since=now.wall
        ).execute()
        assert client.get(raters.path("budi")).status_code == 200
        ClockMark.update(is_confirmed=True).execute()
        assert client.get(raters.path("budi")).status_code == 410


def test_who_closed_it_decides_whatever_the_clock_shows(
    client: FlaskClient, raters: Raters, looked_after: None
) -> None:
    Cycle.update(state=CycleState.CLOSED, closed_at=clock.now()).execute()
    with clock.fixed(LATER):
        assert client.get(raters.path("budi")).status_code == 410


def test_an_open_form_stays_open_while_the_clock_is_behind(
    client: FlaskClient, raters: Raters, looked_after: None
) -> None:
    with clock.fixed(clock.now() - timedelta(days=30)):
        assert client.get(raters.path("budi")).status_code == 200
        assert client.post(raters.path("budi"), data=SENT).status_code == 303


def test_after_a_restart_only_the_time_that_surely_passed_counts(
    client: FlaskClient, raters: Raters, looked_after: None
) -> None:
    """A night without power and a clock that is wrong look the same: nobody is sent away until it
    is trusted, and who comes at the opening finds it open.
    """
    ClockMark.update(boot="before the power was cut").execute()
    with clock.fixed(LATER):
        assert client.get(raters.path("budi")).status_code == 200
        Cycle.update(opens_at=CLOSES - timedelta(hours=1)).execute()
        assert client.get(raters.path("nur")).status_code == 200


def test_a_lost_link_and_a_letter_do_not_end_by_it(
    raters: Raters, looked_after: None, settings: Settings
) -> None:
    person = raters.people["budi"]
    with clock.fixed(LATER):
        assert has_open_forms(person.id)
        assert write("invitation", {"participant": person.id}, settings).text
        ClockMark.delete().execute()
        assert not has_open_forms(person.id)
        with pytest.raises(NothingToSay):
            write("invitation", {"participant": person.id}, settings)
