"""A site without TLS, where browsers seal nothing: the button saves, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survei.cycle.models import Participant
from survei.mail.models import Letter
from tests.browser.test_rater import choose, fill_in, open_cycle
from tests.chromium import (
    DESK,
    PHONE,
    LiveServer,
    assert_accessible,
    assert_fits,
    take_picture,
)
from tests.devices import keep_old_draft, stored
from tests.examples import every_kind_document
from tests.raters import Raters

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
#: As in a browser that was led to http://: what seals is not there.
NO_SEAL = "Object.defineProperty(Crypto.prototype, 'subtle', { get() { return undefined; } })"


@pytest.fixture
def raters(live_server: LiveServer) -> Raters:
    """An open cycle on the live server."""
    return open_cycle(every_kind_document())


def plain_page(open_page: OpenPage) -> Page:
    """A page with script that may not seal."""
    page = open_page()
    page.add_init_script(NO_SEAL)
    return page


def saved_code(page: Page) -> str:
    """Saves by the button; the code that is shown."""
    page.get_by_role("button", name="Simpan sementara").click()
    expect(page.locator("#tersimpan")).to_be_visible()
    return page.locator("#tersimpan .code").inner_text()


def test_the_server_seals_and_the_form_goes_on(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = plain_page(open_page)
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "mutu", "4")
    expect(page.locator(".saved")).to_have_text("Aman di perangkat")
    page.reload()
    expect(page.locator("[name='mutu'][value='4']")).to_be_checked()
    code = saved_code(page)
    take_picture(page, "plain-host-saved-phone")
    assert_fits(page)
    assert stored(raters, code=code)["mutu"] == ["4"]
    page.locator("[name='saran']").fill("Lanjut")
    assert saved_code(page) == code
    assert raters.assignment("budi").state == "open"
    other = plain_page(open_page)
    other.goto(live_server.url + raters.path("budi"))
    other.locator("[data-waiting] summary").click()
    other.get_by_label("Kode lanjutan").fill(code)
    other.get_by_role("button", name="Lanjutkan isian").click()
    expect(other.locator("[name='saran']")).to_have_value("Lanjut")
    fill_in(other)
    other.get_by_role("button", name="Kirim penilaian").click()
    expect(other.locator("h1")).to_contain_text("Terima kasih")


def test_a_code_is_mailed_and_what_is_typed_stays(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    keep_old_draft(raters, {"saran": ["Dahulu"]})
    page = plain_page(open_page)
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "mutu", "4")
    page.get_by_role("button", name="Kirim kode ke surel saya").click()
    expect(page.locator("#tersimpan")).to_be_visible()
    expect(page.locator("[name='mutu'][value='4']")).to_be_checked()
    assert Letter.select().count() == 1
    page.locator("#tersimpan").get_by_role("button", name="Kirim kode ke surel saya").click()
    expect(page.locator("#tersimpan")).to_contain_text("Kode sedang dikirim")
    assert Letter.select().count() == 2
    assert raters.assignment("budi").state == "open"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("has_address", [True, False], ids=["address", "no address"])
def test_a_draft_from_before_is_offered_by_letter(
    live_server: LiveServer,
    open_page: OpenPage,
    raters: Raters,
    viewport: dict[str, int],
    has_address: bool,
) -> None:
    keep_old_draft(raters, {"saran": ["Dahulu"]})
    if not has_address:
        Participant.update(email=None).execute()
    page = open_page(viewport=viewport)
    page.goto(live_server.url + raters.path("budi"))
    notice = page.locator("section.resume")
    expect(notice).to_contain_text("Ada isian dari sebelum pembaruan.")
    assert_accessible(page)
    assert_fits(page)
    take_picture(page, f"old-draft-{has_address}-{viewport['width']}")
    button = notice.get_by_role("button", name="Kirim kode ke surel saya")
    if not has_address:
        assert button.count() == 0
        return
    button.click()
    expect(notice.get_by_role("status")).to_have_text("Kode sedang dikirim ke alamat surel Anda.")
    expect(page.locator("[data-waiting]")).to_be_visible()
    assert_accessible(page)
    take_picture(page, f"old-draft-mailed-{viewport['width']}")
