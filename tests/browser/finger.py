"""A finger that carries a part of the designer by its grip."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

#: Nearer to the edge of the window than this, the page runs on under the finger.
EDGE = 100
#: Looks at where a place is before giving up.
LOOKS = 600


class Finger:
    """One finger on the page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._touch = page.context.new_cdp_session(page)
        self._point = {"x": 0.0, "y": 0.0}

    def press(self, grip: Locator) -> None:
        """Puts it down and moves it a little, so that the grip is carried."""
        grip.scroll_into_view_if_needed()
        box = grip.bounding_box()
        assert box is not None
        self._point = {"x": box["x"] + 20, "y": box["y"] + 20}
        self._send("touchStart")
        self._move(self._point["y"] + 15)

    def carry(self, place: Locator, share: float) -> None:
        """Over a place, this share of its height down, once the page stands still there."""
        height = self._page.viewport_size["height"]  # type: ignore[index]
        for _look in range(LOOKS):
            box = place.bounding_box()
            assert box is not None
            goal = box["y"] + box["height"] * share
            if abs(goal - self._point["y"]) < 1 and EDGE < goal < height - EDGE:
                return
            self._move(min(max(goal, 5), height - 5))
            self._page.wait_for_timeout(50)
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
