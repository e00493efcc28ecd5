"""Answers that came too late stand on the page, and go to the clipboard by one press."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from tests.browser.test_rater import SAVED, TYPED, fill_in, open_cycle
from tests.chromium import DESK, LiveServer, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document

pytestmark = pytest.mark.browser


def test_what_came_too_late_is_copied_at_once(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    raters = open_cycle(every_kind_document())
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + raters.path("budi"))
    fill_in(page)
    expect(page.locator(".saved")).to_contain_text(SAVED)
    Cycle.update(state=CycleState.CLOSED).execute()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h2", has_text="Jawaban Anda yang belum terkirim")).to_be_visible()
    expect(page.get_by_label("Apa saran Anda", exact=False)).to_have_value(TYPED["saran"])
    page.get_by_role("button", name="Salin semua").click()
    expect(page.get_by_role("status")).to_contain_text("Tersalin")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "1. Pegawai ini menyelesaikan tugas tepat-waktu tepat waktu.\n5 · Jauh"
    )
    assert copied.endswith(f"saran Anda untuk pegawai ini?\n{TYPED['saran']}")
    take_picture(page, "unsent-answers-phone")
    assert_accessible(page)
    assert_fits(page)
    page.set_viewport_size(DESK)
    take_picture(page, "unsent-answers-desk")
