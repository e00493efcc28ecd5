"""The draw of a cycle on HR's pages, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from survei import clock
from survei.cycle.models import CycleDraw
from survei.lifecycle.opening import open_cycle
from tests.chromium import DESK, PHONE, look
from tests.cycle.world import ACTOR, NOON, World

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Before HR signs in, whose session would begin in the future otherwise."""
    with clock.fixed(NOON):
        yield


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_example_before_and_the_number_after(
    hr_page: Callable[..., Page], viewport: dict[str, Any]
) -> None:
    cycle = World().cycle()
    page = hr_page(f"/admin/periode/siapkan/{cycle.id}/raters/", viewport=viewport)
    expect(page.get_by_text("Setiap periode memiliki undian sendiri.")).to_be_visible()
    look(page, "draw-plan")
    page.goto(page.url.replace(f"siapkan/{cycle.id}/raters/", f"lihat/{cycle.id}/periksa/"))
    expect(page.get_by_text("Jumlah ini berasal dari contoh undian.")).to_be_visible()
    look(page, "draw-check")
    open_cycle(cycle.id, actor=ACTOR)
    page.goto(page.url.replace("periksa/", ""))
    number = page.get_by_text(CycleDraw.get().seed)
    expect(number).to_be_hidden()
    page.get_by_text("Undian penilai", exact=True).click()
    expect(number).to_be_visible()
    look(page, "draw-kept")
