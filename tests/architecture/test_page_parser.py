"""The quick parser of pages tells what Python's own tells, of sound pages and of broken ones."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from tests.page_parser import PageParser

PIECES = (
    "<p>",
    "</p>",
    "</P>",
    "</ p >",
    "</p x>",
    "<br/>",
    "<br />",
    "<INPUT Name='a' value=b checked>",
    '<a href="/x?a=1&amp;b=2" class="" hidden\n  data-a:b_c="<&gt;\n>">',
    '<a href ="x" b= "y">',
    '<a b=="x" c="1"d="2">',
    '<a b/c/ d="e"/>',
    '<my-part a="ä&nbsp;&copy &unknown;">',
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    '<p "quoted" =x>',
    '<p a="never closed>',
    "<p <b>",
    "<p\x00x>",
    "<title>a &lt; b</title>",
    "<textarea>\n<b>&amp;</textarea>",
    "<script src='x'></p>if (a<b && c) {}</script>",
    '<script type="application/json">{"a": "</p>"}</script>',
    "<style>p > a {}</STYLE>",
    "<script>",
    "<!doctype html>\n",
    "<!-- <p> -->",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "<!x>",
    "a < b & c &amp; &#65; &\n",
    "<",
    "</",
    "</>",
)


def recorder(base: type[HTMLParser]) -> Any:
    """A parser that notes in `told` each call of a handler, and where it is at an end tag."""

    class Recorder(base):  # type: ignore[valid-type, misc]
        def __init__(self) -> None:
            super().__init__(convert_charrefs=True)
            self.told: list[Any] = []

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.told.append(("start", tag, attrs))

        def handle_startendtag(self, tag: str, attrs: Any) -> None:
            self.told.append(("empty", tag, attrs))

        def handle_endtag(self, tag: str) -> None:
            self.told.append(("end", tag, self.getpos()))

        def handle_data(self, data: str) -> None:
            self.told.append(("text", data))

    return Recorder()


def told_by(base: type[HTMLParser], page: str) -> list[Any]:
    """All that a parser tells of a page."""
    reader = recorder(base)
    reader.feed(page)
    told = list(reader.told)
    reader.told.clear()
    reader.close()
    # What is left at the end counts its lines from there on: its place is not compared.
    return told + [each[:2] for each in reader.told]


@pytest.mark.parametrize("first", PIECES)
def test_both_parsers_tell_the_same(first: str) -> None:
    for second in PIECES:
        page = f"{first}{second} x\n{first}"
        assert told_by(PageParser, page) == told_by(HTMLParser, page), page
