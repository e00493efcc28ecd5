"""The teachers' rubric of the domain, built from nothing and published: by mouse, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from survei.drafting import queries
from survei.drafting.models import Questionnaire
from survei.questionnaire.document import Document
from tests.browser.keyboard import choose, tab_to
from tests.chromium import assert_accessible, take_picture

pytestmark = pytest.mark.browser

#: Source: domain.md, Teachers.
RUBRIC = {
    "Pengelolaan kelas": [
        "Menjaga keteraturan suasana kelas.",
        "Menerapkan disiplin positif.",
    ],
    "Dukungan psikologis": [
        "Menyampaikan ekspektasi pada peserta didik.",
        "Menunjukkan perhatian dan kepedulian.",
        "Memberi umpan balik konstruktif.",
    ],
    "Metode pembelajaran": [
        "Memberi instruksi pembelajaran yang jelas.",
        "Melaksanakan aktivitas interaktif.",
        "Menyesuaikan instruksi dengan kebutuhan.",
    ],
}
ANCHORS = (
    "Perilaku ini belum tampak selama pengamatan.",
    "Perilaku ini tampak, hasilnya belum terlihat pada peserta didik.",
    "Perilaku ini tampak dan hasilnya terlihat pada peserta didik.",
)


def published() -> Document:
    """The one version that there is."""
    return queries.document_of(queries.version_numbered(Questionnaire.get().id, 1).id)


def assert_is_the_rubric(document: Document) -> None:
    """Eight sub-indicators in three aspects on three anchored levels; weights total 100."""
    found = {
        str(part.title): [str(item.text) for item in part.questions] for part in document.sections
    }
    assert found == RUBRIC
    assert sum(part.weight for part in document.sections) == pytest.approx(100)
    scales = {item.scale for item in document.questions()}
    assert len(scales) == 1
    points = document.scales[scales.pop()].points
    assert [str(point.anchor) for point in points] == list(ANCHORS)


def test_with_the_mouse(hr_page: Any) -> None:
    page = hr_page("/admin/kuesioner/baru")
    page.get_by_text("Kuesioner kosong").click()
    page.get_by_label("Judul").fill("Rubrik guru")
    click(page, "Buat draf")
    page.wait_for_url("**/rancang/**")  # with its scripts, else the link leads to a page
    for number, (title, texts) in enumerate(RUBRIC.items()):
        if number:
            click(page, "+ Tambah aspek")
        else:
            page.get_by_role("link", name="Ubah aspek").click()
        page.locator(".editor [name=title]").fill(title)
        assert_accessible(page)
        click(page, "Simpan dan kembali")
        card = page.locator(".sheet-section", has=page.get_by_role("heading", name=title))
        card.get_by_role("link", name="Tempel banyak sekaligus").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Satu indikator per baris").fill(as_table(texts))
        click(page, "Tambahkan semua")
        expect(card.locator(".question")).to_have_count(len(texts))
    take_picture(page, "rubric-sheet")
    assert_accessible(page)
    make_scale(page)
    spread(page)
    publish(page)
    assert_is_the_rubric(published())
    assert [str(item.text_self) for item in published().questions()] == [
        about_oneself(text) for texts in RUBRIC.values() for text in texts
    ]


def about_oneself(text: str) -> str:
    """The wording for oneself."""
    return f"Saya {text[0].lower()}{text[1:]}"


def as_table(texts: list[str]) -> str:
    """As Excel copies a table of number, wording for others and wording for oneself."""
    rows = [(str(number), text, about_oneself(text)) for number, text in enumerate(texts, 1)]
    return "\n".join("\t".join(row) for row in rows)


def click(page: Page, name: str) -> None:
    """Presses the button with this name."""
    page.get_by_role("button", name=name, exact=True).click()


def make_scale(page: Page) -> None:
    """The library's three-level rubric for all, with its anchors; the scale before it goes."""
    page.get_by_role("link", name="Skala", exact=True).click()
    page.locator("select[name=template]").select_option("rubrik-tiga")
    click(page, "Tambah skala")
    for number, anchor in enumerate(ANCHORS):
        page.locator(f"[name=points-{number}-anchor]").fill(anchor)
    assert_accessible(page)
    click(page, "Simpan dan kembali")
    page.locator('button[value^="scale-use:rubrik"]').click()
    page.locator('button[value="scale-delete:ekspektasi"]').click()
    expect(page.locator('button[value="scale-delete:ekspektasi"]')).to_have_count(0)


def spread(page: Page) -> None:
    """An equal weight for every aspect."""
    page.get_by_role("link", name="Bobot", exact=True).click()
    click(page, "Bagi rata")
    expect(page.locator(".weight-total")).to_contain_text("Jumlah: 100")
    click(page, "Simpan bobot")


def publish(page: Page) -> None:
    """Checks and freezes."""
    page.get_by_role("link", name="Periksa dan terbitkan").first.click()
    take_picture(page, "rubric-check")
    assert_accessible(page)
    page.get_by_label("Catatan versi").fill("Versi pertama.")
    click(page, "Terbitkan versi 1")
    expect(page.locator("#versi-1")).to_contain_text("Versi pertama.")
    assert_accessible(page)


def test_with_the_keyboard_alone(hr_page: Any) -> None:
    page = hr_page("/admin/kuesioner/baru")
    tab_to(page, "input[name=start]")
    choose(page, "kosong")
    tab_to(page, "input[name=title]")
    write(page, "Rubrik guru")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Rubrik guru")
    make_scale_by_keys(page)
    follow(page, ".designer-steps a:first-child")
    for number, (title, texts) in enumerate(RUBRIC.items()):
        enter(page, 'button[value="section-add:"]' if number else "a[href*='/aspek/'][data-open]")
        tab_to(page, ".editor [name=title]")
        write(page, title)
        enter(page, '.editor button[value="back"]')
        expect(page.locator(".editor")).to_have_count(0)
        add_by_keys(page, number, texts)
    move_by_keys(page)
    follow(page, ".designer-steps a[href*='/bobot/']")
    enter(page, "#weight-even")
    follow(page, 'button[value="stay"]')
    follow(page, ".designer-steps a[href*='/terbit/']")
    tab_to(page, "textarea[name=note]")
    write(page, "Versi pertama.")
    follow(page, "form[action$=terbitkan] button")
    expect(page.locator("#versi-1")).to_contain_text("Versi pertama.")
    assert_is_the_rubric(published())


def write(page: Page, text: str) -> None:
    """Types over what the field holds."""
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def enter(page: Page, selector: str) -> None:
    """Goes to a link or a button of the sheet and presses Enter."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def follow(page: Page, selector: str) -> None:
    """Goes to a link or a button that leads to another page and presses Enter."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def make_scale_by_keys(page: Page) -> None:
    """As with the mouse; the template is chosen by its first letters."""
    follow(page, ".designer-steps a[href$='/skala/']")
    tab_to(page, "select[name=template]")
    page.keyboard.type("Rubrik tiga")
    follow(page, 'button[value="scale-add:"]')
    for number, anchor in enumerate(ANCHORS):
        tab_to(page, f"[name=points-{number}-anchor]")
        write(page, anchor)
    follow(page, 'button[value="back"]')
    follow(page, 'button[value="scale-delete:ekspektasi"]')
    expect(page.locator('button[value="scale-delete:ekspektasi"]')).to_have_count(0)


def add_by_keys(page: Page, number: int, texts: list[str]) -> None:
    """The first by itself, the rest by "Simpan dan tambah satu lagi"."""
    card = page.locator(".sheet-section").nth(number)
    code = card.locator(".questions").get_attribute("data-section")
    enter(page, f'button[value="question-add:{code}"]')
    for at, text in enumerate(texts):
        expect(page.locator(".editor [name=text]")).to_be_empty()
        tab_to(page, ".editor [name=text]")
        write(page, text)
        is_last = at + 1 == len(texts)
        enter(page, f'.editor button[value="{"back" if is_last else "next"}"]')
    expect(card.locator(".question")).to_have_count(len(texts))
    expect(page.locator(".editor")).to_have_count(0)


def move_by_keys(page: Page) -> None:
    """One down and back up by its grip; undone and redone by keys."""
    first = RUBRIC["Pengelolaan kelas"][0]
    tab_to(page, ".question [data-grip]")
    for key in ("Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(page.locator(".history-said")).to_contain_text("nomor 2 dari 2")
    page.keyboard.press("Control+z")
    expect(page.locator(".question-text a").first).to_have_text(first)
