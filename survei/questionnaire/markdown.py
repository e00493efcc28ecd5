"""The Markdown that information texts may use: paragraphs, bold, italic, lists, https links."""

from __future__ import annotations

from markdown_it import MarkdownIt

#: Paragraphs and line breaks are always there; nothing else is.
RULES = ("newline", "escape", "emphasis", "list", "link")


class HttpsOnly(MarkdownIt):
    """Links lead to https addresses; others stay text."""

    def validateLink(self, url: str) -> bool:
        """Whether a link may stand."""
        return url.lower().startswith("https://")


def reader() -> HttpsOnly:
    """A parser of this subset; HTML stays text."""
    parser = HttpsOnly("zero", {"html": False, "breaks": True})
    parser.enable(list(RULES))
    return parser
