"""A rater finds the own answer in the box, and an auditor decides about one that does not match."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from survei.audit.choices import SYSTEM
from survei.lifecycle.box_opening import BoxMismatch
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.response.models import ConfidentialSubmission, SealedSubmission
from tests.browser.test_rater import open_cycle
from tests.cast import Cast
from tests.chromium import DESK, PHONE, LiveServer, look, signed_in
from tests.examples import every_kind_document
from tests.raters import SENT, Raters

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


@pytest.fixture
def sent(live_server: LiveServer, cast: Cast) -> Raters:
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
    look(page, "box-receipt", script=script)
    page.get_by_text("Bukti bahwa jawaban Anda ikut dihitung").click()
    expect(number).to_be_visible()
    noted = number.inner_text()
    look(page, "box-receipt-open", script=script)
    page.get_by_role("button", name="Periksa sekarang").click()
    expect(page.locator(".sealed")).to_contain_text("Kotak belum dibuka.")
    look(page, "box-sealed", script=script)

    page.get_by_label("Nomor segel").fill("salah ketik")
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.locator(".error")).to_contain_text("Ketik nomor segel seperti yang tertulis")
    look(page, "box-mistyped", script=script)
    page.get_by_label("Nomor segel").fill("0" * 16)
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.locator("main")).to_contain_text("tidak ada di kotak mana pun")
    look(page, "box-missing", script=script)

    close_cycle(sent.cycle.id, actor=SYSTEM)
    compute_results(sent.cycle.id, actor=SYSTEM)
    page.goto(live_server.url + sent.path("budi"))
    page.get_by_text("Bukti bahwa jawaban Anda ikut dihitung").click()
    expect(page.locator(".sealed")).to_contain_text("tidak tercatat lagi nomor segel mana milik")
    look(page, "box-receipt-opened", script=script)
    page.get_by_role("link", name="Periksa kotak jawaban").click()
    look(page, "box-asked", script=script)
    page.get_by_label("Nomor segel").fill(noted)
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.locator(".sealed")).to_contain_text("ketika kotak dibuka.")
    page.get_by_text("Cara memeriksa seluruh isi kotak").click()
    look(page, "box-opened", script=script)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh daftar nomor segel").click()
    assert noted.replace(" ", "") in download.value.path().read_text()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_auditor_decides_about_a_box_that_does_not_match(
    live_server: LiveServer,
    open_page: OpenPage,
    sent: Raters,
    cast: Cast,
    viewport: dict[str, int],
) -> None:
    SealedSubmission.get().delete_instance()
    close_cycle(sent.cycle.id, actor=SYSTEM)
    with pytest.raises(BoxMismatch):
        compute_results(sent.cycle.id, actor=SYSTEM)
    page = signed_in(open_page(viewport=viewport), live_server, cast.auditor)
    page.goto(live_server.url + "/admin/kotak-jawaban/")
    look(page, "box-boxes")
    page.get_by_role("link", name=sent.cycle.name).click()
    expect(page.locator("main")).to_contain_text("2 dari 3 formulir yang terkirim")
    look(page, "box-unmatched")
    page.get_by_role("button", name="Buka tanpa yang tidak cocok").click()
    expect(page.get_by_label("Alasan")).to_have_attribute("aria-invalid", "true")
    look(page, "box-unreasoned")
    page.get_by_label("Alasan").fill("Cadangan malam dibandingkan; satu baris hilang.")
    page.get_by_role("button", name="Buka tanpa yang tidak cocok").click()
    expect(page.locator("main")).to_contain_text("Keputusan dicatat")
    compute_results(sent.cycle.id, actor=SYSTEM)
    page.get_by_role("link", name=sent.cycle.name).click()
    look(page, "box-decided")
    ConfidentialSubmission.update(answers="{}").execute()
    page.reload()
    expect(page.locator("main")).to_contain_text("seseorang mengubahnya sesudah itu")
    look(page, "box-changed")
