"""HR compares versions and reads the page of one, on a phone and on a desk."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from survei.bank.version_publishing import publish_version
from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.drafting import services
from survei.drafting.models import Questionnaire
from survei.drafting.queries import newest_version
from survei.questionnaire import editing
from survei.result.models import QuestionStatistic
from tests.admin.designer_pages import COLLEAGUE, draft, revision
from tests.admin.version_world import using
from tests.chromium import DESK, PHONE, assert_accessible, take_picture
from tests.examples import every_kind_document
from tests.texts import said

pytestmark = pytest.mark.browser


def two_versions() -> Questionnaire:
    """Version 1 as the example, version 2 with a few changes, used by a cycle."""
    row = services.create_questionnaire(
        "uji", "Kuesioner uji", document=every_kind_document(), actor=COLLEAGUE
    )
    publish_version(row.id, revision=revision(row), note="Versi awal.", actor=COLLEAGUE)
    services.start_draft(row.id, actor=COLLEAGUE)
    text = "Pegawai ini selalu menyelesaikan pekerjaan mutu tepat waktu."
    changed = editing.change_question(
        draft(row), "mutu", **said(draft(row).question("mutu"), text=text), weight=3
    )
    changed = editing.remove_question(changed, "keluhan")
    changed = editing.change_question(changed, "jam", maximum=40)
    services.save_draft(row.id, changed, revision=revision(row), actor=COLLEAGUE)
    made = publish_version(row.id, revision=revision(row), note="Disederhanakan.", actor=COLLEAGUE)
    using(made.id, "Penilaian 360 derajat 2026")
    return row


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_versions_are_compared(hr_page: Any, viewport: Any) -> None:
    row = two_versions()
    name = "desk" if viewport == DESK else "phone"
    page = hr_page(f"/admin/kuesioner/{row.id}/perbedaan", viewport=viewport)
    expect(page.locator("ins").first).to_be_visible()
    assert_accessible(page)
    take_picture(page, f"versions-difference-{name}")
    page.goto(page.url.replace("perbedaan", "versi/2"))
    expect(page.get_by_text("Penilaian 360 derajat 2026")).to_be_visible()
    assert_accessible(page)
    take_picture(page, f"versions-version-{name}")
    page.get_by_text("Jangan tawarkan lagi", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ya, jangan tawarkan lagi").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Versi 2 tidak ditawarkan lagi.")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_cells_are_filled_by_keyboard(hr_page: Any, viewport: Any) -> None:
    two_versions()
    name = "desk" if viewport == DESK else "phone"
    page = hr_page("/admin/untuk-siapa/", viewport=viewport, javascript=False)
    expect(page.get_by_text("3 pegawai belum dilayani").first).to_be_visible()
    page.get_by_label("Seluruh baris Guru").focus()
    page.keyboard.press("Space")
    page.get_by_label("Untuk sel yang dicentang").select_option(index=1)
    page.get_by_role("button", name="Isi sel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 sel diisi.")).to_be_visible()
    assert page.get_by_text("versi 2, terbaru").count() == 4
    take_picture(page, f"audience-{name}")


def test_the_matrix_is_accessible(hr_page: Any) -> None:
    two_versions()
    assert_accessible(hr_page("/admin/untuk-siapa/"))
    assert_accessible(hr_page("/admin/untuk-siapa/", viewport=PHONE))


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_question_is_found_and_taken_by_keyboard(hr_page: Any, viewport: Any) -> None:
    row = two_versions()
    services.start_draft(row.id, actor=COLLEAGUE)
    name = "desk" if viewport == DESK else "phone"
    version = newest_version(row.id)
    assert version
    for relation, narrow in ((Relation.PEER, 0.0), (Relation.SUPERVISOR, 4.0)):
        QuestionStatistic.create(
            cycle=Cycle.get(),
            version=version,
            relation=relation,
            code="mutu",
            asked=60,
            na=18,
            ratings=42,
            total=160.0,
            spread_ratings=42,
            spread_total=160.0,
            spread_squares=612.0 + narrow,
            agreement_groups=6,
            agreement_total=4.1,
        )
    page = hr_page("/admin/bank/", viewport=viewport)
    assert_accessible(page)
    page.get_by_label("Kata dalam pertanyaan").fill("pekerjaan mutu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 pertanyaan")
    expect(page.get_by_text("Banyak penilai tidak dapat menilainya").first).to_be_visible()
    take_picture(page, f"bank-{name}")
    page.locator("h2 a").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Draf dan aspek").select_option(label="Sikap")
    assert_accessible(page)
    take_picture(page, f"bank-question-{name}")
    page.get_by_role("button", name="Salin ke draf").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pertanyaan disalin ke akhir aspek yang dipilih.")).to_be_visible()
