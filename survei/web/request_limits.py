"""What is looked at before a request reaches a view: its size and its letters."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import abort, current_app, request

#: Largest request body; link forms and uploads set their own. Source: security.md, row 49.
MOST_BYTES = 1_000_000


def limit_body() -> None:
    """The largest body of this route, before anybody reads it."""
    limits = current_app.config["BODY_LIMITS"]
    request.max_content_length = limits.get(request.endpoint, MOST_BYTES)
    if request.endpoint in limits:
        # A form's fields have a smaller limit of their own, which a large grid of texts passes.
        request.max_form_memory_size = limits[request.endpoint]


def refuse_broken_text() -> None:
    """400 for NUL and for bytes that are no UTF-8: one database would keep them, one would not."""
    texts = [
        request.environ["PATH_INFO"].encode("latin1"),
        unquote_to_bytes(request.query_string),
    ]
    if request.mimetype == "application/x-www-form-urlencoded":
        texts.append(unquote_to_bytes(request.get_data()))
    elif request.mimetype == "application/json":
        texts.append(request.get_data().replace(b"\\u0000", b"\x00"))
    elif request.form:
        texts.append("\n".join("\n".join(pair) for pair in request.form.items(True)).encode())
    if not all(is_clean(text) for text in texts):
        abort(400)


def is_clean(text: bytes) -> bool:
    """Whether bytes are UTF-8 without NUL."""
    try:
        return "\x00" not in text.decode()
    except UnicodeDecodeError:
        return False
