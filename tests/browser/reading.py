"""Facts about a page as it is read: broken words, what stands over what, at a reader's own size."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

BROKEN_WORDS = """(most) => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    const isSeen = box.checkVisibility() && box.getBoundingClientRect().width > 2;
    if (!isSeen || box.closest("option, script, .skip, .spoken")) continue;
    for (const found of node.data.matchAll(/[\\p{L}\\p{M}'’]{2,}/gu)) {
      if (found[0].length > most) continue;
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const tops = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
      if (tops.size > 1) broken.push(found[0]);
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


def double_text(page: Page) -> None:
    """As the browser's own setting does: the size that `rem` and media queries start from."""
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def broken_words(page: Page, most: int = 99) -> list[str]:
    """Words of up to `most` letters that go on in the next line."""
    found: Any = page.evaluate(BROKEN_WORDS, most)
    return list(found)


def covered_focus(page: Page) -> str | None:
    """The focused input if something stands over it, or it is off the screen."""
    found: str | None = page.evaluate(COVERED)
    return found
