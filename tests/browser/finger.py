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
#: Puts a part into the middle of the window, where nothing runs on under a finger, and answers with
#: where to touch it, once it has stood there for some drawings: questions that come near the window
#: are drawn then only, and move what is below them. From then on the part knows whether it is met.
STANDING = """async (part) => {
    const drawn = () => new Promise((done) => requestAnimationFrame(done));
    part.scrollIntoView({ block: "center", behavior: "instant" });
    let was = {};
    for (let stood = 0; stood < 6; await drawn()) {
        const { x, y } = part.getBoundingClientRect();
        stood = was.x === x && was.y === y ? stood + 1 : 0;
        was = { x, y };
    }
    part.isMet = false;
    part.addEventListener("pointerdown", () => { part.isMet = true; }, { once: true });
    return { x: was.x + 20, y: was.y + 20 };
}"""
#: How often a finger is put down at most until it meets the part that it looks for.
PRESSES = 5


class Finger:
    """One finger on the page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._touch = page.context.new_cdp_session(page)
        self._point = {"x": 0.0, "y": 0.0}

    def press(self, grip: Locator) -> None:
        """Puts it down and moves it a little, so that the grip is carried."""
        settle(self._page)
        for _press in range(PRESSES):
            self._point = grip.evaluate(STANDING)
            self._send("touchStart")
            self._move(self._point["y"] + 15)
            if grip.evaluate("(part) => part.isMet"):
                break
            self.lift()
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
