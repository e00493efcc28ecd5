"""Text of twice the size on a phone: no page has to be scrolled sideways.

Every page of the demonstration that its readers reach, found link by link without a browser and
looked at once each. What is wide by nature scrolls in a box of its own that a keyboard reaches.
Source: WCAG 2.2, 1.4.4 and 1.4.10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page

from admin.cycles.preparing import STEPS
from survei.account.models import User
from survei.account.sessions import open_session
from survei.audit.choices import SYSTEM
from survei.cycle.models import Cycle
from survei.cycle.plan import decode_plan
from survei.cycle.services import create_cycle
from survei.demo.services import load_demo
from survei.drafting.models import Questionnaire
from survei.drafting.queries import draft_of
from survei.drafting.services import start_draft
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import path_of
from tests.browser.reading import SMALL, double_text
from tests.catalogue.walk import Walk, demo_of
from tests.chromium import LiveServer, settle
from tests.client import Browser

pytestmark = pytest.mark.browser

OTHERS = (
    "/",
    "/kode",
    "/kotak",
    "/kirim-ulang",
    "/masuk",
    "/atur-ulang",
    "/tidak-ada",
    f"/f/{'x' * 43}",
)
YEAR = timedelta(days=365)
#: Lead to other sites, are files, or the same page in another order.
NO_PAGES = ("/whatsapp/", "/export/", "sort=", "page_size=", "page=1&", "#")
#: How wide the page is, and boxes that scroll sideways without being reached or named.
MEASURE = """() => [document.documentElement.scrollWidth,
    [...document.querySelectorAll("body *")].filter((it) => it.scrollWidth > it.clientWidth + 1
        && it.checkVisibility() && /auto|scroll/.test(getComputedStyle(it).overflowX)
        && it.localName !== "textarea"
        && !(it.tabIndex >= 0 || it.querySelector("a, button, input, select, textarea")))
    .map((it) => it.localName + "." + it.className)]"""


def work_under_way() -> list[str]:
    """What the demonstration lacks: a draft of a questionnaire, a cycle in preparation.

    Gives the addresses of pages whose kind is met with another cycle or part first.
    """
    draft = start_draft(Questionnaire.select().first().id, actor=SYSTEM)
    known = Cycle.select().order_by(Cycle.id.desc()).first()
    cycle = create_cycle(
        name="Penilaian berikutnya",
        period_start=known.period_start,
        period_end=known.period_end,
        opens_at=known.opens_at + YEAR,
        closes_at=known.closes_at + YEAR,
        plan=decode_plan(known.plan),
        actor=SYSTEM,
    )
    document = draft_of(draft)
    question = document.sections[0].questions[0]
    parts = (f"indikator/{question.code}", f"aspek/{document.sections[0].code}",
             f"skala/{next(iter(document.scales))}")  # fmt: skip
    running = ("lihat/{}/", "lihat/{}/batas-waktu/", "lihat/{}/langkah/tutup/", "kemajuan/{}/",
               "kemajuan/{}/belum/", "kemajuan/{}/penolakan/")  # fmt: skip
    return [
        *(f"/admin/rancang/bagian/{draft.id}/{part}" for part in parts),
        *(f"/admin/periode/{page.format(known.id)}" for page in running),
        *(f"/admin/periode/siapkan/{cycle.id}/{step.key}/" for step in STEPS),
    ]


def pages_of(client: Browser, app: Flask, more: list[str]) -> Iterator[tuple[str, str]]:
    """(session of who opens it or "", address) of every page, one of each kind."""
    for account in demo_of(app)["accounts"]:
        if account["role"] in ("admin", "appraiser"):
            user = User.get(User.email == account["email"])
            client.sign_in(user)
            session = open_session(user, address="127.0.0.1")
            if account["role"] == "admin":
                yield from ((session, address) for address in more)
            walk = Walk(app, client, "id", stays_in="/admin", most_alike=1, sends=False)
            for address, _reading in walk.pages("/admin/", "/admin/tidak-ada/"):
                yield session, address
    client.sign_out()
    links = [
        path_of(link)
        for purpose in LinkPurpose
        for link in Link.select().where(Link.purpose == purpose).order_by(Link.token_hash).limit(2)
    ]
    walk = Walk(app, client, "id", most_alike=3, sends=False)
    for address, _reading in walk.pages(*links, *OTHERS):
        yield "", address


def test_no_page_scrolls_sideways(live_server: LiveServer, open_page: Callable[..., Page]) -> None:
    app = live_server.app
    app.config["SETTINGS"].instance.mkdir(exist_ok=True)
    load_demo(app.config["SETTINGS"])
    more = work_under_way()
    page = open_page(viewport=SMALL)
    double_text(page)
    seen, wrong = 0, {}
    for session, address in pages_of(Browser(app), app, more):
        if any(part in address for part in NO_PAGES):
            continue
        page.context.clear_cookies()
        if session:
            page.context.add_cookies([{"name": "sid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + address)
        settle(page)
        width, boxes = page.evaluate(MEASURE)
        if width > SMALL["width"] or boxes:
            wrong[address] = width, boxes
        seen += 1
    assert wrong == {}
    assert seen > 70
