"""What is printed: dark on white also from a dark screen, whole, without what one only presses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from survei.account.models import User
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Cycle
from survei.demo.services import load_demo
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import path_of
from survei.result.models import Result
from tests.catalogue.walk import demo_of
from tests.chromium import LiveServer, settle, signed_in, take_picture

pytestmark = pytest.mark.browser

#: A4 without its margins, at 96 dots an inch.
PAPER = {"width": 688, "height": 1000}
#: What is too wide, what is there to press or to go elsewhere, and text that is faint on white.
FAULTS = """() => {
    const seen = (it) => it.checkVisibility() && it.getBoundingClientRect().width > 3;
    const light = (colour) => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
        return a === 0 ? 255 : 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const words = (it) => [...it.childNodes].some((at) => at.nodeType === 3 && at.data.trim());
    const name = (it) => [it.localName, it.className, it.textContent.trim().slice(0, 30)].join(" ");
    const pressed = "nav, button, form, .btn, .tool, .skip, .skip-link";
    const all = [...document.querySelectorAll("body *")].filter(seen);
    return {
        wide: document.documentElement.scrollWidth <= innerWidth ? []
            : all.filter((it) => it.getBoundingClientRect().right > innerWidth).map(name).slice(-5),
        pressed: all.filter((it) => it.matches(pressed)).map(name),
        faint: all.filter((it) => it.closest("svg") === null && words(it)
            && light(getComputedStyle(it).color) > 130).map(name).slice(0, 5),
        dark: all.filter((it) => light(getComputedStyle(it).backgroundColor) < 130
            && it.closest("svg, .brand, meter") === null).map(name).slice(0, 5),
    };
}"""


def test_pages_are_printed_black_on_white(
    live_server: LiveServer, open_page: Callable[..., Page]
) -> None:
    app = live_server.app
    app.config["SETTINGS"].instance.mkdir(exist_ok=True)
    load_demo(app.config["SETTINGS"])
    page = open_page(viewport=PAPER, color_scheme="dark")
    email = {one["role"]: one["email"] for one in demo_of(app)["accounts"]}
    password = {one["role"]: one["password"] for one in demo_of(app)["accounts"]}
    cycle = Cycle.select().order_by(Cycle.id.desc()).first()
    is_sent = (Assignment.state == AssignmentState.SUBMITTED) & (Assignment.cycle == cycle)
    holder = Assignment.get(is_sent).rater_id
    pages = {
        "receipt": ("", path_of(Link.select().join(Assignment).where(is_sent).first())),
        "result": ("", path_of(Link.get(Link.purpose == LinkPurpose.RESULT))),
        "slip": ("admin", f"/admin/penilai/slip/?id={holder}"),
        "person": ("admin", f"/admin/hasil/pegawai/{Result.select().first().ratee_id}/"),
        "team": ("appraiser", "/admin/tim/?periode=1"),
    }
    page.emulate_media(media="print", color_scheme="dark")
    for name, (role, path) in pages.items():
        page.context.clear_cookies()
        if role:
            signed_in(page, live_server, User.get(User.email == email[role]))
        page.goto(live_server.url + path)
        if name == "slip":
            page.get_by_label("Alasan").fill("Tidak memiliki alamat surel.")
            page.get_by_label("Kata sandi Anda").fill(password["admin"])
            page.locator(".record-form .btn-primary").click()
        settle(page)
        take_picture(page, f"print-{name}")
        found = page.evaluate(FAULTS)
        assert found == {"wide": [], "pressed": [], "faint": [], "dark": []}, name


def test_no_style_carries_a_dark_screen_to_paper() -> None:
    loose = [
        path.name
        for path in Path("static/css").glob("*.css")
        if "@media (prefers-color-scheme" in path.read_text(encoding="utf-8")
    ]
    assert loose == []
