"""HR imports a list, looks at people and units, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from survei.staff.models import Employee
from tests.cast import Cast
from tests.chromium import DESK, PHONE, LiveServer, look, signed_in
from tests.staff.lists import csv, person, xlsx

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def hr_page(
    live_server: LiveServer, cast: Cast, open_page: Callable[..., Page], viewport: dict[str, int]
) -> Page:
    """A page of a signed-in HR officer."""
    return signed_in(open_page(viewport=viewport), live_server, cast.hr)


@SIZES
def test_a_list_is_imported_with_its_moves(
    live_server: LiveServer, cast: Cast, hr_page: Page, tmp_path: Path
) -> None:
    broken, sound = tmp_path / "salah.csv", tmp_path / "benar.xlsx"
    broken.write_bytes(csv(person(1), person(2, nip="1,98609E+17")))
    moved = person(3, nip=cast.ratee.nip, name=cast.ratee.name, job_role="Guru")
    sound.write_bytes(xlsx(person(1), [*moved[:3], cast.other_school.name, *moved[4:]]))
    hr_page.goto(f"{live_server.url}/admin/pegawai/")
    look(hr_page, "staff-people")
    hr_page.get_by_role("link", name="Impor daftar").click()
    look(hr_page, "staff-import")
    hr_page.get_by_label("Daftar pegawai").set_input_files(broken)
    hr_page.get_by_role("button", name="Periksa berkas").click()
    expect(hr_page.get_by_text("Ada 1 kesalahan.")).to_be_visible()
    look(hr_page, "staff-errors")
    hr_page.get_by_role("link", name="Unggah berkas yang diperbaiki").click()
    hr_page.get_by_label("Daftar pegawai").set_input_files(sound)
    hr_page.get_by_role("button", name="Periksa berkas").click()
    look(hr_page, "staff-report")
    hr_page.get_by_label("Perpindahan 1 pegawai ini benar.").check()
    hr_page.get_by_role("button", name="Setujui dan simpan semua").click()
    expect(hr_page.locator("h1")).to_have_text("Impor selesai")
    look(hr_page, "staff-done")
    assert Employee.select().count() == 6
    assert Employee.get_by_id(cast.ratee.id).unit_id != cast.school.id


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
    look(hr_page, "staff-too-large")


@SIZES
def test_a_supervisor_is_found_while_typing_and_a_unit_is_moved(
    live_server: LiveServer, cast: Cast, hr_page: Page
) -> None:
    hr_page.goto(f"{live_server.url}/admin/pegawai/edit/?id={cast.ratee.id}")
    hr_page.get_by_role("combobox", name="Atasan langsung").fill("Baso")
    hr_page.get_by_text(f"{cast.other_headmaster.name}, {cast.other_school.name}").click()
    look(hr_page, "staff-edit")
    hr_page.get_by_role("button", name="Simpan").click()
    expect(hr_page.get_by_text("Pegawai tersimpan.")).to_be_visible()
    assert Employee.get_by_id(cast.ratee.id).supervisor_id == cast.other_headmaster.id
    hr_page.goto(f"{live_server.url}/admin/unit/")
    look(hr_page, "staff-tree")
    hr_page.get_by_role("link", name=f"Ubah {cast.school.name}").click()
    look(hr_page, "staff-unit")
