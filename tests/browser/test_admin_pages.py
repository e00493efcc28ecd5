"""Every page that the menu and its links reach: policy, accessibility, width, keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.cast import PASSWORD, Cast, give_password
from tests.chromium import DESK, PHONE, LiveServer, assert_accessible, assert_fits, take_picture

pytestmark = pytest.mark.browser

#: Pages looked at in one walk, at most.
MOST_PAGES = 40


@pytest.fixture
def people(cast: Cast) -> Cast:
    """The cast, committed; administrator and HR have passwords."""
    give_password(cast.admin)
    give_password(cast.appraiser)
    return cast


def sign_in(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/masuk")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{url}/admin/")


def links_of(page: Page) -> list[str]:
    """Paths of the admin that the page leads to, without their query."""
    hrefs = page.eval_on_selector_all("a[href^='/admin/']", "all => all.map(a => a.pathname)")
    return [path for path in hrefs if path.endswith("/") and "/export/" not in path]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_each_page_is_sound(
    live_server: LiveServer,
    people: Cast,
    open_page: Callable[..., Page],
    viewport: dict[str, int],
) -> None:
    page = open_page(viewport=viewport)
    assert_accessible_at(page, f"{live_server.url}/masuk", viewport)
    sign_in(page, live_server.url, people.admin.email)
    waiting, seen = ["/admin/"], set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        assert_accessible_at(page, live_server.url + path, viewport)
        waiting += links_of(page)
    assert len(seen) > 6


def assert_accessible_at(page: Page, url: str, viewport: dict[str, int]) -> None:
    page.goto(url)
    assert_fits(page)
    assert_accessible(page)
    take_picture(page, f"admin-{viewport['width']}{url.split('localhost', 1)[1]}".replace("/", "_"))


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(
    live_server: LiveServer, people: Cast, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=PHONE)
    sign_in(page, live_server.url, people.admin.email)
    assert not page.is_visible("nav#menu")
    page.focus("[data-menu-button]")
    page.keyboard.press("Enter")
    assert page.is_visible("nav#menu")
    assert page.get_attribute("[data-menu-button]", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not page.is_visible("nav#menu")


def test_without_javascript_the_menu_is_open_and_a_user_can_be_made(
    live_server: LiveServer, people: Cast, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=PHONE, javascript=False)
    sign_in(page, live_server.url, people.admin.email)
    assert page.is_visible("nav#menu")
    page.goto(f"{live_server.url}/admin/pengguna/new/")
    page.fill("#name", "Ani")
    page.fill("#email", "ani@x.id")
    page.fill("#unit", "losari")
    page.click("main button[type=submit]")
    page.wait_for_url("**/admin/pengguna/")
    assert page.inner_text("[role=status]") == "Pengguna tersimpan."
    assert people.school.name in page.inner_text("tr:has-text('Ani')")


def test_a_look_up_is_driven_by_keyboard(
    live_server: LiveServer, people: Cast, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=DESK)
    sign_in(page, live_server.url, people.admin.email)
    page.goto(f"{live_server.url}/admin/pengguna/new/")
    page.fill("#employee", "rahm")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = f"{people.ratee.name}, {people.school.name}"
    assert page.input_value("#employee") == chosen
    assert page.input_value("input[name=employee]") == str(people.ratee.id)


def test_a_mass_action_asks_and_acts(
    live_server: LiveServer, people: Cast, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=DESK)
    sign_in(page, live_server.url, people.admin.email)
    page.goto(f"{live_server.url}/admin/pengguna/")
    page.check("[data-tick-all]")
    assert page.locator("[data-tick]:checked").count() == 6
    page.click("#aksi button")
    assert page.inner_text("h1") == "Kirim tautan kata sandi"
    page.click("main button[type=submit]")
    assert page.inner_text("[role=status]") == "6 surel masuk antrean kirim."
