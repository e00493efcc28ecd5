"""The page of the server's clock: what waits, why, and who may say that it is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from admin.server_clock import span_words
from survei import clock
from survei.audit.models import AuditEvent
from survei.cycle.models import Cycle
from survei.database import is_sqlite
from survei.timekeeping.models import ClockMark
from survei.timekeeping.services import Timekeeper
from tests.cast import PASSWORD, Cast, give_password
from tests.client import Browser
from tests.invitation.conftest import make_cycle

BANNER = "Jam server perlu diperiksa."


@pytest.fixture
def jumped(db: None) -> Iterator[ClockMark]:
    """A clock eight hours ahead of where it was, and a cycle that is due by it."""
    now = clock.now()
    with clock.fixed(now - timedelta(days=9)):
        make_cycle(closes_at=now + timedelta(hours=4))
    Timekeeper("srv-1").tick()
    with clock.fixed(now + timedelta(hours=8)):
        Timekeeper("srv-1").tick()
        yield ClockMark.get()


@pytest.mark.parametrize("path", ["/admin/", "/admin/periode/"])
@pytest.mark.parametrize("who", ["admin", "hr", "unit_hr", "auditor"])
def test_a_banner_says_it_where_hr_begins(
    client: Browser, cast: Cast, jumped: ClockMark, path: str, who: str
) -> None:
    page = client.sign_in(cast.users[who]).get(path).text
    assert BANNER in page
    assert 'href="/admin/jam/"' in page


def test_there_is_no_banner_while_all_is_well(client: Browser, cast: Cast) -> None:
    Timekeeper("srv-1").tick()
    for path in ("/admin/", "/admin/periode/"):
        assert BANNER not in client.sign_in(cast.hr).get(path).text
    assert "Tidak ada yang menunggu." in client.get("/admin/jam/").text


def test_an_appraiser_is_not_bothered(client: Browser, cast: Cast, jumped: ClockMark) -> None:
    assert BANNER not in client.sign_in(cast.appraiser).get("/admin/").text
    assert client.get("/admin/jam/").status_code == 403


def test_the_page_says_what_waits_and_why(client: Browser, cast: Cast, jumped: ClockMark) -> None:
    page = client.sign_in(cast.hr).get("/admin/jam/").text
    assert "Jam ini maju 8 jam sekaligus" in page
    assert ("mendahului jam server basis data 8 jam" in page) is not is_sqlite()
    assert f"Penutupan {Cycle.get().name}" in page
    assert "Sudah 0 dari 60 menit" in page
    assert clock.format_moment(jumped.wall) in page


def test_without_a_worker_there_is_no_clock(client: Browser, cast: Cast) -> None:
    assert "Proses latar belum berjalan" in client.sign_in(cast.hr).get("/admin/jam/").text


def fields(mark: ClockMark) -> dict[str, str]:
    return {"host": mark.host, "since": mark.untrusted_since.isoformat()}


def test_hr_says_that_it_is_right(client: Browser, cast: Cast, jumped: ClockMark) -> None:
    give_password(cast.hr)
    client.sign_in(cast.hr)
    answer = client.submit("/admin/jam/benar/", fields(jumped))
    assert answer.status_code == 303
    assert ClockMark.get().is_confirmed
    line = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (line.action, line.object_id, line.actor_name) == (
        "clock.confirm",
        "srv-1",
        cast.hr.name,
    )
    assert "Yang menunggu segera berjalan lagi" in client.get("/admin/jam/").text
    assert Timekeeper("srv-1").trusted_now()
    assert BANNER not in client.get("/admin/").text


def test_the_password_is_asked_for_it(client: Browser, cast: Cast, jumped: ClockMark) -> None:
    give_password(cast.hr)
    client.sign_in(cast.hr)
    with clock.fixed(clock.now() + timedelta(minutes=16)):
        assert client.submit("/admin/jam/benar/", fields(jumped)).status_code == 401
        assert not ClockMark.get().is_confirmed
        typed = fields(jumped) | {"confirm_password": PASSWORD}
        assert client.submit("/admin/jam/benar/", typed).status_code == 303
    assert ClockMark.get().is_confirmed


@pytest.mark.parametrize("who", ["unit_hr", "auditor"])
def test_others_only_read(client: Browser, cast: Cast, jumped: ClockMark, who: str) -> None:
    client.sign_in(cast.users[who])
    assert "Jam sudah benar</button>" not in client.get("/admin/jam/").text
    assert client.submit("/admin/jam/benar/", fields(jumped)).status_code == 403
    assert not ClockMark.get().is_confirmed


@pytest.mark.parametrize("since", ["", "kemarin", "2026-12-02", "2026-12-02T04:00:00+08:00"])
def test_another_jump_is_not_confirmed_by_an_old_page(
    client: Browser, cast: Cast, jumped: ClockMark, since: str
) -> None:
    client.sign_in(cast.hr)
    assert client.submit("/admin/jam/benar/", {"host": "srv-1", "since": since}).status_code == 303
    assert "Jam server sudah berubah lagi" in client.get("/admin/jam/").text
    assert not ClockMark.get().is_confirmed


def test_the_commands(own_app: Flask, jumped: ClockMark) -> None:
    runner = own_app.test_cli_runner()
    assert "srv-1" in runner.invoke(args=["worker", "clock"]).output
    confirmed = runner.invoke(args=["worker", "confirm-clock"])
    assert (confirmed.exit_code, "dinyatakan benar" in confirmed.output) == (0, True)
    assert ClockMark.get().is_confirmed
    Timekeeper("srv-1").tick()
    assert "Tidak ada jam" in runner.invoke(args=["worker", "confirm-clock"]).output


def test_a_purge_by_command_waits_as_well(own_app: Flask) -> None:
    Timekeeper().tick()
    runner = own_app.test_cli_runner()
    with clock.fixed(clock.now() + timedelta(days=800)):
        refused = runner.invoke(args=["retention", "run"])
        assert (refused.exit_code, "worker confirm-clock" in refused.output) == (1, True)
        assert runner.invoke(args=["retention", "run", "--dry-run"]).exit_code == 0
    assert runner.invoke(args=["retention", "run"]).exit_code == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(61, "1 menit"), (-5400, "90 menit"), (8 * 3600, "8 jam"), (-3 * 86_400, "3 hari")],
)
def test_spans_are_said_in_one_unit(app: Flask, seconds: float, words: str) -> None:
    with app.test_request_context():
        assert span_words(seconds) == words
