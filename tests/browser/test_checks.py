"""The check's page and the weights in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.questionnaire.document import Document
from survei.questionnaire.editing import change_question, change_section
from survei.questionnaire.translated_text import NOTHING
from tests.admin.designer_pages import COLLEAGUE, part
from tests.chromium import PHONE, assert_accessible, take_picture
from tests.examples import every_kind_document
from tests.texts import said

pytestmark = pytest.mark.browser


def make(document: Document) -> Questionnaire:
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


def doubtful() -> Document:
    """Errors and suggestions in several sections."""
    document = every_kind_document()
    two_claims = said(document.question("mutu"), text="Ia ramah dan sopan.")
    document = change_question(document, "mutu", weight=-1, **two_claims)
    document = change_question(
        document,
        "tepat-waktu",
        text_self=NOTHING,
        **said(document.question("tepat-waktu"), text_en=""),
    )
    document = change_section(document, "sikap", weight=30)
    return replace(document, **said(document, title_en=""))


def test_findings_are_read_and_followed(hr_page: Any) -> None:
    row = make(doubtful())
    page = hr_page(f"/admin/rancang/terbit/{row.id}/")
    assert_accessible(page)
    page.locator("details.lengths summary").click()
    take_picture(page, "checks-desk")
    page.set_viewport_size(PHONE)
    take_picture(page, "checks-phone")
    assert_accessible(page)
    page.get_by_role("link", name="Indikator 2 (mutu)").last.click()
    expect(page.locator("#text")).to_be_in_viewport()


def test_the_count_follows_what_is_typed(hr_page: Any) -> None:
    row = make(every_kind_document())
    page = hr_page(part(row, "indikator", "mutu"))
    count = page.locator("#step-count")
    expect(count).to_be_empty()
    page.get_by_label("Kalimat untuk menilai orang lain", exact=True).fill("Ia ramah dan sopan.")
    expect(count).to_have_text("1 saran")
    page.get_by_label("Kalimat untuk menilai orang lain", exact=True).fill("")
    expect(count).to_have_text("1 kesalahan")
    take_picture(page, "checks-count")


def test_the_example_follows_the_weights(hr_page: Any) -> None:
    row = make(every_kind_document())
    page = hr_page(f"/admin/rancang/bobot/{row.id}/")
    total = page.locator("#w-0-total")
    expect(total).to_have_text("60 pada skala 0–100")
    page.get_by_label("Kinerja", exact=True).fill("70")
    expect(total).to_have_text("64 pada skala 0–100")
    page.get_by_label("Sikap", exact=True).fill("")
    page.get_by_role("button", name="Bagikan sisanya").click()
    expect(page.locator(".weight-total")).to_have_text("Jumlah: 100 Pas 100.")
    expect(page.locator("#w-0-sum")).to_have_text(
        "(70 × 100 (= 5,0 dari 5) + 30 × 0 (= 1,0 dari 3)) ÷ 100 = 70"
    )
    page.get_by_label("Jawaban penilai A pada Kinerja").select_option("mixed")
    expect(page.locator("#w-0-sum")).to_have_text(
        "(70 × 25 (= 2,0 dari 5) + 30 × 0 (= 1,0 dari 3)) ÷ 100 ≈ 18"
    )
    take_picture(page, "weights-desk")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    take_picture(page, "weights-phone")
    assert_accessible(page)
