"""Saving with script: seldom, and nothing typed is lost whatever happens to page or connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from survei.response.queries import read_draft
from survei.response.services import save_draft
from tests.browser.test_rater import SAVED, choose, open_cycle
from tests.chromium import DESK, LiveServer, assert_fits, take_picture
from tests.examples import every_kind_document, twenty_ratings_document
from tests.raters import Raters
from tests.waiting import wait_for

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
#: Most saves of a form of twenty questions, the last one when the page is left among them.
MOST_SAVES = 6
#: No answer comes back, and only so many requests arrive. In the page, since what it sends while
#: it goes is seen by no route.
LOST = """(() => { const real = window.fetch; let count = 0;
window.fetch = async (...all) => { if (count++ < ARRIVING) await real(...all);
throw new TypeError("lost"); }; })()"""


@pytest.fixture
def raters(live_server: LiveServer) -> Iterator[Raters]:
    """An open cycle on the live server."""
    return open_cycle(every_kind_document())


def stored(raters: Raters, who: str = "budi") -> dict[str, list[str]]:
    """What the server has."""
    return read_draft(raters.assignment(who).id, raters.tokens[who])


def type_in(page: Page, text: str) -> None:
    """Writes the suggestion."""
    page.locator("[name='saran']").fill(text)


@pytest.mark.parametrize("seconds", [3, 18, 25, 95], ids="{} s a question".format)
def test_twenty_questions_take_at_most_six_saves(
    live_server: LiveServer, open_page: OpenPage, seconds: int
) -> None:
    raters = open_cycle(twenty_ratings_document())
    page = open_page()
    saves: list[str] = []
    page.on("request", lambda sent: saves.append(sent.url) if "/draft" in sent.url else None)
    page.clock.install()
    page.goto(live_server.url + raters.path("budi"))
    codes = [item.get_attribute("data-code") for item in page.locator("[data-required]").all()]
    for code in codes:
        page.locator(f"[name='{code}'][value='3']").evaluate("(input) => input.click()")
        page.clock.run_for(seconds * 1000)
        expect(page.locator(".saved")).not_to_have_text("Menyimpan…")
    assert len(codes) == 20
    page.goto("about:blank")
    assert wait_for(lambda: stored(raters) == {code: ["3"] for code in codes})
    assert len(saves) <= MOST_SAVES


@pytest.mark.both_databases
def test_what_is_typed_last_goes_when_the_page_does(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "mutu", "4")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    type_in(page, "Terakhir")
    expect(page.locator(".saved")).to_have_text("Aman di perangkat")
    take_picture(page, "held-phone")
    assert_fits(page)
    page.goto("about:blank")
    assert wait_for(lambda: stored(raters) == {"mutu": ["4"], "saran": ["Terakhir"]})


@pytest.mark.both_databases
def test_two_devices_keep_each_others_answers(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    phone, desk = open_page(), open_page(viewport=DESK)
    for page in (phone, desk):
        page.goto(live_server.url + raters.path("budi"))
    choose(phone, "mutu", "4")
    expect(phone.locator(".saved")).to_contain_text(SAVED)
    choose(desk, "sapa", "2")
    expect(desk.locator(".saved")).to_contain_text(SAVED)
    expect(desk.locator("[name='mutu'][value='4']")).to_be_checked()
    expect(desk.locator(".count")).to_have_text("2 dari 7 terjawab")
    take_picture(desk, "merged-desk")
    assert stored(raters) == {"mutu": ["4"], "sapa": ["2"]}


def test_a_device_gives_back_what_no_other_answered(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    page.evaluate(LOST.replace("ARRIVING", "0"))
    choose(page, "mutu", "2")
    type_in(page, "Hanya di sini")
    expect(page.locator(".saved")).to_contain_text("aman di perangkat ini")
    page.goto("about:blank")
    save_draft(raters.link("budi"), raters.tokens["budi"], {"mutu": ["5"]})
    page.goto(live_server.url + raters.path("budi"))
    expect(page.locator("[name='saran']")).to_have_value("Hanya di sini")
    expect(page.locator("[name='mutu'][value='5']")).to_be_checked()
    expect(page.locator(".saved")).to_contain_text(SAVED)
    assert stored(raters) == {"mutu": ["5"], "saran": ["Hanya di sini"]}
    assert page.evaluate("localStorage.length") == 0


def test_an_answer_that_never_came_back_costs_nothing(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    """The first save arrives, its answer does not; what follows is only on the device."""
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    page.evaluate(LOST.replace("ARRIVING", "1"))
    type_in(page, "Satu")
    expect(page.locator(".saved")).to_contain_text("aman di perangkat ini")
    type_in(page, "Satu dua")
    page.goto("about:blank")
    assert stored(raters) == {"saran": ["Satu"]}
    page.goto(live_server.url + raters.path("budi"))
    expect(page.locator("[name='saran']")).to_have_value("Satu dua")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    assert stored(raters) == {"saran": ["Satu dua"]}
