"""What goes wrong on real phones: no connection, two taps, the closing, large type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from survei import clock
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Assignment, Cycle, Participant
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.reopening import reopen_cycle
from tests.browser.reading import assert_reflows
from tests.browser.test_rater import SAVED, choose, fill_in, open_cycle
from tests.chromium import LiveServer, assert_accessible, take_picture
from tests.cycle.world import ACTOR
from tests.examples import every_kind_document
from tests.raters import Raters, add_form_link

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
LONG_NAME = "Prof. Dr. Ir. Hj. Andi Tenriwaru Mappasessu Daeng Tasannging Karaeng, M.Pd., Ph.D."


@pytest.fixture
def raters(live_server: LiveServer) -> Iterator[Raters]:
    """An open cycle on the live server."""
    return open_cycle(every_kind_document())


def filled_page(live_server: LiveServer, open_page: OpenPage, raters: Raters) -> Page:
    """A phone with a whole form that is saved and not sent."""
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    fill_in(page)
    expect(page.locator(".saved")).to_contain_text(SAVED)
    return page


def send(page: Page) -> None:
    """Presses the button."""
    page.get_by_role("button", name="Kirim penilaian").click()


def test_sending_without_a_connection_keeps_the_page(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = filled_page(live_server, open_page, raters)
    page.route("**/healthz", lambda route: route.abort("internetdisconnected"))
    with page.expect_event("requestfailed"):
        send(page)
    expect(page.locator(".unsent")).to_contain_text("Belum terkirim: sambungan internet terputus")
    expect(page.locator("[name='saran']")).to_have_value("Pertahankan, Ma'ruf.")
    take_picture(page, "unsent-phone")
    assert_accessible(page)
    page.unroute("**/healthz")
    send(page)
    expect(page.locator("h1")).to_contain_text("Terima kasih")


@pytest.mark.both_databases
def test_two_taps_send_once_and_the_way_back_shows_the_receipt(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if _sends(request) else None)
    page.goto(live_server.url + f"/u/{raters.lists['budi']}")
    page.get_by_role("link", name="Andi Ma'ruf").click()
    fill_in(page)
    page.get_by_role("button", name="Kirim penilaian").dblclick()
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    assert posts == [live_server.url + raters.path("budi")]
    page.go_back()
    expect(page.locator("h1")).to_contain_text(re.compile("Terima kasih|Penilaian yang Anda isi"))
    expect(page.locator("form[data-form]")).to_have_count(0)


def _sends(request: object) -> bool:
    return request.method == "POST" and "/draft" not in request.url  # type: ignore[attr-defined]


def test_what_is_on_its_way_is_not_forgotten(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route("**/draft", hold_the_first)
    choose(page, "mutu", "2")
    expect(page.locator(".saved")).to_have_text("Menyimpan…")
    choose(page, "sapa", "3")
    kept = page.evaluate(HELD)
    assert kept == {"mutu": [["2"], [], ["2"]], "sapa": [["3"], [], []]}
    page.wait_for_timeout(1500)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(".saved")).to_contain_text(SAVED)
    page.wait_for_function(f"!({HELD})")
    page.reload()
    expect(page.locator("[name='mutu'][value='2']")).to_be_checked()
    expect(page.locator("[name='sapa'][value='3']")).to_be_checked()


@pytest.mark.both_databases
def test_a_very_long_paste_is_saved_and_measured(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    page.locator("[name='saran']").evaluate(
        """(field) => { field.value = "👍🏽" + "x".repeat(99_998);
        field.dispatchEvent(new Event("input", { bubbles: true })); }"""
    )
    expect(page.locator(".length.over")).to_have_text("Kelebihan 98000 karakter.")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    page.reload()
    expect(page.locator("[name='saran']")).not_to_have_value("")  # it is back
    assert len(page.locator("[name='saran']").input_value()) == 100_000


#: What the device holds of a form.
HELD = """JSON.parse(Object.entries(localStorage)
    .find(([name]) => name.startsWith("isian:"))?.[1] || null)"""
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError"); } })"""


def test_where_nothing_can_be_kept_it_says_so(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.add_init_script(NO_STORAGE)
    page.goto(live_server.url + raters.path("budi"))
    page.route("**/draft", lambda route: route.fulfill(status=429, json={}))
    page.get_by_text("Pagi").first.scroll_into_view_if_needed()
    choose(page, "mutu", "2")
    expect(page.locator(".saved")).to_contain_text("Jangan tutup halaman ini")
    page.unroute("**/draft")
    fill_in(page)
    send(page)
    expect(page.locator("h1")).to_contain_text("Terima kasih")


@pytest.mark.both_databases
def test_the_closing_passes_while_the_form_is_open(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    page.wait_for_timeout(1100)
    Cycle.update(closes_at=clock.now(), grace_minutes=15).execute()
    fill_in(page)
    expect(page.locator(".saved")).to_contain_text("Batas waktu sudah lewat. Kirim sebelum pukul")
    take_picture(page, "late-phone")
    page.locator("[name='jam']").fill("dua")
    send(page)
    expect(page.locator("#kesalahan")).to_be_focused()
    page.locator("[name='jam']").fill("2")
    send(page)
    expect(page.locator("h1")).to_contain_text("Terima kasih")


def test_a_closing_that_is_taken_back_costs_no_answer(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "mutu", "3")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    close_cycle(raters.cycle.id, actor=ACTOR)
    fill_in(page)
    expect(page.locator(".saved")).to_contain_text("mengakhiri pengisian")
    expect(page.locator(".saved")).to_contain_text("Aman di perangkat")
    later, reason = clock.now() + timedelta(days=1), "Salah tekan tombol."
    reopen_cycle(raters.cycle.id, closes_at=later, reason=reason, actor=ACTOR)
    page.locator("[name='jam']").fill("2")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    expect(page.locator("[name='saran']")).to_have_value("Pertahankan, Ma'ruf.")
    page.reload()
    expect(page.locator("[name='saran']")).to_have_value("Pertahankan, Ma'ruf.")


def test_a_device_forgets_what_can_never_be_sent(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page()
    page.goto(live_server.url + raters.path("budi"))
    choose(page, "mutu", "3")
    expect(page.locator(".saved")).to_contain_text(SAVED)
    Cycle.update(state=CycleState.COMPUTED, closed_at=clock.now()).execute()
    fill_in(page)
    expect(page.locator(".saved")).to_contain_text("mengakhiri pengisian")
    assert page.evaluate("localStorage.length") == 0


def test_a_decline_is_taken_back(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = open_page(javascript=False)
    page.goto(live_server.url + raters.path("eko") + "/decline")
    page.get_by_text("Alasan lain").click()
    page.get_by_role("button", name="Kirim alasan").click()
    page.get_by_role("button", name="Isi formulir ini").click()
    assert page.locator("h1").inner_text().startswith("Penilaian untuk Andi Ma'ruf")
    assert raters.assignment("eko").state == AssignmentState.OPEN


def test_what_was_typed_comes_back_with_a_decline_that_is_taken_back(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    page = filled_page(live_server, open_page, raters)
    page.goto(live_server.url + raters.path("budi") + "/decline")
    page.get_by_text("Alasan lain").click()
    page.get_by_role("button", name="Kirim alasan").click()
    page.get_by_role("button", name="Isi formulir ini").click()
    expect(page.locator("[name='saran']")).not_to_have_value("")
    send(page)
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    assert raters.assignment("budi").state == AssignmentState.SUBMITTED


def many_tasks(raters: Raters, count: int) -> None:
    """Budi rates `count` more people with very long names."""
    for number in range(count):
        person = raters.people["citra"]
        values = {name: person.__data__[name] for name in person.__data__ if name != "id"}
        employee = person.employee.__data__ | {"nip": f"19900101201501{number:04}"}
        del employee["id"]
        fresh = type(person.employee).create(**employee)
        ratee = Participant.create(**values | {"employee": fresh, "name": LONG_NAME})
        assignment = Assignment.create(
            cycle=raters.cycle,
            rater=raters.people["budi"],
            ratee=ratee,
            relation="peer",
            version=raters.version,
        )
        add_form_link(assignment)


def test_large_type_and_long_names_fit(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    many_tasks(raters, 24)
    raters.people["andi"].name = LONG_NAME
    raters.people["andi"].save()
    page = open_page()
    for path in (f"/u/{raters.lists['budi']}", raters.path("budi")):
        assert_reflows(page, live_server.url + path)
    page.goto(live_server.url + f"/u/{raters.lists['budi']}")
    expect(page.locator("a.person")).to_have_count(25)
    take_picture(page, "list-25-phone")
