"""The scale library in a real browser, on a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from survei.bank.scale_library import queries
from survei.bank.scale_library import services as library
from survei.bank.version_publishing import publish_version
from survei.drafting import services
from survei.drafting.models import Questionnaire
from tests.admin.designer_pages import COLLEAGUE, draft
from tests.chromium import DESK, PHONE, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document

pytestmark = pytest.mark.browser


def make() -> Questionnaire:
    document = every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def rename(key: str, label: str) -> None:
    row = queries.shared_scale(key)
    scale = queries.scale_of(row)
    scale.points[0].label = label
    library.save_scale(key, scale, revision=row.revision, actor=COLLEAGUE)


def test_a_scale_goes_from_the_library_into_a_draft_and_is_updated(hr_page: Any) -> None:
    row = make()
    page = hr_page(f"/admin/rancang/{row.id}/skala/")
    page.get_by_label("Skala baru, salin dari pustaka").select_option("frekuensi")
    page.get_by_role("button", name="Tambah skala").click()
    expect(page.locator("h2.part-heading")).to_have_text("Skala “Skala frekuensi”")
    rename("frekuensi", "Belum pernah")
    page.get_by_role("link", name="Skala", exact=True).first.click()
    page.get_by_text("Skala ini di pustaka telah berubah").click()
    take_picture(page, "scales-news")
    assert_accessible(page)
    page.get_by_role("button", name="Perbarui dari pustaka").click()
    expect(page.locator("#skala-skala-frekuensi")).to_contain_text("Belum pernah")
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator("h1")).to_have_text("Kuesioner uji")
    assert str(draft(row).scales["skala-frekuensi"].points[0].label) == "Tidak pernah"


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_library_reads_well(hr_page: Any, viewport: dict[str, int]) -> None:
    row = make()
    publish_version(row.id, revision=row.draft_revision, note="", actor=COLLEAGUE)
    page = hr_page("/admin/skala/", viewport=viewport)
    take_picture(page, f"scale-library-{viewport['width']}")
    assert_fits(page)
    assert_accessible(page)
    page.locator("#skala-rubrik-tiga").get_by_role("link", name="Ubah").click()
    take_picture(page, f"shared-scale-{viewport['width']}")
    assert_fits(page)
    assert_accessible(page)


def test_a_scale_is_made_with_the_keyboard_alone_and_without_javascript(hr_page: Any) -> None:
    page = hr_page("/admin/skala/baru", javascript=False)
    page.locator("#title").focus()
    page.keyboard.type("Skala mutu")
    for value, label in ((1, "Rendah"), (2, "Tinggi")):
        for text in (str(value), label, f"Perilaku {label}."):
            page.keyboard.press("Tab")
            page.keyboard.type(text)
    page.get_by_role("button", name="Simpan", exact=True).press("Enter")
    expect(page.locator("#skala-skala-mutu")).to_contain_text("Perilaku Tinggi.")
