"""A program that opens a link in a whole browser and presses all there is, as scanners of mail and
curious people do: while a finished draft waits, it sees nothing of it and sends nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Frame, Page, Request, Response, expect

from survei.audit.choices import Actor, ActorKind
from survei.cycle.models import Assignment
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.handouts import Occasion, hand_out
from survei.invitation.queries import link_of_participant
from survei.mail.models import Letter
from survei.response.models import Draft, SealedSubmission
from survei.throttle.choices import RESUME_CODE_PAIR
from tests.browser.test_rater import SAVED, fill_in, open_cycle
from tests.browser.test_saving import device_code
from tests.chromium import DESK, LEAVING, LiveServer
from tests.devices import keep_old_draft, stored
from tests.examples import every_kind_document
from tests.raters import Raters

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
#: Typed by the rater; the words of no page.
WORDS = "Pertahankan, Ma'ruf."
#: Presses whatever can be pressed, as a program does that knows no form.
PRESS = """(pressable) => {
  for (const one of document.querySelectorAll(pressable)) one.click();
}"""
#: Presses one; whether the browser sends a form for it. A script may keep it from that, and native
#: checks may.
PRESS_ONE = """(button) => {
  let sends = button.type === "submit" && !!button.form;
  if (sends && !button.formNoValidate && !button.form.noValidate) {
    sends = button.form.checkValidity();
  }
  const look = (event) => { sends = sends && !event.defaultPrevented; };
  for (const kind of ["click", "submit"]) window.addEventListener(kind, look);
  button.click();
  for (const kind of ["click", "submit"]) window.removeEventListener(kind, look);
  return sends;
}"""
BUTTONS = "summary, button, input[type=submit]"


@pytest.fixture
def raters(live_server: LiveServer) -> Raters:
    """An open cycle on the live server."""
    return open_cycle(every_kind_document())


@pytest.fixture
def finished(live_server: LiveServer, open_page: OpenPage, raters: Raters) -> tuple[Page, str]:
    """A phone with a whole form that is not sent; and the code that it alone knows."""
    phone = open_page()
    phone.goto(live_server.url + raters.path("budi"))
    fill_in(phone)
    expect(phone.locator(".saved")).to_contain_text(SAVED)
    code = device_code(phone)
    phone.goto("about:blank")
    assert WORDS in stored(raters, code=code)["saran"]
    return phone, code


def ramble(page: Page, start: str) -> None:
    """Opens a link again and again, each time pressing another button of all that are there, and
    reads whatever comes; then sends, twice.
    """
    page.goto(start)
    for place in range(page.locator(BUTTONS).count()):
        press(page, place)
        assert WORDS not in everything(page)
        go(page, start)
    for _ in range(2):
        page.goto(start)
        with page.expect_response(lambda reply: is_sending(reply, start)) as sent:
            page.get_by_role("button", name="Kirim penilaian").click()
        assert sent.value.status == 422
        assert WORDS not in everything(page)


def is_sending(reply: Response, form: str) -> bool:
    """Whether it answers a form that was sent, and not what its script saves along the way."""
    return reply.request.method == "POST" and reply.url == form


def press(page: Page, number: int) -> None:
    """Presses one of the buttons; where it leads elsewhere, that is there afterwards."""
    arrivals: list[Frame] = []

    def arrive(frame: Frame) -> None:
        arrivals.append(frame)

    page.on("framenavigated", arrive)
    buttons = page.locator(BUTTONS)
    buttons.first.wait_for(state="attached")  # what the last one led to may come late
    try:
        leads_on = buttons.nth(number % buttons.count()).evaluate(PRESS_ONE)
    except Error as error:
        if not any(sign in error.message for sign in LEAVING):
            raise
        leads_on = True  # the answer was there before the button had told so
    if leads_on and not arrivals:
        page.wait_for_event("framenavigated")
    page.remove_listener("framenavigated", arrive)
    page.wait_for_load_state()


def go(page: Page, address: str) -> None:
    """Leaves the page, also where a button's own answer comes in between. The same tab is used: one
    that was closed on its way elsewhere never answered again, and the closing waited for ever.
    """
    for _ in range(3):
        try:
            page.goto(address)
            return
        except Error as error:
            if "interrupted" not in error.message and "ERR_ABORTED" not in error.message:
                raise
    page.goto(address)


def everything(page: Page) -> str:
    """All that is in the page, seen or not."""
    return page.locator("html").inner_html()


@pytest.mark.both_databases
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_robot_that_presses_every_button_sends_nothing(
    live_server: LiveServer,
    open_page: OpenPage,
    raters: Raters,
    finished: tuple[Page, str],
    javascript: bool,
) -> None:
    phone, code = finished
    robot = open_page(viewport=DESK, javascript=javascript)
    ramble(robot, live_server.url + raters.path("budi"))
    assert raters.assignment("budi").state == "open"
    assert SealedSubmission.select().count() == 0
    assert stored(raters, code=code)["saran"] == [WORDS], "it could not even write over it"
    phone.goto(live_server.url + raters.path("budi"))
    expect(phone.locator("[name='saran']")).to_have_value(WORDS)


def test_a_robot_that_answers_everything_itself_sends_its_own(
    live_server: LiveServer, open_page: OpenPage, raters: Raters, finished: tuple[Page, str]
) -> None:
    """That can not be kept from who has a link; but it is not what the rater typed."""
    robot = open_page(viewport=DESK)
    robot.goto(live_server.url + raters.path("budi"))
    robot.evaluate(PRESS, "input[type=radio], input[type=checkbox]")
    expect(robot.locator(".saved")).to_contain_text(SAVED)
    assert WORDS not in robot.content()
    robot.reload()
    assert WORDS not in robot.content()
    held = robot.evaluate("JSON.stringify(localStorage)")
    assert WORDS not in held
    assert raters.assignment("budi").state == "open"


def test_a_device_that_looks_again_and_again_locks_nobody_out(
    live_server: LiveServer, open_page: OpenPage, raters: Raters, finished: tuple[Page, str]
) -> None:
    """An own code that opens nothing is tried at each look, and counts against nobody."""
    phone, _code = finished
    robot = open_page(viewport=DESK)
    tries: list[Request] = []
    robot.on("request", lambda one: tries.append(one) if is_trying(one) else None)
    robot.goto(live_server.url + raters.path("budi"))
    robot.locator("[data-own-code] [data-mail]").dispatch_event("click")
    expect(robot.locator("[data-own-code] [role=status]")).to_contain_text("tidak membuka isian")
    for _ in range(RESUME_CODE_PAIR.most + 1):
        robot.reload()
        expect(robot.locator("[data-waiting]")).to_be_visible()
    assert len(tries) > RESUME_CODE_PAIR.most
    phone.goto(live_server.url + raters.path("budi"))
    expect(phone.locator("[name='saran']")).to_have_value(WORDS)


def is_trying(request: Request) -> bool:
    """Whether a device asks for a draft."""
    return request.method == "GET" and request.url.endswith("/draft")


def type_in(page: Page, code: str) -> None:
    """Types a code where it is asked for."""
    page.get_by_label("Kode lanjutan").fill(code)
    page.get_by_role("button", name="Lanjutkan isian").click()


def test_hr_with_the_slip_sees_an_empty_form(
    live_server: LiveServer, open_page: OpenPage, raters: Raters, finished: tuple[Page, str]
) -> None:
    listed = link_of_participant(raters.people["budi"].id, LinkPurpose.LIST)
    assert listed is not None
    hr = Actor(ActorKind.USER, 1, "Hasnah Pengelola")
    hand_out([listed], Occasion(HandoutWay.SLIP, "Tidak memiliki alamat surel.", hr))
    page = open_page(viewport=DESK)
    page.goto(f"{live_server.url}/u/{raters.lists['budi']}")
    assert WORDS not in page.content()
    page.locator(f"a[href*='{raters.path('budi')}']").first.click()
    expect(page.locator(".count")).to_have_text("0 dari 7 terjawab")
    expect(page.locator("[data-waiting]")).to_be_visible()
    assert WORDS not in page.content()
    page.locator("[data-waiting] summary").click()
    for guess in ("00000-00000", "K7QM2-XHD9P"):
        type_in(page, guess)
        expect(page.locator("#kode-e")).to_contain_text("tidak membuka isian")
    assert WORDS not in page.content()
    type_in(page, finished[1])
    expect(page.locator("[name='saran']")).to_have_value(WORDS)


def test_a_robot_gets_no_draft_of_an_older_release(
    live_server: LiveServer, open_page: OpenPage, raters: Raters
) -> None:
    keep_old_draft(raters, {"saran": [WORDS]})
    robot = open_page(viewport=DESK)
    ramble(robot, live_server.url + raters.path("budi"))
    assert Draft.select().where(Draft.link_hash == "").count() == 1
    assert {row.recipient for row in Letter.select()} <= {raters.people["budi"].email}
    assert Assignment.get_by_id(raters.assignment("budi").id).state == "open"
