"""HR prepares and opens a cycle in a real browser, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survei.audit.choices import SYSTEM
from survei.bank.version_publishing import publish_version
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.drafting import queries as questionnaires
from survei.drafting.services import create_questionnaire
from tests.chromium import DESK, PHONE, look

pytestmark = pytest.mark.browser

#: Step of the wizard by what its heading says, after the first one.
STEPS = ("Siapa dinilai", "Siapa menilai", "Kuesioner", "Skema dan aturan", "Periksa dan buka")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, hr_page: Callable[..., Page]) -> Page:
    """The list of cycles as an HR officer with one published questionnaire sees it."""
    document = questionnaires.library_document("perilaku-berakhlak")
    made = create_questionnaire(document.key, str(document.title), document=document, actor=SYSTEM)
    publish_version(made.id, revision=made.draft_revision, note="", actor=SYSTEM)
    return hr_page("/admin/periode/", viewport=request.param)


def test_from_an_empty_list_to_an_open_cycle(page: Page) -> None:
    page.get_by_role("link", name="Siapkan periode pertama").click()
    page.get_by_label("Nama periode").fill("Penilaian 2026")
    advance(page, STEPS[0])
    advance(page, STEPS[1])
    advance(page, STEPS[2])
    for relation in ("diri", "atasan", "rekan"):
        cell = page.get_by_role("group", name="Semua jabatan lain").get_by_label(relation)
        cell.select_option("Perilaku BerAKHLAK, versi 1")
    advance(page, STEPS[3])
    check_the_sum_of_weights(page)
    advance(page, STEPS[4])
    look(page, "cycle-check")
    page.get_by_role("button", name="Buka periode").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look(page, "cycle-ask")
    page.get_by_role("button", name="Ya, buka periode").click()
    expect(page.locator("h1")).to_have_text("Penilaian 2026")
    assert Cycle.get().state == CycleState.OPEN
    look(page, "cycle-detail")
    for name in ("Kemajuan", "Belum mengisi", "Penolakan"):
        page.get_by_role("link", name=name, exact=True).click()
        look(page, "cycle-" + name.lower().replace(" ", "-"))


def check_the_sum_of_weights(page: Page) -> None:
    """Added up while one types; what is saved is checked on the server."""
    total = page.locator("[data-weight-total] output")
    expect(total).to_have_text("100%")
    page.get_by_label("Rekan").fill("12,5")
    expect(total).to_have_text("87,5%")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(page.get_by_role("alert")).to_contain_text("Bobot berjumlah 87,5 persen")
    look(page, "cycle-weights-wrong")
    page.get_by_label("Rekan").fill("25")


def advance(page: Page, heading: str) -> None:
    """Looks at the page, saves it, and arrives at the next step."""
    look(page, "cycle-" + heading.lower().replace(" ", "-") + "-before")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(page.locator("h1")).to_have_text(heading)
