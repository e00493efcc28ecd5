"""A submission as it arrives before Flask: read when it is plain, stored when it is complete."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from formulir.body import MOST_BYTES, URLENCODED, parse
from formulir.fields.evidence import UPLOAD_BUTTON, with_files
from formulir.forms import definition_of
from formulir.objections import objection
from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import opened_at
from survei.invitation.models import Link
from survei.response.queries import is_taking_answers
from survei.response.services import NotOpen, submit_response

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


def store_complete(link: Link, token: str, body: bytes) -> bool:
    """Stores answers that nothing is to be said about, and only those.

    False when there is: incomplete or broken answers, all equal and not confirmed, too late, or
    sent before. Nothing has changed then.
    """
    assignment = link.assignment
    assert assignment is not None
    try:
        values = parse(body)
    except ValueError:
        return False
    opened = opened_at(token, values.get(OPENED_FIELD, ""))
    if not is_taking_answers(assignment.cycle, opened_at=opened):
        return False
    if UPLOAD_BUTTON in values:
        return False
    definition = definition_of(assignment.version_id, relation=assignment.relation)
    values = with_files(values, assignment, token)
    form = definition.complete(values)
    if objection(definition, form, values):
        return False
    try:
        return submit_response(link, form.answers(), token=token)
    except NotOpen:
        return False
