"""HR hands out and replaces links, reads the outbox; the letters themselves, looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from survei import clock
from survei.account.models import User
from survei.audit.choices import SYSTEM
from survei.cycle.models import Participant
from survei.invitation.services import send_again
from survei.mail.outbox_sender import OutboxSender
from tests.cast import PASSWORD, Cast, give_password
from tests.chromium import (
    DESK,
    FAILING_IN_LETTERS,
    PHONE,
    LiveServer,
    assert_accessible,
    assert_fits,
    look,
    signed_in,
    take_picture,
)
from tests.invitation.conftest import make_cycle
from tests.invitation.links import make_link

pytestmark = pytest.mark.browser

SNAPSHOTS = Path(__file__).parents[1] / "invitation" / "snapshots"
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


def hand_out(page: Page, name: str = "") -> None:
    """Types why and the password, and goes on."""
    if name:
        look(page, f"links-{name}")
    page.get_by_label("Alasan").fill("Tidak memiliki alamat surel.")
    page.get_by_label("Kata sandi Anda").fill(PASSWORD)
    page.locator(".record-form .btn-primary").click()


@pytest.fixture
def hr(live_server: LiveServer, cast: Cast) -> User:
    """An HR officer; a running cycle with links and one delivered letter."""
    small = make_cycle(closes_at=clock.now() + timedelta(days=9))
    Participant.update(unit_lineage=cast.school.lineage, unit_name=cast.school.name).execute()
    for rater, ratee in small.assignments:
        make_link(small, rater, ratee)
    for rater in {rater for rater, _ in small.assignments}:
        make_link(small, rater)
    send_again(small.people["budi"].id, actor=SYSTEM)
    OutboxSender(live_server.settings).deliver()
    return give_password(cast.hr)


@SIZES
def test_links_are_handed_out_and_replaced(
    live_server: LiveServer,
    hr: User,
    open_page: Callable[..., Page],
    viewport: dict[str, int],
) -> None:
    page = signed_in(open_page(viewport=viewport), live_server, hr)
    page.goto(f"{live_server.url}/admin/penilai/")
    look(page, "links-list")
    page.get_by_role("link", name="Lihat Budi").click()
    expect(page.locator("h1")).to_have_text("Budi Santoso, S.Kom.")
    look(page, "links-rater")
    page.get_by_role("link", name="Cetak slip").click()
    hand_out(page, "hand-out")
    old_code = page.locator(".slip-code").inner_text()
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    look(page, "links-slip")
    page.get_by_role("link", name="Kembali").click()
    page.get_by_role("button", name="Ganti semua tautan").click()
    look(page, "links-confirm")
    page.get_by_role("button", name="Ganti semua tautan").click()
    expect(page.get_by_text("sudah diganti")).to_be_visible()
    page.get_by_role("link", name="Cetak slip").click()
    page.locator(".record-form .btn-primary").click()
    expect(page.locator("#kesalahan")).to_be_focused()
    look(page, "links-hand-out-wrong")
    hand_out(page)
    assert page.locator(".slip-code").inner_text() != old_code


@SIZES
def test_a_landed_letter_opens_the_list(
    live_server: LiveServer,
    hr: User,
    open_page: Callable[..., Page],
    viewport: dict[str, int],
) -> None:
    page = signed_in(open_page(viewport=viewport), live_server, hr)
    page.goto(f"{live_server.url}/admin/surel/")
    look(page, "links-outbox")
    page.get_by_role("link", name="Lihat").first.click()
    look(page, "links-letter")
    page.get_by_role("link", name="Tampilkan tautan").click()
    hand_out(page)
    look(page, "links-letter-shown")
    page.locator(".mail-text a").click()
    page.wait_for_url(re.compile(r"/u/[\w-]{43}$"))
    expect(page.get_by_text("Andi Ma'ruf")).to_be_visible()
    expect(page.get_by_text("Tautan Anda ditampilkan di layar")).to_be_visible()
    look(page, "links-told-list")


def test_eight_slips_fill_a_sheet(
    live_server: LiveServer, hr: User, open_page: Callable[..., Page]
) -> None:
    page = signed_in(open_page(viewport=DESK), live_server, hr)
    page.goto(f"{live_server.url}/admin/penilai/")
    page.get_by_label("Pilih semua di halaman ini").check()
    page.get_by_label("Yang dicentang:").select_option("slips")
    page.get_by_role("button", name="Jalankan").click()
    hand_out(page, "hand-out-many")
    expect(page.locator(".slip")).to_have_count(5)
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1040})
    clipped = "all => all.filter(slip => slip.scrollHeight > slip.clientHeight + 1).length"
    assert page.eval_on_selector_all(".slip", clipped) == 0


@SIZES
@pytest.mark.parametrize("kind", ["invitation", "reminder", "result"])
def test_letters_can_be_read_by_everybody(
    open_page: Callable[..., Page], viewport: dict[str, int], kind: str
) -> None:
    page = open_page(viewport=viewport)
    page.set_content((SNAPSHOTS / f"{kind}.html").read_text())
    assert_accessible(page, FAILING_IN_LETTERS)
    assert_fits(page)
    take_picture(page, f"links-mail-{kind}-{viewport['width']}")
