"""Python's own parser of pages, quicker over tags that are written as ours are."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_NAME = "[a-zA-Z][a-zA-Z0-9:_-]*"
_START = re.compile(rf'<([a-zA-Z][a-zA-Z0-9]*)((?:\s+{_NAME}(?:="[^"]*")?)*)\s*(/?)>')
_ATTRIBUTE = re.compile(rf'({_NAME})(?:(=)"([^"]*)")?')
_END = re.compile(r"</([a-zA-Z][a-zA-Z0-9]*)>")
#: What stands in these is no markup, or some of it is not: Python's parser knows.
_RAW = frozenset(
    ("iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp")
)


class PageParser(HTMLParser):
    """Tells what `HTMLParser` tells: whatever is written otherwise is left to it, and counting
    lines waits until somebody asks where we are. Takes the whole page in one `feed`.
    """

    _reached = 0

    def parse_starttag(self, i: int) -> int:
        """Where the tag at `i` ends, once it was handled."""
        found = _START.match(self.rawdata, i)
        if found is None or (tag := found[1].lower()) in _RAW:
            return super().parse_starttag(i)
        self.lasttag = tag
        attributes = [
            (name.lower(), (unescape(value) if "&" in value else value) if equals else None)
            for name, equals, value in _ATTRIBUTE.findall(found[2])
        ]
        (self.handle_startendtag if found[3] else self.handle_starttag)(tag, attributes)
        return found.end()

    def parse_endtag(self, i: int) -> int:
        """Where the end tag at `i` ends, once it was handled."""
        found = _END.match(self.rawdata, i) if self.cdata_elem is None else None
        if found is None or (tag := found[1].lower()) in _RAW:
            return super().parse_endtag(i)
        self.handle_endtag(tag)
        return found.end()

    def updatepos(self, i: int, j: int) -> int:
        """Notes how far we are."""
        self._reached = j
        return j

    def getpos(self) -> tuple[int, int]:
        """Line, from 1 on, and column, from 0 on."""
        before = self.rawdata[: self._reached]
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1)
