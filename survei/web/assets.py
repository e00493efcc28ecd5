"""Our own CSS and JavaScript from memory: joined without the comments, which a phone need not pay
for, compressed once, named by their content.

`url_for("static", filename="form.css")` carries the hash of what it names, so browsers keep it
for ever and still get the next version at once.
"""

from __future__ import annotations

import gzip
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from flask import Flask, Response, abort, request

ROOT = Path(__file__).parents[2] / "static"
_STYLES = (
    "css/tokens.css",
    "css/form.css",
    "css/form-scale.css",
    "css/form-sight.css",
    "css/form-progress.css",
    "css/form-pages.css",
    "css/form-large-text.css",
    "css/form-print.css",
)
_SENDING = (
    "js/form-progress.js",
    "js/form-draft.js",
    "js/form-seal.js",
    "js/form-resume.js",
    "js/form-autosave.js",
    "js/form-length.js",
    "js/form-send.js",
)
#: Served names made of several files, so that a phone asks once. The order matters: who changes
#: answers comes before who counts them. "rich" serves questions of several parts and conditions.
BUNDLES: dict[str, tuple[str, ...]] = {
    "form.css": _STYLES,
    "form-rich.css": (*_STYLES, "css/form-parts.css", "css/form-evidence.css"),
    "form.js": ("js/form-answers.js", "js/form-na.js", *_SENDING),
    "form-rich.js": (
        "js/form-answers.js",
        "js/form-spoken.js",
        "js/form-na.js",
        "js/form-ranking.js",
        "js/form-slider.js",
        "js/form-evidence.js",
        "js/form-reading.js",
        "js/form-conditions.js",
        *_SENDING,
    ),
}
#: Comments that have lines of their own, by the kind of file.
_COMMENTS = {
    ".js": re.compile(r"^[ \t]*//.*\n", re.MULTILINE),
    ".css": re.compile(r"^[ \t]*/\*.*?\*/\n", re.MULTILINE | re.DOTALL),
}
SUFFIXES = frozenset({".css", ".js", ".svg", ".png", ".woff2"})
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    packed: bytes
    media_type: str
    #: First characters of its SHA-256.
    hash: str


@cache
def asset(name: str) -> Asset | None:
    """The file or bundle of that name; None when it is not one of ours. Kept in memory."""
    files = [_file(part) for part in BUNDLES.get(name, (name,))]
    if None in files:
        return None
    body = b"\n".join(path.read_bytes() for path in files if path)
    if name in BUNDLES:
        body = _COMMENTS[PurePosixPath(name).suffix].sub("", body.decode()).encode()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(body, gzip.compress(body, 9, mtime=0), media_type, sha256(body).hexdigest()[:16])


def _file(name: str) -> Path | None:
    """A file below ROOT; names with "..", backslashes or a hidden part are nobody's."""
    parts = PurePosixPath(name).parts
    if PurePosixPath(name).suffix not in SUFFIXES or any(
        part.startswith((".", "/")) or "\\" in part or "\0" in part for part in parts
    ):
        return None
    path = ROOT.joinpath(*parts)
    return path if path.is_file() else None


def send(filename: str) -> Response:
    """The route: gzip where accepted, 304 for who has it, 404 for all else."""
    found = asset(filename) if len(filename) < 200 else None
    if found is None:
        abort(404)
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.packed if packs else found.body, content_type=_typed(found))
    if packs:
        response.content_encoding = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = (
        FOR_EVER if request.args.get("v") == found.hash else ASK_AGAIN
    )
    response.set_etag(found.hash + ("-gz" if packs else ""))
    response.make_conditional(request)
    return response


def _typed(found: Asset) -> str:
    is_text = found.media_type.startswith("text/") or found.media_type.endswith("svg+xml")
    return found.media_type + ("; charset=utf-8" if is_text else "")


def _add_hash(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values and (found := asset(values["filename"])):
        values["v"] = found.hash


def register(app: Flask) -> None:
    """Adds `/static/<path>` (endpoint "static") and the hash in its URLs."""
    app.add_url_rule("/static/<path:filename>", "static", send)
    app.url_defaults(_add_hash)
