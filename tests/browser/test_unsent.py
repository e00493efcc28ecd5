"""Answers that came too late stand on the page, and go to the clipboard by one press."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from formulir.device_answers import device_key
from survei import clock
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.invitation.models import Link
from survei.invitation.rules import token_hash
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


HOLD = """([key, kept]) => localStorage.setItem("isian:" + key, JSON.stringify(kept))"""


def test_what_a_device_holds_of_a_form_that_ended_is_shown_once_and_cleared(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    raters = open_cycle(every_kind_document())
    page = open_page()
    page.goto(live_server.url + "/kode")
    kept = {"mutu": [["4"], [], ["3"]], "saran": [["Hanya di sini"], []]}
    gone = "Z" * 43
    keys = {who: raters.link(who).token_hash[:16] for who in ("budi", "eko", "citra")}
    keys["gone"] = device_key(token_hash(gone))
    for key in keys.values():
        page.evaluate(HOLD, [key, kept])
    Cycle.update(state=CycleState.CLOSED).execute()
    page.goto(live_server.url + raters.path("budi"))
    assert page.evaluate("localStorage.length") == 4, "a closing may be taken back"
    lost = raters.link("eko").token_hash
    Link.update(revoked_at=clock.now()).where(Link.token_hash == lost).execute()
    Cycle.update(state=CycleState.COMPUTED).execute()
    for left, path in ((3, raters.path("budi")), (2, raters.path("eko")), (1, f"/f/{gone}")):
        page.goto(live_server.url + path)
        expect(page.locator("h2", has_text="Isian yang tertinggal")).to_be_visible()
        expect(page.locator(".unsent-answers textarea").last).to_have_value("Hanya di sini")
        assert page.evaluate("localStorage.length") == left
    expect(page.get_by_label("saran")).to_be_visible()
    page.goto(live_server.url + raters.path("budi"))
    expect(page.get_by_label("Apa saran Anda", exact=False)).to_have_value("Hanya di sini")
    expect(page.locator(".unsent-answers textarea").first).to_have_value("4 · Di atas ekspektasi")
    take_picture(page, "held-answers-phone")
    assert_accessible(page)
    assert_fits(page)
    empty = page.context.new_page()
    empty.goto(live_server.url + raters.path("budi"))
    expect(empty.locator("h1")).to_be_visible()
    expect(empty.locator("[data-held]")).to_be_hidden()
