"""A rater reports that somebody else sent the form, and the auditor decides: looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from survei.account.sessions import open_session
from survei.audit.choices import Actor, ActorKind
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.handouts import Occasion, hand_out
from survei.invitation.queries import link_of_participant, newest_link, token_of
from survei.staff.models import JobRole
from tests.browser.test_rater import open_cycle
from tests.cast import make_cast
from tests.chromium import DESK, PHONE, LiveServer, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document
from tests.raters import SENT, Raters

pytestmark = pytest.mark.browser

HR = Actor(ActorKind.USER, 1, "Hasnah Pengelola")
OpenPage = Callable[..., Page]


def look(page: Page, name: str) -> None:
    """Sound for everybody, and no wider than the screen."""
    assert_accessible(page)
    assert_fits(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    take_picture(page, f"dispute-{name}-{width}")


@pytest.fixture
def auditor(live_server: LiveServer) -> str:
    """The cookie of an auditor."""
    user = make_cast().auditor
    JobRole.update(name_key=JobRole.name_key.concat(" tetap")).execute()
    return open_session(user, address="127.0.0.1")


@pytest.fixture
def sent(live_server: LiveServer, auditor: str) -> Raters:
    """An open cycle in which Budi's slip was printed and his form sent."""
    raters = open_cycle(every_kind_document())
    listed = link_of_participant(raters.people["budi"].id, LinkPurpose.LIST)
    assert listed is not None
    hand_out([listed], Occasion(HandoutWay.SLIP, "Surelnya tidak sampai.", HR))
    host = {"Host": live_server.url.removeprefix("http://")}
    FlaskClient(live_server.app).post(raters.path("budi"), data=SENT, headers=host)
    return raters


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_from_the_receipt_to_the_decision(
    live_server: LiveServer,
    open_page: OpenPage,
    sent: Raters,
    auditor: str,
    viewport: dict[str, int],
) -> None:
    page = open_page(viewport=viewport)
    page.goto(live_server.url + "/u/" + sent.lists["budi"])
    look(page, "list")
    page.goto(live_server.url + sent.path("budi"))
    look(page, "receipt")
    page.get_by_role("link", name="Bukan saya yang mengirim").click()
    look(page, "asked")
    page.get_by_role("button", name="Laporkan kepada auditor").click()
    expect(page.locator(".error")).to_contain_text("Centang dahulu pernyataan ini.")
    look(page, "unsure")
    page.locator("label.card").click()
    page.get_by_role("button", name="Laporkan kepada auditor").click()
    expect(page.locator("h1")).to_have_text("Laporan Anda sudah diterima")
    look(page, "reported")
    link = newest_link(sent.assignment("budi").id)
    assert link is not None
    page.goto(f"{live_server.url}/f/{token_of(link)}")
    expect(page.locator("main")).to_contain_text("Auditor belum memutuskan")
    look(page, "waiting")

    desk = open_page(viewport=viewport)
    desk.context.add_cookies([{"name": "sid", "value": auditor, "url": live_server.url}])
    desk.goto(live_server.url + "/admin/laporan-pengiriman/")
    look(desk, "reports")
    desk.get_by_role("link", name="Putuskan").click()
    look(desk, "report")
    desk.get_by_label("Keputusan").select_option("leave_out")
    desk.get_by_label("Alasan").fill("Slip tertukar di ruang guru.")
    desk.get_by_role("button", name="Catat keputusan").click()
    expect(desk.locator("main")).to_contain_text("Keputusan dicatat")
    look(desk, "decided")
    page.reload()
    expect(page.locator("main")).to_contain_text("tidak dipakai dalam hasil")
