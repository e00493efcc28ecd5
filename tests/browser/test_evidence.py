"""A supervisor hands in a file: in place on a phone, on a page without script; it can be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Evidence, ShortText
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.translated_text import Text
from survei.response.models import IdentifiedSubmission
from tests.browser.reading import assert_reflows
from tests.browser.test_rater import choose, open_cycle
from tests.chromium import DESK, LiveServer, assert_accessible, assert_fits, take_picture
from tests.evidence.files import pdf, picture
from tests.examples import rating
from tests.raters import Raters

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


@pytest.fixture
def raters(live_server: LiveServer) -> Raters:
    """A form with a rating, a file that is required, and a question about the file."""
    about = Condition(clauses=[Clause(question="bukti", operator="answered")])
    questions = [
        rating("mutu"),
        Evidence(code="bukti", text=Text("Unggah notula rapat terakhir."), required=True),
        ShortText(code="isi", text=Text("Apa isi berkas itu?"), required=False, show_if=about),
    ]
    section = Section(code="kinerja", title=Text("Kinerja"), weight=100, questions=questions)
    document = Document(
        key="bukti", title=Text("Kuesioner dengan bukti"), sections=[section],
        scales={"ekspektasi": expectation_scale()},
    )  # fmt: skip
    return open_cycle(document)


def put(folder: Path, name: str, data: bytes) -> Path:
    """A file of the rater's own."""
    path = folder / name
    path.write_bytes(data)
    return path


def pick(page: Page, path: Path) -> None:
    """Presses the button and chooses the file."""
    with page.expect_file_chooser() as chooser:
        page.locator("#q-bukti").click()
    chooser.value.set_files(path)


def sent() -> dict[str, object]:
    """The answers that arrived."""
    return json.loads(IdentifiedSubmission.get().answers)  # type: ignore[no-any-return]


@pytest.mark.both_databases
def test_in_place_on_a_phone(
    live_server: LiveServer, open_page: OpenPage, raters: Raters, tmp_path: Path
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("nur"))
    choose(page, "mutu", "4")
    expect(page.locator("[name=isi]")).to_be_hidden()
    pick(page, put(tmp_path, "gambar.png", b"<svg onload=alert(1)>"))
    expect(page.locator(".upload-error")).to_contain_text("bukan PDF, JPEG, atau PNG")
    pick(page, put(tmp_path, "besar.jpg", picture("JPEG") + b"\0" * 6_000_000))
    expect(page.locator(".upload-error")).to_contain_text("lebih dari 5 MB")
    take_picture(page, "evidence-refused-phone")
    pick(page, put(tmp_path, "Notula rapat.pdf", pdf()))
    expect(page.locator(".file-name")).to_have_text("Notula rapat.pdf")
    expect(page.locator(".upload-state")).to_have_text("Berkas tersimpan.")
    expect(page.locator(".upload-error")).to_have_text("")
    expect(page.locator("#q-bukti")).to_have_text("Ganti berkas")
    expect(page.locator("[name=isi]")).to_be_visible()
    expect(page.locator(".count")).to_have_text("2 dari 2 terjawab")
    take_picture(page, "evidence-phone")
    assert_accessible(page)
    assert_fits(page)
    page.reload()
    expect(page.locator(".file-name")).to_have_text("Notula rapat.pdf")
    page.get_by_role("button", name="Hapus berkas").click()
    expect(page.locator(".file")).to_be_hidden()
    expect(page.locator(".count")).to_have_text("1 dari 2 terjawab")
    expect(page.locator("[name=isi]")).to_be_hidden()
    page.get_by_role("button", name="Kirim penilaian").click()
    page.locator("#kesalahan a").click()
    expect(page.locator("#q-bukti")).to_be_focused()
    assert_accessible(page)
    pick(page, put(tmp_path, "kelas.jpg", picture("JPEG")))
    expect(page.locator(".file-name")).to_have_text("kelas.jpg")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    assert sent()["bukti"]["name"] == "kelas.jpg"  # type: ignore[index]


def test_without_script(
    live_server: LiveServer, open_page: OpenPage, raters: Raters, tmp_path: Path
) -> None:
    page = open_page(javascript=False)
    page.goto(live_server.url + raters.path("nur"))
    choose(page, "mutu", "4")
    page.locator("#q-bukti").click()
    expect(page.locator("h1")).to_have_text("Unggah berkas bukti")
    take_picture(page, "evidence-page-phone")
    assert_fits(page)
    page.locator("#berkas").set_input_files(
        put(tmp_path, "foto.jpg", picture("JPEG") + b"\0" * 12_000_000)
    )
    page.get_by_role("button", name="Unggah", exact=True).click()
    expect(page.locator("#berkas-e")).to_contain_text("lebih dari 5 MB")
    take_picture(page, "evidence-page-refused-phone")
    page.locator("#berkas").set_input_files(put(tmp_path, "Notula.pdf", pdf()))
    page.get_by_role("button", name="Unggah", exact=True).click()
    expect(page.locator(".file-name")).to_have_text("Notula.pdf")
    expect(page.locator("[name=mutu][value='4']")).to_be_checked()
    page.locator("[name=isi]").fill("Notula")
    page.locator("[name=isi]").press("Enter")
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    assert sent()["isi"] == "Notula"


def test_a_connection_that_breaks(
    live_server: LiveServer, open_page: OpenPage, raters: Raters, tmp_path: Path
) -> None:
    page = open_page(viewport=DESK)
    page.goto(live_server.url + raters.path("andi"))
    page.context.set_offline(True)
    pick(page, put(tmp_path, "Notula.pdf", pdf()))
    expect(page.locator(".upload-error")).to_contain_text("sambungan terputus")
    page.context.set_offline(False)
    pick(page, put(tmp_path, "Notula.pdf", pdf()))
    expect(page.locator(".file-name")).to_have_text("Notula.pdf")
    take_picture(page, "evidence-desk")


def test_the_small_page_is_accessible(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    path = f"{live_server.url}{raters.path('nur')}/bukti/bukti"
    page.goto(path)
    assert_accessible(page)
    assert_reflows(page, path)
