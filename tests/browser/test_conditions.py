"""Conditions in a rater's browser: what appears, what is said, what is sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survei.questionnaire.choices import Operator
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Information, LongText, YesNo
from survei.questionnaire.translated_text import Text
from tests.boxes import answers_in_the_box
from tests.browser.test_rater import SAVED, choose, open_cycle
from tests.chromium import DESK, LiveServer, assert_accessible, take_picture
from tests.examples import every_kind_document, rating
from tests.formulir.test_conditions import when

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def asking() -> Document:
    """A rating whose ends want a reason, and a section for those who work in one team."""
    document = every_kind_document()
    first = Section(
        code="kerja",
        title=Text("Kerja"),
        weight=100,
        questions=[
            rating("tepat-waktu"),
            LongText(
                code="alasan",
                text=Text("Jelaskan penilaian Anda."),
                required=False,
                required_if=when("tepat-waktu", Operator.EXTREME),
            ),
            YesNo(code="setim", text=Text("Apakah Anda bekerja dalam satu tim?")),
            LongText(
                code="kenapa",
                text=Text("Mengapa tidak?"),
                show_if=when("setim", Operator.IS, "tidak"),
            ),
        ],
    )
    team = Section(
        code="tim",
        title=Text("Tim"),
        show_if=when("setim", Operator.IS, "ya"),
        questions=[
            Information(
                code="pesan",
                text=Text("Nilailah **tim** Anda."),
                show_if=when("tepat-waktu", Operator.ANSWERED),
            ),
            rating("saling-bantu", weight=0),
        ],
    )
    document.sections = [first, team]
    return document  # fmt: skip


@pytest.mark.parametrize("viewport", [None, DESK], ids=["phone", "desk"])
def test_questions_come_and_go(
    live_server: LiveServer, open_page: OpenPage, viewport: dict[str, int] | None
) -> None:
    raters = open_cycle(asking())
    page = open_page(viewport=viewport) if viewport else open_page()
    page.goto(live_server.url + raters.path("budi"))
    count, said = page.locator(".count"), page.locator(".spoken")
    expect(count).to_have_text("0 dari 2 terjawab")
    expect(page.locator(".when")).to_have_count(0)
    expect(page.locator(".section:visible")).to_have_count(1)
    expect(page.locator(".part").first).to_have_text("Bagian 1 dari 1")
    choose(page, "tepat-waktu", "5")
    expect(count).to_have_text("1 dari 3 terjawab")
    expect(page.locator("[data-question=alasan] .optional")).to_be_hidden()
    choose(page, "setim", "ya")
    expect(said).to_have_text("1 pertanyaan ditambahkan.")
    expect(page.locator("[name=setim][value=ya]")).to_be_focused()
    expect(page.locator(".part").first).to_have_text("Bagian 1 dari 2")
    expect(page.locator(".number:visible")).to_have_text(["1", "2", "3", "4"])
    take_picture(page, f"conditions-{'desk' if viewport else 'phone'}")
    assert_accessible(page)
    choose(page, "saling-bantu", "4")
    choose(page, "setim", "tidak")
    expect(said).to_have_text("1 pertanyaan ditambahkan. 1 pertanyaan tidak perlu dijawab lagi.")
    page.locator("[name=kenapa]").fill("Beda ruang")
    page.locator("[name=alasan]").fill("Selalu tepat")
    expect(count).to_have_text("4 dari 4 terjawab")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    assert answers_in_the_box() == {
        "tepat-waktu": 5,
        "alasan": "Selalu tepat",
        "setim": "tidak",
        "kenapa": "Beda ruang",
    }


def test_hidden_answers_come_back_with_their_question(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    raters = open_cycle(asking())
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "setim", "ya")
    choose(page, "saling-bantu", "4")
    choose(page, "setim", "tidak")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    page.reload()
    expect(page.locator("[data-section=tim]")).to_be_hidden()
    choose(page, "setim", "ya")
    expect(page.locator("[name=saling-bantu][value='4']")).to_be_checked()


def test_a_section_without_a_shown_question_is_not_there(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    document = asking()
    asked = YesNo(code="ada", text=Text("Ada?"), show_if=when("setim", Operator.IS, "ya"))
    document.sections.append(Section(code="sisa", title=Text("Sisa"), questions=[asked]))
    raters = open_cycle(document)
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    expect(page.locator("[data-section=sisa]")).to_be_hidden()
    expect(page.locator(".part").first).to_have_text("Bagian 1 dari 1")
    choose(page, "setim", "ya")
    expect(page.locator("[data-section=sisa]")).to_be_visible()
    expect(page.locator(".part").first).to_have_text("Bagian 1 dari 3")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("#kesalahan")).to_be_focused()
    pairs = page.evaluate(
        """() => [...document.querySelectorAll("#kesalahan .missing a")].map((link) => [
          link.textContent, document.querySelector(link.hash).closest("[data-question]")
            .querySelector(".number").textContent])"""
    )
    assert [link for link, _ in pairs] == [number for _, number in pairs] == ["1", "4", "5"]


def test_what_is_left_out_is_never_seen_before_script_runs(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    raters = open_cycle(asking())
    page = open_page()
    page.route("**/*.js*", lambda route: route.fulfill(body=""))
    page.goto(live_server.url + raters.path("budi"))
    expect(page.locator("[data-question=kenapa]")).to_be_hidden()
    expect(page.locator("[data-section=tim]")).to_be_hidden()
    expect(page.locator("[data-question=setim]")).to_be_visible()


def test_without_script_everything_is_shown_with_its_condition(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    raters = open_cycle(asking())
    page = open_page(javascript=False)
    page.goto(live_server.url + raters.path("budi"))
    lines = " ".join(page.locator(".when").all_inner_texts())
    team = "“Apakah Anda bekerja dalam satu tim?” adalah “Ya”."
    assert f"Bagian ini diisi hanya bila {team}" in lines
    assert "Wajib diisi bila “Pegawai ini menyelesaikan tugas tepat-waktu tepat waktu.”" in lines
    take_picture(page, "conditions-plain")
    choose(page, "tepat-waktu", "3")
    choose(page, "setim", "tidak")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("link", name="4: Mengapa tidak?")).to_have_attribute(
        "href", "#q-kenapa"
    )
    page.locator("[name=kenapa]").fill("Beda ruang")
    page.get_by_role("button", name="Kirim penilaian").click()
    assert "Terima kasih" in page.locator("h1").inner_text()
