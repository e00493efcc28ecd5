"""Results in a real browser: policy, accessibility, width, and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import link_of_participant, path_of
from survei.result.confirming import code_of
from survei.result.models import Result, ResultProof
from survei.sealing.inclusion import grouped
from tests.admin.result_world import cast_school, publish
from tests.browser.reading import assert_reflows
from tests.cast import Cast
from tests.chromium import (
    DESK,
    PHONE,
    LiveServer,
    assert_accessible,
    assert_fits,
    look,
    signed_in,
    take_picture,
)
from tests.result.rows import School

pytestmark = pytest.mark.browser


@pytest.fixture
def school(cast: Cast) -> School:
    """Published results of the cast, six peers."""
    school = cast_school(cast, peers=6)
    publish(school)
    return school


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_supervisor_reads_a_result(
    live_server: LiveServer,
    cast: Cast,
    school: School,
    open_page: Callable[..., Page],
    viewport: dict[str, int],
) -> None:
    page = signed_in(open_page(viewport=viewport), live_server, cast.appraiser)
    page.goto(f"{live_server.url}/admin/tim/")
    assert_fits(page)
    page.click(f"text={cast.ratee.name}")
    assert page.locator("h1").inner_text() == cast.ratee.name
    assert page.locator(".result-bars .mark").count() == 8
    assert page.locator(".result-comments li").count() == 8
    assert_accessible(page)
    assert_fits(page)
    take_picture(page, f"result-team-{viewport['width']}")
    page.click("text=Baca jawaban lengkap >> nth=0")
    assert "Saya rajin" in page.locator("main").inner_text()
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_hr_reads_what_was_proved(
    school: School, hr_page: Callable[..., Page], viewport: dict[str, int]
) -> None:
    for step, why in (("words", "narrow"), ("withheld", "conditions"), ("remade", "")):
        ResultProof.create(cycle=school.cycle, step=step, why=why, groups=1_204)
    page = hr_page(f"/admin/hasil/{school.cycle.id}/", viewport=viewport)
    proof = page.get_by_role("region", name="Pemeriksaan kerahasiaan sebelum penerbitan")
    assert proof.get_by_role("listitem").count() == 4
    look(page, "result-proof")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_appraised_person_reads_and_says_so(
    live_server: LiveServer,
    cast: Cast,
    school: School,
    open_page: Callable[..., Page],
    viewport: dict[str, int],
) -> None:
    link = link_of_participant(school.people[cast.ratee.name].id, LinkPurpose.RESULT)
    assert link
    page = open_page(viewport=viewport, javascript=False)
    page.goto(live_server.url + path_of(link))
    assert page.locator("h1").inner_text() == "Hasil penilaian Anda"
    assert_fits(page)
    page.check("input[name=dibaca]")
    page.click("button:has-text('Kirim pernyataan')")
    assert "Anda menyatakan sudah membaca hasil ini" in page.locator("main").inner_text()
    take_picture(page, f"result-own-{viewport['width']}")


def test_the_result_page_is_accessible(
    live_server: LiveServer, cast: Cast, school: School, open_page: Callable[..., Page]
) -> None:
    link = link_of_participant(school.people[cast.ratee.name].id, LinkPurpose.RESULT)
    assert link
    page = open_page(viewport=PHONE)
    page.goto(live_server.url + path_of(link))
    assert_accessible(page)
    assert_reflows(page, live_server.url + path_of(link))


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_who_holds_a_printed_result_checks_it(
    live_server: LiveServer,
    cast: Cast,
    school: School,
    open_page: Callable[..., Page],
    viewport: dict[str, int],
) -> None:
    row = Result.get(Result.ratee == school.people[cast.ratee.name].id)
    page = open_page(viewport=viewport, javascript=False)
    page.goto(live_server.url)
    page.click("text=Saya memegang hasil tercetak")
    page.get_by_label("Kode keaslian").fill("0000 0000 0000 0000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada hasil dengan kode ini.")
    take_picture(page, f"authenticity-none-{viewport['width']}")
    page.get_by_label("Kode keaslian").fill(grouped(code_of(row)).upper())
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Hasil pemeriksaan")).to_contain_text("asli")
    assert_fits(page)
    take_picture(page, f"authenticity-{viewport['width']}")


def test_the_page_that_checks_results_is_accessible(
    live_server: LiveServer, cast: Cast, school: School, open_page: Callable[..., Page]
) -> None:
    row = Result.get(Result.ratee == school.people[cast.ratee.name].id)
    page = open_page(viewport=PHONE)
    for asked in ("", "?kode=salah", "?kode=0000000000000000", f"?kode={row.sha256}"):
        page.goto(f"{live_server.url}/keaslian{asked}")
        assert_accessible(page)
    Result.update(document="{}").where(Result.id == row.id).execute()
    page.goto(f"{live_server.url}/keaslian?kode={row.sha256}")
    expect(page.get_by_role("alert")).to_contain_text("sudah berubah")
    assert_accessible(page)
    take_picture(page, "authenticity-changed-360")
    link = link_of_participant(row.ratee_id, LinkPurpose.RESULT)
    assert link
    page.goto(live_server.url + path_of(link))
    assert_accessible(page)
    take_picture(page, "result-altered-360")
    signed_in(page, live_server, cast.hr).goto(
        f"{live_server.url}/admin/hasil/pegawai/{row.ratee_id}/"
    )
    expect(page.get_by_role("main")).to_contain_text("Minta auditor memeriksanya")
    take_picture(page, "result-altered-hr-360")


def test_a_result_fits_on_paper(
    live_server: LiveServer, cast: Cast, school: School, open_page: Callable[..., Page]
) -> None:
    page = signed_in(open_page(viewport={"width": 680, "height": 960}), live_server, cast.hr)
    key = school.people[cast.ratee.name].id
    page.goto(f"{live_server.url}/admin/hasil/pegawai/{key}/")
    page.emulate_media(media="print")
    assert_fits(page)
    for hidden in (".top-bar", ".side-menu", ".result-items"):
        assert not page.locator(hidden).first.is_visible()
    assert len(page.pdf(format="A4")) > 10_000
