"""A rater finds the own answer in the box, and an auditor decides about one that does not match."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from survei.account.sessions import open_session
from survei.audit.choices import SYSTEM
from survei.lifecycle.box_opening import BoxMismatch
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.response.models import ConfidentialSubmission, SealedSubmission
from survei.staff.models import JobRole
from tests.browser.test_rater import open_cycle
from tests.cast import make_cast
from tests.chromium import DESK, PHONE, LiveServer, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document
from tests.raters import SENT, Raters

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def look(page: Page, name: str, *, script: bool = True) -> None:
    """No wider than the screen and, as axe is a script, sound for everybody where there is one."""
    if script:
        assert_accessible(page)
    assert_fits(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    take_picture(page, f"box-{name}-{width}")


@pytest.fixture
def auditor(live_server: LiveServer) -> str:
    """The cookie of an auditor."""
    user = make_cast().auditor
    JobRole.update(name_key=JobRole.name_key.concat(" tetap")).execute()
    return open_session(user, address="127.0.0.1")


@pytest.fixture
def sent(live_server: LiveServer, auditor: str) -> Raters:
    """An open cycle in which three have sent."""
    raters = open_cycle(every_kind_document())
    host = {"Host": live_server.url.removeprefix("http://")}
    for who in ("budi", "citra", "dewi"):
        FlaskClient(live_server.app).post(raters.path(who), data=SENT, headers=host)
    return raters


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_from_the_receipt_to_the_box_and_after_its_opening(
    live_server: LiveServer,
    open_page: OpenPage,
    sent: Raters,
    viewport: dict[str, int],
    script: bool,
) -> None:
    page = open_page(viewport=viewport, javascript=script)
    page.goto(live_server.url + sent.path("budi"))
    number = page.locator(".digits.short")
    expect(number).to_be_hidden()
    look(page, "receipt", script=script)
    page.get_by_text("Bukti bahwa jawaban Anda ikut dihitung").click()
    expect(number).to_be_visible()
    noted = number.inner_text()
    look(page, "receipt-open", script=script)
    page.get_by_role("button", name="Periksa sekarang").click()
    expect(page.locator(".sealed")).to_contain_text("Kotak belum dibuka.")
    look(page, "sealed", script=script)

    page.get_by_label("Nomor segel").fill("salah ketik")
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.locator(".error")).to_contain_text("Ketik nomor segel seperti yang tertulis")
    look(page, "mistyped", script=script)
    page.get_by_label("Nomor segel").fill("0" * 16)
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.locator("main")).to_contain_text("tidak ada di kotak mana pun")
    look(page, "missing", script=script)

    close_cycle(sent.cycle.id, actor=SYSTEM)
    compute_results(sent.cycle.id, actor=SYSTEM)
    page.goto(live_server.url + sent.path("budi"))
    page.get_by_text("Bukti bahwa jawaban Anda ikut dihitung").click()
    expect(page.locator(".sealed")).to_contain_text("tidak tercatat lagi nomor segel mana milik")
    look(page, "receipt-opened", script=script)
    page.get_by_role("link", name="Periksa kotak jawaban").click()
    look(page, "asked", script=script)
    page.get_by_label("Nomor segel").fill(noted)
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.locator(".sealed")).to_contain_text("ketika kotak dibuka.")
    page.get_by_text("Cara memeriksa seluruh isi kotak").click()
    look(page, "opened", script=script)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh daftar nomor segel").click()
    assert noted.replace(" ", "") in download.value.path().read_text()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_auditor_decides_about_a_box_that_does_not_match(
    live_server: LiveServer,
    open_page: OpenPage,
    sent: Raters,
    auditor: str,
    viewport: dict[str, int],
) -> None:
    SealedSubmission.get().delete_instance()
    close_cycle(sent.cycle.id, actor=SYSTEM)
    with pytest.raises(BoxMismatch):
        compute_results(sent.cycle.id, actor=SYSTEM)
    page = open_page(viewport=viewport)
    page.context.add_cookies([{"name": "sid", "value": auditor, "url": live_server.url}])
    page.goto(live_server.url + "/admin/kotak-jawaban/")
    look(page, "boxes")
    page.get_by_role("link", name=sent.cycle.name).click()
    expect(page.locator("main")).to_contain_text("2 dari 3 formulir yang terkirim")
    look(page, "unmatched")
    page.get_by_role("button", name="Buka tanpa yang tidak cocok").click()
    expect(page.get_by_label("Alasan")).to_have_attribute("aria-invalid", "true")
    look(page, "unreasoned")
    page.get_by_label("Alasan").fill("Cadangan malam dibandingkan; satu baris hilang.")
    page.get_by_role("button", name="Buka tanpa yang tidak cocok").click()
    expect(page.locator("main")).to_contain_text("Keputusan dicatat")
    compute_results(sent.cycle.id, actor=SYSTEM)
    page.get_by_role("link", name=sent.cycle.name).click()
    look(page, "decided")
    ConfidentialSubmission.update(answers="{}").execute()
    page.reload()
    expect(page.locator("main")).to_contain_text("seseorang mengubahnya sesudah itu")
    look(page, "changed")
