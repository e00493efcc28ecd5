"""The main job, end to end: from a staff workbook to a supervisor's report."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from survei import clock
from tests.chromium import DESK, PHONE, assert_accessible, take_picture
from tests.journeys.conftest import Mailbox
from tests.running import ROOT, Running

pytestmark = pytest.mark.browser

PASSWORD = "layang layang biru tua"
HEAD = "rosdiana.daeng.kebo@makassar.example"
TEACHER = "Abdul Rahman, S.Pd."
TITLE = "Guru: pengelolaan kelas, uji coba"
SCHOOL = "SD Negeri Bunga Ejaya"


def test_from_workbook_to_report(
    installation: Running,
    mailbox: tuple[Mailbox, str],
    open_anywhere: Callable[..., Page],
    tmp_path: Path,
) -> None:
    hr = open_anywhere(viewport=DESK)
    become_administrator(hr, installation)
    import_staff(hr, installation, staff_workbook(tmp_path))
    publish_from_library(hr, installation)
    open_cycle(hr, installation)

    letter = mailbox[0].letter_to(HEAD)
    rate_on_a_phone(open_anywhere(viewport=PHONE), letter)

    head = open_anywhere(viewport=DESK)
    become_appraiser(head, installation)
    read_submission(head, installation)


def staff_workbook(folder: Path) -> Path:
    """The demonstration's staff list as HR would keep it, in Excel."""
    path = folder / "pegawai.xlsx"
    with (ROOT / "survei" / "demo" / "staff.csv").open() as file:
        rows = list(csv.reader(file, delimiter=";"))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Pegawai")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, [""] * len(row))
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return path


def become_administrator(page: Page, installation: Running) -> None:
    """The one-time link that the start printed."""
    page.goto(installation.url + installation.first_admin_path())
    page.get_by_label("Nama lengkap").fill("Andi Pengelola")
    page.get_by_label("Alamat surel").fill("sdm@makassar.example")
    page.get_by_label("Kata sandi baru", exact=True).fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi baru").fill(PASSWORD)
    assert_accessible(page)
    page.get_by_role("button", name="Buat akun").click()
    sign_in(page, "sdm@makassar.example")


def sign_in(page: Page, email: str) -> None:
    """On the sign-in page that is open."""
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Selamat datang")
    assert_accessible(page)


def import_staff(page: Page, installation: Running, workbook: Path) -> None:
    """Checks first, then says yes."""
    page.goto(f"{installation.url}/admin/impor-pegawai/")
    page.locator("[type=file]").set_input_files(workbook)
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_text("Berkas dapat diimpor.")).to_be_visible()
    take_picture(page, "journey-import")
    assert_accessible(page)
    page.get_by_role("button", name="Setujui dan simpan semua").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Impor selesai")


def publish_from_library(page: Page, installation: Running) -> None:
    """Takes the teachers' rubric, gives it another title, publishes version 1."""
    page.goto(f"{installation.url}/admin/kuesioner/baru")
    page.locator("[value='pustaka:guru-pengelolaan-kelas']").check()
    page.get_by_role("button", name="Buat draf").click()
    page.wait_for_url("**/rancang/**")  # with its scripts, else the link leads to a page
    page.get_by_role("link", name="Ubah judul dan pengantar").click()
    page.locator("[name=title]").fill(TITLE)
    page.locator(".editor").get_by_role("button", name="Simpan dan kembali").click()
    expect(page.locator(".editor")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    take_picture(page, "journey-designer")
    page.goto(re.sub(r"/admin/rancang/.*?(\d+).*", r"/admin/rancang/terbit/\1/", page.url))
    assert_accessible(page)
    page.locator("[name=note]").fill("Judul disesuaikan untuk uji coba.")
    page.get_by_role("button", name="Terbitkan versi 1").click()
    expect(page.locator("#versi-1")).to_be_visible()


def open_cycle(page: Page, installation: Running) -> None:
    """Through the wizard: one school, every relation in use, one questionnaire for all."""
    now = clock.to_local(clock.now())
    page.goto(f"{installation.url}/admin/periode/siapkan/")
    page.locator("[name=name]").fill("Uji coba sekolah")
    page.locator("[name=opens_at]").fill((now - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=closes_at]").fill((now + timedelta(days=14)).strftime("%Y-%m-%dT%H:%M"))
    go_on(page)
    page.locator("[name=reach][value=pilih]").check()
    page.get_by_label(SCHOOL).check()
    go_on(page)
    go_on(page)
    for relation in ("self", "supervisor", "peer"):
        page.locator(f"[name=v_0_{relation}]").select_option(label=f"{TITLE}, versi 1")
    go_on(page)
    go_on(page)
    take_picture(page, "journey-check")
    assert_accessible(page)
    page.get_by_role("button", name="Buka periode").click()
    page.get_by_role("button", name="Ya, buka periode").click()
    expect(page.get_by_text("Berlangsung").first).to_be_visible()


def go_on(page: Page) -> None:
    """The wizard's next step."""
    before = page.url
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(page).not_to_have_url(before)


def rate_on_a_phone(page: Page, letter: str) -> None:
    """From the letter to the list, to one teacher's form, to the receipt."""
    found = re.search(r"http://localhost:\d+/u/[\w-]{43}", letter)
    assert found is not None, letter
    assert TEACHER not in letter
    page.goto(found.group())
    assert_accessible(page)
    take_picture(page, "journey-list")
    page.get_by_role("link").filter(has_text=TEACHER).click()
    page.wait_for_url(re.compile(r"/f/[\w-]{43}"))
    assert_accessible(page)
    groups = page.locator("main form fieldset:has([type=radio])")
    for number in range(groups.count()):
        groups.nth(number).locator("[type=radio]").nth(1 + number % 2).check(force=True)
    page.locator("textarea").first.fill("Kelas tertib dan hangat.")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Terima kasih")
    take_picture(page, "journey-receipt")
    assert_accessible(page)


def become_appraiser(page: Page, installation: Running) -> None:
    """A user made on the command line chooses a password and signs in."""
    with (ROOT / "survei" / "demo" / "staff.csv").open() as file:
        nip = next(row[0] for row in csv.reader(file, delimiter=";") if row[7] == HEAD)
    printed = installation.command(
        *("user", "create", "--email", HEAD, "--name", "Hj. Rosdiana Daeng Kebo"),
        *("--role", "appraiser", "--nip", nip),
    )
    link = re.search(r"/aktivasi/\S+", printed)
    assert link is not None, printed
    page.goto(installation.url + link.group())
    page.get_by_label("Kata sandi baru", exact=True).fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi baru").fill(PASSWORD)
    page.locator("main").get_by_role("button").last.click()
    sign_in(page, HEAD)


def read_submission(page: Page, installation: Running) -> None:
    """ "Tim saya" shows who is done and the supervisor's own submission in full."""
    page.goto(f"{installation.url}/admin/tim/")
    take_picture(page, "journey-team")
    assert_accessible(page)
    page.get_by_role("link", name=TEACHER).click()
    take_picture(page, "journey-person")
    assert_accessible(page)
    page.get_by_role("link", name="Baca jawaban lengkap").click()
    expect(page.get_by_text("Kelas tertib dan hangat.")).to_be_visible()
    take_picture(page, "journey-submission")
    assert_accessible(page)
