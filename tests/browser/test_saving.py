"""Saving with script: seldom, and nothing typed is lost whatever happens to page or connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from survei.response.draft_saving import save_typed
from tests.browser.test_rater import SAVED, choose, open_cycle
from tests.chromium import DESK, LiveServer, assert_fits, take_picture
from tests.devices import stored
from tests.examples import every_kind_document, twenty_ratings_document
from tests.raters import Raters
from tests.waiting import wait_for

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
CODE_OF_DEVICE = """JSON.parse(Object.entries(localStorage)
    .find(([name]) => name.startsWith("kode:"))[1]).code"""
HELD_BY_DEVICE = "Object.keys(localStorage).filter((name) => name.startsWith('isian:')).length"
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


def kept(page: Page, raters: Raters) -> dict[str, list[str]]:
    """What the server has, by the code that this device knows."""
    return stored(raters, code=device_code(page))


def device_code(page: Page) -> str:
    """The code that this device keeps."""
    return str(page.evaluate(CODE_OF_DEVICE))


def held(page: Page) -> int:
    """How many forms this device holds answers of."""
    return int(page.evaluate(HELD_BY_DEVICE))


def type_code(page: Page, code: str) -> None:
    """Goes on with a code from another device."""
    page.locator("[data-waiting] summary").click()
    page.get_by_label("Kode lanjutan").fill(code)
    page.get_by_role("button", name="Lanjutkan isian").click()
    expect(page.locator("[data-waiting]")).to_be_hidden()


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
    code_here = device_code(page)
    page.goto("about:blank")
    assert wait_for(lambda: stored(raters, code=code_here) == {code: ["3"] for code in codes})
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
    code = device_code(page)
    page.goto("about:blank")
    assert wait_for(lambda: stored(raters, code=code) == {"mutu": ["4"], "saran": ["Terakhir"]})


@pytest.mark.both_databases
def test_two_devices_keep_each_others_answers(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    phone, desk = open_page(), open_page(viewport=DESK)
    phone.goto(live_server.url + raters.path("budi"))
    choose(phone, "tepat-waktu", "5")
    expect(phone.locator(".saved")).to_contain_text(SAVED)
    desk.goto(live_server.url + raters.path("budi"))
    type_code(desk, device_code(phone))
    choose(phone, "mutu", "4")
    phone.reload()
    choose(desk, "sapa", "2")
    desk.evaluate("dispatchEvent(new Event('pagehide'))")
    expect(desk.locator("[name='mutu'][value='4']")).to_be_checked()
    expect(desk.locator(".count")).to_have_text("3 dari 7 terjawab")
    take_picture(desk, "merged-desk")
    both = {"tepat-waktu": ["5"], "mutu": ["4"], "sapa": ["2"]}
    assert wait_for(lambda: kept(desk, raters) == both)


def test_a_device_gives_back_what_no_other_answered(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    page.evaluate(LOST.replace("ARRIVING", "0"))
    choose(page, "mutu", "2")
    type_in(page, "Hanya di sini")
    expect(page.locator(".saved")).to_contain_text("aman di perangkat ini")
    code = device_code(page)
    page.goto("about:blank")
    save_typed(raters.link("budi"), raters.tokens["budi"], code, {"mutu": ["5"]})
    page.goto(live_server.url + raters.path("budi"))
    expect(page.locator("[name='saran']")).to_have_value("Hanya di sini")
    expect(page.locator("[name='mutu'][value='5']")).to_be_checked()
    expect(page.locator(".saved")).to_contain_text(SAVED)
    assert kept(page, raters) == {"mutu": ["5"], "saran": ["Hanya di sini"]}
    assert held(page) == 0


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
    code = device_code(page)
    page.goto("about:blank")
    assert stored(raters, code=code) == {"saran": ["Satu"]}
    page.goto(live_server.url + raters.path("budi"))
    expect(page.locator("[name='saran']")).to_have_value("Satu dua")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    assert kept(page, raters) == {"saran": ["Satu dua"]}
