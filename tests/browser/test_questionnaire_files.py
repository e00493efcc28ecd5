"""HR imports a form and takes questionnaires out, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from survei.audit.choices import SYSTEM
from survei.bank.version_publishing import publish_version
from survei.drafting import services
from survei.drafting.models import Questionnaire
from tests.cast import Cast
from tests.chromium import DESK, PHONE, LiveServer, look, signed_in
from tests.examples import every_kind_document
from tests.exchange.xlsform.forms import YES_NO, form

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
LEVELS = [("lima", str(n), f"Tingkat {n}") for n in range(1, 6)]
ROWS = (
    ("begin_group", "kelas", "Pengelolaan kelas"),
    ("select_one lima", "suasana", "Suasana kelas teratur.", "", "", "yes", "likert"),
    ("select_one yn", "observasi", "Apakah Anda pernah mengamati kelasnya?"),
    ("text", "cerita", "Ceritakan pengamatan Anda.", "${observasi} = 'yes'"),
    ("geopoint", "tempat", "Tempat pengamatan"),
    ("integer", "jam", "Jam", "", "regex(., '[0-9]')"),
    ("end_group",),
)


@pytest.fixture
def hr_page(
    live_server: LiveServer, cast: Cast, open_page: Callable[..., Page], viewport: dict[str, int]
) -> Page:
    """A page of a signed-in HR officer; one questionnaire is there already."""
    row = services.import_document(every_kind_document(), actor=SYSTEM)
    publish_version(row.id, revision=row.draft_revision, actor=SYSTEM)
    return signed_in(open_page(viewport=viewport), live_server, cast.hr)


@SIZES
def test_a_form_is_refused_then_imported_with_the_keyboard(
    live_server: LiveServer, hr_page: Page, tmp_path: Path
) -> None:
    broken, sound = tmp_path / "salah.xlsx", tmp_path / "benar.xlsx"
    broken.write_bytes(form(("text", "a", "A", "${a} = 1"), ("select_one x", "b", "B")))
    settings = [("form_title", "form_id"), ("Supervisi kelas", "contoh-lengkap")]
    sound.write_bytes(form(*ROWS, choices=[*YES_NO, *LEVELS], settings=settings))
    page = hr_page
    page.goto(f"{live_server.url}/admin/kuesioner/")
    look(page, "files-shelf")
    page.get_by_role("link", name="Impor kuesioner").first.press("Enter")
    look(page, "files-upload")
    page.get_by_label("Berkas kuesioner").set_input_files(str(broken))
    page.get_by_role("button", name="Baca berkas").press("Enter")
    expect(page.get_by_text("Syarat melingkar: a → a.")).to_be_visible()
    look(page, "files-refused")
    page.get_by_label("Berkas kuesioner").set_input_files(str(sound))
    page.get_by_role("button", name="Baca berkas").press("Enter")
    expect(page.get_by_text("Jenis “geopoint” tidak ada padanannya.")).to_be_visible()
    look(page, "files-preview")
    page.get_by_role("button", name="Setujui dan simpan sebagai draf").press("Enter")
    expect(page.get_by_text("Kuesioner diimpor sebagai draf.")).to_be_visible()
    assert Questionnaire.select().count() == 2


@SIZES
def test_questionnaires_are_taken_out(live_server: LiveServer, hr_page: Page) -> None:
    page = hr_page
    page.goto(f"{live_server.url}/admin/kuesioner-unduh/")
    look(page, "files-downloads")
    with page.expect_download() as given:
        page.get_by_role("link", name="XLSForm").press("Enter")
    assert given.value.suggested_filename.startswith("contoh-lengkap-1-xlsform-")
    page.goto(f"{live_server.url}/admin/kuesioner/{Questionnaire.get().id}/")
    look(page, "files-show")
