"""The body of a rater's request: small, strict UTF-8, values by question code."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from flask import request
from werkzeug.datastructures import MultiDict

from formulir.refusals import Refused

#: Largest body of a link form. Source: security.md, row 49.
MOST_BYTES = 256_000
#: Largest body that is read once more only to show what came in it.
MOST_SHOWN = 1_000_000
#: Most values in one: 300 questions, some of them with many choices.
MOST_FIELDS = 5_000
URLENCODED = "application/x-www-form-urlencoded"

Values = MultiDict[str, str]


def read_form() -> Values:
    """The fields of an urlencoded body.

    Parsed here and not by Werkzeug, which keeps broken UTF-8 as "%ED…" text. Raises Refused,
    and RequestEntityTooLarge above the limit.
    """
    if request.mimetype not in ("", URLENCODED):
        raise Refused("wrong_type")
    try:
        return parse(_read())
    except ValueError:
        raise Refused("unreadable") from None


def read_whatever() -> Values:
    """The fields of a body that was refused, as far as they can be read; broken ones mended.

    Raises RequestEntityTooLarge for one that is too large even to be shown again, and ValueError
    for too many fields.
    """
    if request.mimetype not in ("", URLENCODED):
        return MultiDict()
    request.max_content_length = MOST_SHOWN
    body = request.get_data().decode(errors="replace")
    return MultiDict(
        parse_qsl(body, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS)
    )


def parse(body: bytes) -> Values:
    """The fields of an urlencoded body. Raises ValueError for what is no UTF-8 or too many."""
    return MultiDict(
        parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    )


def read_opaque() -> bytes:
    """A body that is stored unread. Raises Refused when there is none, and as `read_form`."""
    if body := _read():
        return body
    raise Refused("unreadable")


def _read() -> bytes:
    request.max_content_length = MOST_BYTES
    return request.get_data()


def known(values: Mapping[str, str], codes: frozenset[str]) -> dict[str, list[str]]:
    """Only what answers a question of this questionnaire; all else is dropped (row 11)."""
    assert isinstance(values, MultiDict)
    return {code: texts for code, texts in values.lists() if code in codes}
