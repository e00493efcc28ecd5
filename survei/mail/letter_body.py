"""A letter as a few typed parts, written out twice: as plain text and as simple HTML.

Both come from the same parts, so they always say the same. Everything is escaped here, once;
no image, no style sheet, nothing to fetch.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from survei.mail.writers import Message

#: Columns of the plain text.
WIDTH = 72


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list of short lines."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Labels and values: when, what, who."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Button:
    """The one thing to do: a link, in full in both forms."""

    label: str
    url: str


@dataclass(frozen=True)
class Code:
    """What is to be typed elsewhere, in large letters."""

    label: str
    code: str


@dataclass(frozen=True)
class Note:
    """Small print."""

    text: str


Part = Paragraph | Items | Facts | Button | Code | Note
#: Parts that no two letters share.
_OWN = (Button, Code)


def letter(subject: str, parts: Sequence[Part], *, to_name: str, signature: str) -> Message:
    """A message from its parts, with salutation, signature and the note that nobody answers."""
    framed: list[Part] = [
        Paragraph(f"Yth. {to_name}," if to_name else "Dengan hormat,"),
        *parts,
        Paragraph(f"Hormat kami,\n{signature}"),
        Note("Surat ini dikirim secara otomatis. Mohon tidak membalas surat ini."),
    ]
    return Message(subject, _text(framed), _html(subject, framed), to_name)


def _text(parts: Sequence[Part]) -> str:
    return "\n\n".join(_part_text(part) for part in parts) + "\n"


def _part_text(part: Part) -> str:
    return _TEXT[type(part)](part) if isinstance(part, _OWN) else _kept_text(part)


@lru_cache(maxsize=128)
def _kept_text(part: Part) -> str:
    """Most parts of a letter stand in each letter of its kind; a link or code never does."""
    return _TEXT[type(part)](part)


def _wrapped(text: str, indent: str = "", first: str = "") -> str:
    return "\n".join(
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=first or indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )


_TEXT: dict[type[Any], Callable[[Any], str]] = {
    Paragraph: lambda part: _wrapped(part.text),
    Items: lambda part: "\n".join(_wrapped(item, "  ", "- ") for item in part.items),
    Facts: lambda part: "\n".join(_wrapped(f"{name}: {value}") for name, value in part.facts),
    Button: lambda part: f"{part.label}:\n{part.url}",
    Code: lambda part: f"{part.label}:\n{part.code}",
    Note: lambda part: _wrapped(part.text),
}

_FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
_PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>{title}</title>
</head>
<body style="margin:0;padding:24px 12px;background:#f4f6f5;color:#16211f;{font};\
font-size:17px;line-height:1.55">
<div style="max-width:560px;margin:0 auto;padding:8px 24px 16px;background:#ffffff;\
border:1px solid #c3cdca;border-top:4px solid #0b5a55;border-radius:8px">
{parts}
</div>
</body>
</html>
"""


def _html(subject: str, parts: Sequence[Part]) -> str:
    written = "\n".join(_part_html(part) for part in parts)
    return _PAGE.format(title=escape(subject), font=_FONT, parts=written)


def _part_html(part: Part) -> str:
    return _HTML[type(part)](part) if isinstance(part, _OWN) else _kept_html(part)


@lru_cache(maxsize=128)
def _kept_html(part: Part) -> str:
    return _HTML[type(part)](part)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _items(part: Items) -> str:
    items = "\n".join(f'<li style="margin:0 0 4px">{escape(item)}</li>' for item in part.items)
    return f'<ul style="margin:0 0 16px;padding:0 0 0 24px">\n{items}\n</ul>'


def _facts(part: Facts) -> str:
    rows = "<br>\n".join(
        f"{escape(name)}: <strong>{escape(value)}</strong>" for name, value in part.facts
    )
    return (
        '<p style="margin:0 0 16px;padding:12px 16px;background:#e0efed;border-radius:8px">'
        f"{rows}</p>"
    )


def _button(part: Button) -> str:
    url = escape(part.url, quote=True)
    return (
        f'<p style="margin:24px 0 8px"><a href="{url}" style="display:inline-block;'
        "padding:13px 24px;background:#0b5a55;color:#ffffff;text-decoration:none;"
        f'border-radius:8px;font-weight:600">{escape(part.label)}</a></p>\n'
        '<p style="margin:0 0 16px;font-size:14px;color:#3f4d4a;word-break:break-all">'
        f"{url}</p>"
    )


def _code(part: Code) -> str:
    return (
        f'<p style="margin:24px 0">{escape(part.label)}:<br>\n'
        '<strong style="font-family:ui-monospace,Consolas,monospace;font-size:24px;'
        f'letter-spacing:2px;white-space:nowrap">{escape(part.code)}</strong></p>'
    )


_HTML: dict[type[Any], Callable[[Any], str]] = {
    Paragraph: lambda part: f'<p style="margin:16px 0">{_lines(part.text)}</p>',
    Items: _items,
    Facts: _facts,
    Button: _button,
    Code: _code,
    Note: lambda part: (
        '<p style="margin:16px 0 0;padding:12px 0 0;border-top:1px solid #c3cdca;'
        f'font-size:14px;color:#3f4d4a">{_lines(part.text)}</p>'
    ),
}
