"""Every change through the browser proves that it comes from our own page.

Checked once for all routes: where the request says it comes from (Sec-Fetch-Site, Origin), and
a token that belongs to the session and lives as long as it. Link routes have no session; there
the link itself is the credential.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survei.web import resume
from survei.web.link_routes import is_link_path
from survei.web.session import browser_session, current_principal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Pages before there is a session: only the origin is checked.
OPEN_ENDPOINTS = frozenset(
    {
        "account.sign_in",
        "formulir.send_lost_link",
        "one_time.ask_reset",
        "one_time.set_password",
        "one_time.first_admin",
    }
)
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


def csrf_token() -> str:
    """The token of this session; empty when nobody is signed in."""
    token = browser_session().token
    return hashlib.sha256(f"csrf:v1:{token}".encode()).hexdigest()[:43] if token else ""


def csrf_field() -> Markup:
    """The hidden field that every form of a signed-in page carries."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def check() -> ResponseReturnValue | None:
    """Refuses a change that another site may have caused; runs before every request."""
    if request.method in SAFE_METHODS or is_link_path(request.path):
        return None
    if is_cross_site():
        abort(403)
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return None
    if current_principal() is None:
        return resume.ask_to_sign_in()
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if hmac.compare_digest(given.encode(), csrf_token().encode()):
        return None
    if is_same_origin():
        return resume.offer_again(resume.posted_fields()), 400
    return render_template("account/stale.html"), 400


def is_cross_site() -> bool:
    """Whether the browser says that another site sent this."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and origin not in _own_origins()


def is_same_origin() -> bool:
    """Whether the browser vouches for it; without a word about its origin it does not."""
    vouched = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return not is_cross_site() and (vouched or "Origin" in request.headers)


def _own_origins() -> tuple[str, str]:
    """The configured address, and the one this request came to (checked against it before)."""
    return current_app.config["SETTINGS"].base_url, request.host_url.rstrip("/")


def register(app: Flask) -> None:
    """Checks every request and gives templates `csrf_field()` and `csrf_token()`."""
    app.before_request(check)
    app.jinja_env.globals.update(csrf_field=csrf_field, csrf_token=csrf_token)
