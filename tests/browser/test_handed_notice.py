"""That the own link was handed out is read at once, and leaves the page to the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from survei.audit.choices import Actor, ActorKind
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.handouts import Occasion, hand_out
from survei.invitation.queries import link_of_participant
from tests.browser.test_rater import open_cycle
from tests.chromium import DESK, PHONE, LiveServer, assert_accessible, assert_fits, take_picture
from tests.examples import every_kind_document
from tests.raters import SENT, Raters

pytestmark = pytest.mark.browser

HR = Actor(ActorKind.USER, 1, "Hasnah Pengelola")
REASON = "Tidak memiliki alamat surel, dan ponselnya sedang diperbaiki."
#: Most that the closed notice takes of a phone's first screen, in pixels: three lines.
MOST_HEIGHT = 80


@pytest.fixture
def handed(live_server: LiveServer) -> Raters:
    """An open cycle. Links were printed and then shown; Citra has sent, Dewi declined."""
    raters = open_cycle(every_kind_document())
    for who in ("budi", "citra", "dewi"):
        listed = link_of_participant(raters.people[who].id, LinkPurpose.LIST)
        assert listed is not None
        for way in (HandoutWay.SHOWN, HandoutWay.SLIP):
            hand_out([listed], Occasion(way, REASON, HR))
    visitor = FlaskClient(live_server.app)
    host = {"Host": live_server.url.removeprefix("http://")}
    visitor.post(raters.path("citra"), data=SENT, headers=host)
    visitor.post(raters.path("dewi") + "/decline", data={"reason": "conflict"}, headers=host)
    return raters


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_notice_is_one_sentence_that_opens(
    live_server: LiveServer,
    open_page: Callable[..., Page],
    handed: Raters,
    viewport: dict[str, int],
) -> None:
    paths = {
        "form": handed.path("budi"),
        "list": "/u/" + handed.lists["budi"],
        "receipt": handed.path("citra"),
        "declined": handed.path("dewi"),
    }
    page = open_page(viewport=viewport)
    for name, path in paths.items():
        page.goto(live_server.url + path)
        notice = page.locator("details.handed")
        assert "Tautan Anda dicetak pengelola kepegawaian pada" in notice.inner_text()
        assert REASON not in notice.inner_text()
        box = notice.bounding_box()
        assert box is not None
        assert box["height"] <= MOST_HEIGHT, name
        take_picture(page, f"handed-{name}-{viewport['width']}")
        if name == "form":
            question = page.locator(".question").first.bounding_box()
            assert question is not None
            assert question["y"] < viewport["height"] - 100
        notice.locator("summary").click()
        assert notice.inner_text().count(REASON) == 2
        assert_accessible(page)
        assert_fits(page)
        take_picture(page, f"handed-{name}-{viewport['width']}-open")
