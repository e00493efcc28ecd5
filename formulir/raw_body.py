"""The body of a request before Flask: of a known type and length, and left to be read again."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from formulir.form_body import MOST_BYTES, URLENCODED

_MOST_DIGITS = len(str(MOST_BYTES))


def plain_body(environ: dict[str, Any]) -> bytes | None:
    """The body of an ordinary form, left in place to be read again; None for any other.

    NUL is not ordinary, in whatever field: the application refuses it.
    """
    body = whole_body(environ, URLENCODED)
    return None if body is None or b"\0" in body or b"%00" in body else body


def whole_body(environ: dict[str, Any], media_type: str) -> bytes | None:
    """The body if it is of this type, of a known and allowed length, and all there; it is left in
    place to be read again.
    """
    length = environ.get("CONTENT_LENGTH", "")
    if environ.get("CONTENT_TYPE") != media_type or "HTTP_TRANSFER_ENCODING" in environ:
        return None
    if not (length.isascii() and length.isdecimal() and len(length) <= _MOST_DIGITS):
        return None
    if int(length) > MOST_BYTES:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return body if len(body) == int(length) else None
