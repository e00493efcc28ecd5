"""A finger that carries a part of the designer by its grip."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.chromium import settle

#: Nearer to the edge of the window than this, the page runs on under the finger.
EDGE = 100
#: Frames within which a page that moves under the finger comes to rest.
FRAMES = 600
#: Answers after the browser has drawn what the last touch asked for.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
#: Puts a part into the middle of the window, where nothing runs on under a finger.
MIDDLE = "(part) => part.scrollIntoView({ block: 'center', behavior: 'instant' })"


class Finger:
    """One finger on the page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._touch = page.context.new_cdp_session(page)
        self._point = {"x": 0.0, "y": 0.0}

    def press(self, grip: Locator) -> None:
        """Puts it down and moves it a little, so that the grip is carried."""
        settle(self._page)
        grip.evaluate(MIDDLE)
        self._page.evaluate(DRAWN)  # before that, a touch is judged by where the grip stood
        box = grip.bounding_box()
        assert box is not None
        self._point = {"x": box["x"] + 20, "y": box["y"] + 20}
        self._send("touchStart")
        self._move(self._point["y"] + 15)
        expect(self._page.locator(".drag-ghost")).to_be_visible()

    def carry(self, place: Locator, share: float) -> None:
        """Over a place, this share of its height down, once two drawings show it there.

        A place near the edge is fetched from the very edge, where the page runs on fast: it slows
        down towards the middle, and would come to rest under a finger that follows the place.
        """
        height = self._page.viewport_size["height"]  # type: ignore[index]
        for _frame in range(FRAMES):
            self._page.evaluate(DRAWN)
            box = place.bounding_box()
            assert box is not None
            goal = box["y"] + box["height"] * share
            if abs(goal - self._point["y"]) < 1:
                return
            is_near_edge = not EDGE < goal < height - EDGE
            self._move((5 if goal < EDGE else height - 5) if is_near_edge else goal)
        raise AssertionError("the place never came under the finger")

    def lift(self) -> None:
        """Takes it away."""
        self._touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _move(self, y: float) -> None:
        self._point["y"] = y
        self._send("touchMove")

    def _send(self, kind: str) -> None:
        points = [dict(self._point)]
        self._touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
