"""The page before publishing that lists answers which HR could have written, looked at; and the
rule about them in the wizard.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from survei.audit.choices import SYSTEM
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.handouts import Occasion, hand_out
from survei.invitation.queries import link_of_participant
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from tests.browser.test_rater import open_cycle
from tests.chromium import DESK, PHONE, LiveServer, look
from tests.examples import every_kind_document
from tests.raters import SENT, Raters

pytestmark = pytest.mark.browser

HrPage = Callable[..., Page]
BOTH = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def computed(live_server: LiveServer, hr_page: HrPage) -> Raters:
    """Three peers sent; the slip of one had been printed."""
    raters = open_cycle(every_kind_document())
    listed = link_of_participant(raters.people["budi"].id, LinkPurpose.LIST)
    assert listed is not None
    hand_out([listed], Occasion(HandoutWay.SLIP, "Surelnya tidak sampai.", SYSTEM))
    host = {"Host": live_server.url.removeprefix("http://")}
    for who in ("budi", "citra", "dewi"):
        FlaskClient(live_server.app).post(raters.path(who), data=SENT, headers=host)
    close_cycle(raters.cycle.id, actor=SYSTEM)
    compute_results(raters.cycle.id, actor=SYSTEM)
    return raters


@BOTH
def test_before_publishing(hr_page: HrPage, computed: Raters, viewport: dict[str, int]) -> None:
    page = hr_page(f"/admin/hasil/{computed.cycle.id}/", viewport=viewport)
    expect(page.locator("table.rows")).to_contain_text("Rekan sejawat")
    look(page, "reach")


@BOTH
def test_the_rule_in_the_wizard(
    hr_page: HrPage, computed: Raters, viewport: dict[str, int]
) -> None:
    Cycle.update(state=CycleState.DRAFT).execute()
    page = hr_page(f"/admin/periode/siapkan/{computed.cycle.id}/scheme/", viewport=viewport)
    page.get_by_label("Kelompok harus mencapai batas tanpa jawaban").check()
    look(page, "reach-rule")
