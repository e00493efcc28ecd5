"""The one file of Flask-Admin's own that we send: Bootstrap's style sheet, compressed, for ever.

Its scripts, fonts and editors stay unreachable; nothing of ours uses them.
"""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import sha256
from pathlib import Path

import flask_admin
from flask import Blueprint, Response, abort, request

FILES = {"bootstrap.css": "bootstrap/bootstrap4/css/bootstrap.min.css"}

pages = Blueprint("vendor", __name__)


@cache
def content(name: str) -> tuple[bytes, bytes, str]:
    """The file plain and compressed, and the first characters of its SHA-256."""
    path = Path(flask_admin.__file__).parent / "static" / FILES[name]
    body = path.read_bytes().partition(b"/*# sourceMappingURL")[0]
    return body, gzip.compress(body, 9, mtime=0), sha256(body).hexdigest()[:16]


@pages.get("/admin/static/<name>")
def file(name: str) -> Response:
    """Kept by browsers for ever: its address carries its hash."""
    if name not in FILES:
        abort(404)
    body, packed, digest = content(name)
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(packed if packs else body, mimetype="text/css")
    if packs:
        response.content_encoding = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(digest)
    response.make_conditional(request)
    return response
