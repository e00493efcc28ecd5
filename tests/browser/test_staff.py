"""HR imports a list, looks at people and units, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from survei.account.sessions import open_session
from survei.staff.models import Employee
from tests.cast import Cast, make_cast
from tests.chromium import DESK, PHONE, LiveServer, assert_accessible, assert_fits, take_picture
from tests.staff.lists import csv, person, xlsx

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def people(live_server: LiveServer) -> Cast:
    return make_cast()


@pytest.fixture
def hr_page(
    live_server: LiveServer, people: Cast, open_page: Callable[..., Page], viewport: dict[str, int]
) -> Page:
    """A page of a signed-in HR officer."""
    page = open_page(viewport=viewport)
    token = open_session(people.hr, address="127.0.0.1")
    page.context.add_cookies([{"name": "sid", "value": token, "url": live_server.url}])
    return page


def look(page: Page, name: str) -> None:
    """Sound for everybody, and no wider than the screen."""
    assert_accessible(page)
    assert_fits(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    take_picture(page, f"staff-{name}-{width}")


@SIZES
def test_a_list_is_imported_with_its_moves(
    live_server: LiveServer, people: Cast, hr_page: Page, tmp_path: Path
) -> None:
    broken, sound = tmp_path / "salah.csv", tmp_path / "benar.xlsx"
    broken.write_bytes(csv(person(1), person(2, nip="1,98609E+17")))
    moved = person(3, nip=people.ratee.nip, name=people.ratee.name, job_role="Guru")
    sound.write_bytes(xlsx(person(1), [*moved[:3], people.other_school.name, *moved[4:]]))
    hr_page.goto(f"{live_server.url}/admin/pegawai/")
    look(hr_page, "people")
    hr_page.get_by_role("link", name="Impor daftar").click()
    look(hr_page, "import")
    hr_page.get_by_label("Daftar pegawai").set_input_files(broken)
    hr_page.get_by_role("button", name="Periksa berkas").click()
    expect(hr_page.get_by_text("Ada 1 kesalahan.")).to_be_visible()
    look(hr_page, "errors")
    hr_page.get_by_role("link", name="Unggah berkas yang diperbaiki").click()
    hr_page.get_by_label("Daftar pegawai").set_input_files(sound)
    hr_page.get_by_role("button", name="Periksa berkas").click()
    look(hr_page, "report")
    hr_page.get_by_label("Perpindahan 1 pegawai ini benar.").check()
    hr_page.get_by_role("button", name="Setujui dan simpan semua").click()
    expect(hr_page.locator("h1")).to_have_text("Impor selesai")
    look(hr_page, "done")
    assert Employee.select().count() == 6
    assert Employee.get_by_id(people.ratee.id).unit_id != people.school.id


@SIZES
def test_a_file_that_is_too_large_does_not_travel(
    live_server: LiveServer, hr_page: Page, tmp_path: Path
) -> None:
    large = tmp_path / "besar.csv"
    large.write_bytes(b"x" * 5_000_001)
    hr_page.goto(f"{live_server.url}/admin/impor-pegawai/")
    hr_page.get_by_label("Daftar pegawai").set_input_files(large)
    expect(hr_page.get_by_text("Berkas lebih dari 5 MB.")).to_be_visible()
    hr_page.get_by_role("button", name="Periksa berkas").click()
    expect(hr_page.locator("h1")).to_have_text("Impor pegawai")
    look(hr_page, "too-large")


@SIZES
def test_a_supervisor_is_found_while_typing_and_a_unit_is_moved(
    live_server: LiveServer, people: Cast, hr_page: Page
) -> None:
    hr_page.goto(f"{live_server.url}/admin/pegawai/edit/?id={people.ratee.id}")
    hr_page.get_by_role("combobox", name="Atasan langsung").fill("Baso")
    hr_page.get_by_text(f"{people.other_headmaster.name}, {people.other_school.name}").click()
    look(hr_page, "edit")
    hr_page.get_by_role("button", name="Simpan").click()
    expect(hr_page.get_by_text("Pegawai tersimpan.")).to_be_visible()
    assert Employee.get_by_id(people.ratee.id).supervisor_id == people.other_headmaster.id
    hr_page.goto(f"{live_server.url}/admin/unit/")
    look(hr_page, "tree")
    hr_page.get_by_role("link", name=f"Ubah {people.school.name}").click()
    look(hr_page, "unit")
