"""HR builds a questionnaire in a real browser: with mouse, with keyboard only, two at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.questionnaire import editing
from survei.questionnaire.document import Document, Section
from survei.questionnaire.spreading import spread_rest, spread_weights
from survei.questionnaire.translated_text import Text
from tests.admin.designer_pages import COLLEAGUE, draft, revision
from tests.browser.keyboard import choose, tab_to
from tests.chromium import PHONE, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document, rating
from tests.texts import said

pytestmark = pytest.mark.browser

SAVED = "Tersimpan otomatis"


def make(document: Document | None = None) -> Questionnaire:
    document = document or every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_from_the_library_to_a_published_version(hr_page: Any) -> None:
    page = hr_page("/admin/kuesioner/")
    take_picture(page, "designer-empty")
    assert_accessible(page)
    page.get_by_role("link", name="Mulai dari pustaka").click()
    assert_accessible(page)
    page.get_by_text("Perilaku BerAKHLAK").click()
    press(page, "Buat draf")
    expect(page.locator("h1")).to_have_text("Perilaku BerAKHLAK")
    take_picture(page, "designer-outline")
    assert_accessible(page)
    page.locator(".question-text a").first.click()
    text = page.get_by_label("Kalimat untuk menilai orang lain", exact=True)
    text.fill("Menyapa warga dengan ramah.")
    expect(page.locator("#save-status")).to_have_text(SAVED)
    take_picture(page, "designer-question")
    assert_accessible(page)
    press(page, "Simpan dan kembali")
    expect(page.locator(".question-text a").first).to_have_text("Menyapa warga dengan ramah.")
    page.get_by_role("link", name="Periksa dan terbitkan").first.click()
    take_picture(page, "designer-check")
    assert_accessible(page)
    page.get_by_label("Catatan versi").fill("Kalimat pertama disederhanakan.")
    press(page, "Terbitkan versi 1")
    expect(page.locator("#versi-1")).to_contain_text("Kalimat pertama disederhanakan.")
    take_picture(page, "designer-published")
    assert_accessible(page)
    row = Questionnaire.get()
    stored = queries.document_of(queries.version_numbered(row.id, 1).id)
    assert str(next(stored.questions()).text) == "Menyapa warga dengan ramah."


def test_buttons_swap_the_outline_and_keep_the_focus(hr_page: Any) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/{row.id}/")
    page.evaluate("window.sameDocument = true")
    down = page.locator('button[value="question-down:tepat-waktu"]')
    down.click()
    expect(page.locator(".question-text a").first).to_contain_text("tugas mutu")
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".question-text a").nth(1)).to_contain_text("tugas keluhan")
    page.locator('button[value="question-delete:mutu"]').click()
    expect(page.locator('button[value="question-delete:mutu"]')).to_have_count(0)
    expect(page.locator(".history-said")).to_have_text("Indikator dihapus.")
    expect(page.locator(".history-said")).to_be_in_viewport()
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator('button[value="question-delete:mutu"]')).to_have_count(1)
    assert page.evaluate("window.sameDocument")
    assert urlsplit(page.url).path == f"/admin/rancang/{row.id}/"


def test_a_folded_section_stays_folded(hr_page: Any) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/{row.id}/")
    page.locator("#aspek-kinerja > summary").click()
    page.reload()
    expect(page.locator("#aspek-kinerja")).not_to_have_attribute("open", "")
    expect(page.locator("#aspek-sikap")).to_have_attribute("open", "")


def test_weights_add_up_while_one_types_and_spread_evenly(hr_page: Any) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/bobot/{row.id}/")
    page.get_by_label("Kinerja", exact=True).fill("72,5")
    expect(page.locator(".weight-total")).to_have_text("Jumlah: 112,5 Lebih 12,5.")
    take_picture(page, "designer-weights")
    assert_accessible(page)
    press(page, "Bagi rata")
    expect(page.locator(".weight-total")).to_have_text("Jumlah: 100 Pas 100.")
    press(page, "Simpan bobot")
    expect(page.get_by_role("status").first).to_contain_text("Bobot tersimpan.")
    assert [section.weight for section in draft(row).sections] == [50, 50, 0]


@pytest.mark.parametrize(
    ("count", "do", "name"),
    [(3, "even", "Bagi rata"), (16, "even", "Bagi rata"), (7, "rest", "Bagikan sisanya")],
)
def test_script_spreads_weights_as_the_server_does(
    hr_page: Any, count: int, do: str, name: str
) -> None:
    document = every_kind_document()
    for number in range(3, count + 1):
        code = f"aspek-{number}"
        document = editing.add_section(document, Section(code=code, title=Text(f"Aspek {number}")))
        document = editing.add_question(document, code, rating(f"baru-{number}", weight=1))
    document = editing.change_section(document, "kinerja", weight=12.5)
    row = make(document)
    page = hr_page(f"/admin/rancang/bobot/{row.id}/")
    press(page, name)
    fields = page.locator(".weights input").all()
    by_script = [float(field.input_value().replace(",", ".")) for field in fields]
    spread = spread_weights if do == "even" else spread_rest
    by_server = [section.weight for section in spread(document).sections]
    assert by_script == pytest.approx(by_server)
    assert sum(by_script) == pytest.approx(100)


def test_choices_grow_while_one_types(hr_page: Any) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/bagian/{row.id}/indikator/waktu")
    page.get_by_label("Pilihan 4", exact=True).fill("Malam")
    page.get_by_label("Pilihan 5", exact=True).fill("Subuh")
    expect(page.get_by_label("Pilihan 6", exact=True)).to_be_empty()
    expect(page.locator("#save-status")).to_have_text(SAVED)
    labels = [str(choice.label) for choice in draft(row).question("waktu").choices]
    assert labels == ["Pagi", "Siang", "Sore", "Malam", "Subuh"]


@pytest.mark.both_databases
def test_the_second_editor_sees_the_difference_and_loses_nothing(hr_page: Any) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/bagian/{row.id}/indikator/mutu")
    theirs = editing.change_question(
        draft(row), "mutu", **said(draft(row).question("mutu"), text="Kalimat rekan.")
    )
    services.save_draft(row.id, theirs, revision=revision(row), actor=COLLEAGUE)
    page.get_by_label("Kalimat untuk menilai orang lain", exact=True).fill("Kalimat saya.")
    expect(page.locator("#save-status")).to_contain_text("diubah orang lain")
    press(page, "Simpan")
    expect(page.locator(".conflict")).to_contain_text("diubah oleh Rekan Lain")
    expect(page.locator(".field-theirs")).to_contain_text("Kalimat rekan.")
    take_picture(page, "designer-conflict")
    assert_accessible(page)
    press(page, "Simpan yang saya ketik")
    expect(page.locator(".conflict")).to_have_count(0)
    assert str(draft(row).question("mutu").text) == "Kalimat saya."


def test_a_questionnaire_is_built_with_the_keyboard_alone(hr_page: Any) -> None:
    page = hr_page("/admin/kuesioner/baru")
    tab_to(page, "input[name=start]")
    choose(page, "kosong")
    tab_to(page, "input[name=title]")
    page.keyboard.type("Rubrik guru")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Rubrik guru")
    tab_to(page, 'button[value="question-add:aspek-1"]')
    page.keyboard.press("Enter")
    expect(page.locator("h2.part-heading")).to_contain_text("Penilaian berskala")
    expect(page.locator(".history-said")).to_have_text("Indikator ditambahkan.")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("Menyambut peserta didik di pintu kelas.")
    for value in range(1, 6):
        tab_to(page, f"textarea[name=anchor_{value}]")
        page.keyboard.type(f"Perilaku pada tingkat {value}.")
    tab_to(page, 'button[value="back"]')
    page.keyboard.press("Enter")
    expect(page.locator(".question-text a")).to_have_text("Menyambut peserta didik di pintu kelas.")
    tab_to(page, "a[href*='/terbit/']")
    page.keyboard.press("Enter")
    expect(page.locator("h2.part-heading")).to_have_text("Periksa dan terbitkan")
    tab_to(page, "textarea[name=note]")
    page.keyboard.type("Versi pertama.")
    tab_to(page, "form[action$=terbitkan] button")
    page.keyboard.press("Enter")
    expect(page.locator("#versi-1")).to_contain_text("Versi pertama.")


@pytest.mark.parametrize("path", ["", "skala/"])
def test_phones_need_no_sideways_scrolling(hr_page: Any, path: str) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/{row.id}/{path}", viewport=PHONE)
    take_picture(page, f"designer-phone-{path.strip('/') or 'outline'}")
    assert_fits(page)
    assert_accessible(page)


def test_everything_works_without_javascript(hr_page: Any) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/{row.id}/", javascript=False)
    page.locator('button[value="question-down:tepat-waktu"]').click()
    expect(page.locator(".question-text a").first).to_contain_text("tugas mutu")
    page.locator(".question-text a").first.click()
    page.get_by_label("Kalimat untuk menilai orang lain", exact=True).fill("Tanpa skrip.")
    press(page, "Simpan dan kembali")
    expect(page.locator(".question-text a").first).to_have_text("Tanpa skrip.")
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".question-text a").first).to_contain_text("tugas mutu")


def test_the_preview_shows_what_raters_see(hr_page: Any) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/pratinjau/{row.id}/")
    phone = page.frame_locator(".frame-phone")
    expect(phone.get_by_text("Pegawai ini menyelesaikan tugas mutu")).to_be_visible()
    page.get_by_label("Dilihat sebagai").select_option("self")
    press(page, "Tampilkan")
    expect(phone.get_by_text("Saya menyelesaikan tugas mutu")).to_be_visible()
    take_picture(page, "designer-preview")
