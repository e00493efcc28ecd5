"""A mail as the bytes that go over the wire: headers, plain text and HTML.

Headers that are anything but plain go through the standard library; the rest is put together
here, since its machinery parses each header and flattens each part anew for every letter.
"""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.policy import SMTP
from functools import lru_cache

#: Longest line of a body that may travel as it is. Source: RFC 5321 section 4.5.3.1.6.
LONGEST_LINE = 998
#: A name that can stand between quotation marks, short enough for one line with any address.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 .,'()/-]{1,60}")
_LONG = re.compile(rf"[^\n]{{{LONGEST_LINE - 1}}}")


@dataclass(frozen=True)
class Mail:
    """One mail, written."""

    #: Also the stable name of the letter: "<…@host>".
    message_id: str
    #: CRLF line ends.
    content: bytes


@lru_cache(maxsize=64)
def header(name: str, value: str) -> str:
    """A header line with its end, encoded and folded as it must be."""
    return str(SMTP.fold(name, SMTP.header_store_parse(name, value)[1]))


def recipient_header(name: str, address: str) -> str:
    """The To header."""
    if _PLAIN_NAME.fullmatch(name):
        return f'To: "{name}" <{address}>\r\n'
    value = str(Address(name, addr_spec=address))
    return str(SMTP.fold("To", SMTP.header_store_parse("To", value)[1]))


def written(headers: Sequence[str], text: str, html: str, *, boundary: str) -> bytes:
    """The whole mail; `boundary` must not occur in it."""
    head = "".join(headers)
    start = (
        f"{head}MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    )
    parts = (_part(boundary, "plain", text), _part(boundary, "html", html))
    return b"".join((start.encode("ascii"), *parts, f"--{boundary}--\r\n".encode("ascii")))


def _part(boundary: str, subtype: str, text: str) -> bytes:
    body = text.replace("\n", "\r\n").encode()
    is_plain = text.isascii() and not _LONG.search(text)
    encoding = "7bit" if is_plain else "quoted-printable"
    head = (
        f'--{boundary}\r\nContent-Type: text/{subtype}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode("ascii") + (body if is_plain else b2a_qp(body, istext=True)) + b"\r\n"
