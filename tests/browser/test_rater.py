"""A rater on a phone: opens, answers, is interrupted, goes on elsewhere, sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from survei.cycle.choices import AssignmentState
from survei.mail.models import Letter
from survei.questionnaire.document import Document
from tests.chromium import DESK, LiveServer, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document, twenty_ratings_document
from tests.raters import Raters, make_raters

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
#: What stands there once the server has it.
SAVED = re.compile(r"Tersimpan \d\d\.\d\d")
TYPED = {"jam": "2,5", "saran": "Pertahankan, Ma'ruf."}
CHOSEN = {"tepat-waktu": "5", "mutu": "4", "keluhan": "3", "sapa": "2", "waktu": "pagi"}


def open_cycle(document: Document) -> Raters:
    """Rows at the real time: a live server does not see a fixed clock of this thread."""
    from datetime import timedelta

    from survei import clock

    now = clock.now()
    return make_raters(
        document, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9)
    )


@pytest.fixture
def raters(live_server: LiveServer) -> Iterator[Raters]:
    """An open cycle on the live server."""
    return open_cycle(every_kind_document())


def choose(page: Page, code: str, value: str) -> None:
    """Presses the card."""
    page.locator(f"label.card:has(input[name='{code}'][value='{value}'])").click()


def fill_in(page: Page) -> None:
    """Answers everything."""
    for code, value in CHOSEN.items():
        choose(page, code, value)
    choose(page, "kegiatan", "pagi")
    for code, text in TYPED.items():
        page.locator(f"[name='{code}']").fill(text)


@pytest.mark.both_databases
def test_answer_and_send_on_a_phone(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    assert page.title().startswith("Penilaian untuk Andi Ma'ruf")
    take_picture(page, "form-phone")
    assert_accessible(page)
    assert_fits(page)
    fill_in(page)
    expect(page.locator(".count")).to_have_text("7 dari 7 terjawab")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h1")).to_have_text("Terima kasih, penilaian Anda sudah diterima")
    take_picture(page, "receipt-phone")
    assert_accessible(page)
    assert raters.assignment("budi").state == AssignmentState.SUBMITTED


def test_errors_keep_everything_and_lead_to_their_field(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "tepat-waktu", "5")
    page.locator("[name='jam']").fill("dua jam")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("#kesalahan")).to_be_focused()
    assert page.title().startswith("Kesalahan:")
    assert page.locator("[name='jam']").input_value() == "dua jam"
    take_picture(page, "errors-phone")
    assert_accessible(page)
    page.locator("#kesalahan a", has_text="Berapa jam").click()
    expect(page.locator("[name='jam']")).to_be_focused()


@pytest.mark.both_databases
def test_resume_on_another_device(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    phone = open_page()
    phone.goto(live_server.url + raters.path("budi"))
    choose(phone, "mutu", "4")
    phone.locator("[name='saran']").fill("Belum selesai")
    expect(phone.locator(".saved")).to_contain_text(SAVED)
    mine = phone.locator("[data-own-code]")
    mine.locator("summary").click()
    mine.get_by_role("button", name="Kirim kode ke surel saya").click()
    expect(mine.get_by_role("status")).to_have_text("Kode sedang dikirim ke alamat surel Anda.")
    assert [letter.kind for letter in Letter.select()] == ["resume_code"]
    take_picture(phone, "own-code-phone")
    assert_accessible(phone)
    desk = open_page(viewport=DESK)
    desk.goto(live_server.url + raters.path("budi"))
    expect(desk.locator(".count")).to_have_text("0 dari 7 terjawab")
    assert not desk.locator("[name='mutu'][value='4']").is_checked()
    desk.locator("[data-waiting] summary").click()
    take_picture(desk, "waiting-desk")
    assert_accessible(desk)
    desk.get_by_label("Kode lanjutan").fill(mine.locator(".code").inner_text().lower())
    desk.get_by_role("button", name="Lanjutkan isian").click()
    expect(desk.locator("[name='mutu'][value='4']")).to_be_checked()
    expect(desk.locator("[name='saran']")).to_have_value("Belum selesai")
    take_picture(desk, "form-desk")
    assert_accessible(desk)


def test_without_javascript(live_server: LiveServer, open_page: OpenPage, raters: Raters) -> None:
    page = open_page(javascript=False)
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "mutu", "4")
    page.get_by_role("button", name="Simpan sementara").click()
    assert page.locator("[name='mutu'][value='4']").is_checked()
    expect(page.locator("#tersimpan .code")).to_be_in_viewport()
    take_picture(page, "saved-by-hand-phone")
    assert_fits(page)
    fill_in(page)
    page.get_by_role("button", name="Kirim penilaian").click()
    assert page.locator("h1").inner_text() == "Terima kasih, penilaian Anda sudah diterima"
    assert page.context.cookies() == []


def test_answers_survive_a_lost_connection(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    page.route("**/draft", lambda route: route.fulfill(status=429, json={"message": ""}))
    choose(page, "mutu", "2")
    expect(page.locator(".saved")).to_contain_text("Belum tersimpan")
    take_picture(page, "offline-phone")
    page.unroute("**/draft")
    page.reload()
    expect(page.locator("[name='mutu'][value='2']")).to_be_checked()
    expect(page.locator(".saved")).to_contain_text(SAVED)
    assert page.evaluate("Object.keys(localStorage).join()").startswith("kode:")


def test_idle_page_sends_nothing(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.method))
    page.clock.install()
    page.goto(live_server.url + raters.path("budi"))
    page.clock.run_for("10:00")
    assert set(posts) == {"GET"}
    assert len(posts) <= 4
    assert raters.assignment("budi").state == AssignmentState.OPEN


@pytest.mark.both_databases
def test_decline(live_server: LiveServer, open_page: OpenPage, raters: Raters) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("eko"))
    page.get_by_role("link", name="Tidak dapat menilai?").click()
    take_picture(page, "decline-phone")
    assert_accessible(page)
    page.get_by_text("Saya tidak cukup mengenal pekerjaannya").click()
    page.get_by_role("button", name="Kirim alasan").click()
    expect(page.locator("h1")).to_have_text("Anda menyatakan tidak dapat menilai")
    take_picture(page, "declined-phone")
    assert raters.assignment("eko").state == AssignmentState.DECLINED


def test_code_leads_to_the_list_and_on(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + "/kode")
    take_picture(page, "code-phone")
    assert_accessible(page)
    page.get_by_label("Kode").fill(raters.codes["citra"].lower())
    page.get_by_role("button", name="Buka daftar").click()
    expect(page.locator("h1")).to_have_text("Penilaian yang Anda isi")
    take_picture(page, "list-phone")
    assert_accessible(page)
    page.get_by_role("link", name="Andi Ma'ruf").click()
    expect(page.locator("h1")).to_contain_text("Andi Ma'ruf")


def test_equal_ratings_are_asked_once(live_server: LiveServer, open_page: OpenPage) -> None:
    raters = open_cycle(twenty_ratings_document())
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    for card in page.locator(".scale label.card:nth-child(4)").all():
        card.click()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("#kesalahan")).to_contain_text("Apakah Anda yakin?")
    take_picture(page, "equal-phone")
    assert_accessible(page)
    page.get_by_text("Ya, saya yakin").click()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h1")).to_contain_text("Terima kasih")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_desk_and_dark(live_server: LiveServer, open_page: OpenPage, scheme: str) -> None:
    raters = open_cycle(twenty_ratings_document())
    page = open_page(viewport=DESK, color_scheme=scheme)
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "butir-1-1", "4")
    take_picture(page, f"twenty-desk-{scheme}")
    assert_accessible(page)


def test_unknown_link(live_server: LiveServer, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(live_server.url + "/f/tidak-ada")
    expect(page.locator("h1")).to_have_text("Tautan tidak dikenali")
    take_picture(page, "unknown-phone")
    assert_accessible(page)
