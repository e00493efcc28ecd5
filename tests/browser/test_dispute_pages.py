"""A rater reports that somebody else sent the form, and the auditor decides: looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from survei.audit.choices import Actor, ActorKind
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.handouts import Occasion, hand_out
from survei.invitation.queries import link_of_participant, newest_link, token_of
from tests.browser.test_rater import open_cycle
from tests.cast import Cast
from tests.chromium import DESK, PHONE, LiveServer, look, signed_in
from tests.examples import every_kind_document
from tests.raters import SENT, Raters

pytestmark = pytest.mark.browser

HR = Actor(ActorKind.USER, 1, "Hasnah Pengelola")
OpenPage = Callable[..., Page]


@pytest.fixture
def sent(live_server: LiveServer, cast: Cast) -> Raters:
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
    cast: Cast,
    viewport: dict[str, int],
) -> None:
    page = open_page(viewport=viewport)
    page.goto(live_server.url + "/u/" + sent.lists["budi"])
    look(page, "dispute-list")
    page.goto(live_server.url + sent.path("budi"))
    look(page, "dispute-receipt")
    page.get_by_role("link", name="Bukan saya yang mengirim").click()
    look(page, "dispute-asked")
    page.get_by_role("button", name="Laporkan kepada auditor").click()
    expect(page.locator(".error")).to_contain_text("Centang dahulu pernyataan ini.")
    look(page, "dispute-unsure")
    page.locator("label.card").click()
    page.get_by_role("button", name="Laporkan kepada auditor").click()
    expect(page.locator("h1")).to_have_text("Laporan Anda sudah diterima")
    look(page, "dispute-reported")
    link = newest_link(sent.assignment("budi").id)
    assert link is not None
    page.goto(f"{live_server.url}/f/{token_of(link)}")
    expect(page.locator("main")).to_contain_text("Auditor belum memutuskan")
    look(page, "dispute-waiting")

    desk = signed_in(open_page(viewport=viewport), live_server, cast.auditor)
    desk.goto(live_server.url + "/admin/laporan-pengiriman/")
    look(desk, "dispute-reports")
    desk.get_by_role("link", name="Putuskan").click()
    look(desk, "dispute-report")
    desk.get_by_label("Keputusan").select_option("leave_out")
    desk.get_by_label("Alasan").fill("Slip tertukar di ruang guru.")
    desk.get_by_role("button", name="Catat keputusan").click()
    expect(desk.locator("main")).to_contain_text("Keputusan dicatat")
    look(desk, "dispute-decided")
    page.reload()
    expect(page.locator("main")).to_contain_text("tidak dipakai dalam hasil")
