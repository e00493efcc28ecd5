"""Facts about a page as it is read: broken words, what stands over what, at a reader's own size."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.chromium import assert_fits

BROKEN_WORDS = """(most) => {
  const broken = [];
  const isForEars = (box) =>
    box !== null && (box.getBoundingClientRect().width < 3 || isForEars(box.parentElement));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!box.checkVisibility() || isForEars(box)) continue;
    if (box.closest("option, script, .skip, .spoken")) continue;
    for (const found of node.data.matchAll(/[\\p{L}\\p{M}'’]{2,}/gu)) {
      if (found[0].length > most) continue;
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const tops = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
      if (tops.size > 1) broken.push(found[0] + " in " + box.localName + "." + box.className);
    }
  }
  return broken;
}"""

#: What of a scrolled page hides the element that has the focus: not itself, no part of its card.
COVERED = """() => {
  const it = document.activeElement;
  const card = it.closest("label.card") || it;
  const rect = card.getBoundingClientRect();
  const x = rect.left + Math.min(20, rect.width / 2);
  return [rect.top + 2, (rect.top + Math.min(rect.bottom, innerHeight)) / 2]
    .filter((y) => y < 0 || y > innerHeight || !card.contains(document.elementFromPoint(x, y)))
    .length ? (it.name || it.className) + "=" + it.value : null;
}"""


#: A phone of 360, and a desk of 1280 × 1024 at four times the size. Source: WCAG 2.2, 1.4.10.
SMALL, ZOOMED = {"width": 360, "height": 640}, {"width": 320, "height": 256}
#: Longest words that fit a line of 360 pixels at double text size.
LONGEST_FITTING = 13


def double_text(page: Page) -> None:
    """As the browser's own setting does: the size that `rem` and media queries start from."""
    size_text(page, 32)


def size_text(page: Page, pixels: int) -> None:
    """Sets the reader's own text size."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels}})


def assert_reflows(page: Page, path: str) -> None:
    """Nothing is cut off or scrolled sideways, and no word broken that could be whole: with text
    of 200 % on a phone, and zoomed to 400 % on a desk. Source: WCAG 2.2, 1.4.4 and 1.4.10.
    """
    for size, viewport in ((32, SMALL), (16, ZOOMED)):
        size_text(page, size)
        page.set_viewport_size(viewport)
        page.goto(path)
        assert_fits(page)
        broken = broken_words(page, most=LONGEST_FITTING)
        assert not broken, f"{path} at {size} px: {broken}"


def broken_words(page: Page, most: int = 99) -> list[str]:
    """Words of up to `most` letters that go on in the next line."""
    found: Any = page.evaluate(BROKEN_WORDS, most)
    return list(found)


def covered_focus(page: Page) -> str | None:
    """The focused input if something stands over it, or it is off the screen."""
    found: str | None = page.evaluate(COVERED)
    return found
