"""Going through a page with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

#: Presses of Tab after which an element counts as out of reach.
MOST_PRESSES = 250


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus; fails when it cannot be reached."""
    for _press in range(MOST_PRESSES):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def choose(page: Page, value: str) -> None:
    """Goes through the radio buttons with the arrow keys."""
    for _press in range(20):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"no choice {value}")
