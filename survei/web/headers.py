"""What every response carries, errors and files included: the browser's side of our defence."""

from __future__ import annotations

import secrets

from flask import Response, current_app, g, request

from survei.web.link_routes import is_link_path

#: Routes that send files; these say themselves how long they may be kept.
FILES = ("static", "vendor.file")

#: On every response, errors and files included. Source: security.md D.1.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'"
)

#: The page that may stand in a frame of our own, and the pages that hold the frame.
FRAMED = frozenset({"formulir.preview", "formulir.try_preview"})
FRAMING = frozenset({"designer_preview.draft", "questionnaires.preview"})


def csp_nonce() -> str:
    """The nonce of this response, for templates of Flask-Admin that need one."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def add_headers(response: Response) -> Response:
    """Puts `HEADERS`, the content policy and the rules for keeping on every response."""
    is_link = is_link_path(request.path)
    headers = response.headers
    if request.endpoint in FRAMED:
        headers["X-Frame-Options"] = "SAMEORIGIN"
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", content_policy())
    headers.setdefault("Referrer-Policy", "no-referrer" if is_link else "same-origin")
    if request.endpoint not in FILES or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    if current_app.config["SETTINGS"].is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def content_policy() -> str:
    """The policy of this answer; a frame of our own only around the preview of a form."""
    policy = POLICY.format(nonce=f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "")
    if request.endpoint in FRAMED:
        return policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return f"{policy}; frame-src 'self'" if request.endpoint in FRAMING else policy
