"""Typing the password once more before a grave step. Source: security.md, row 29.

The step's own form goes on from here: its fields travel as hidden ones beside the password, so
nothing is typed twice and nothing is done without it.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.forms import say
from survei.account.errors import WrongPassword
from survei.account.sessions import confirm_password
from survei.throttle.services import TooManyAttempts
from survei.web.safe_redirect import home_url, is_inside
from survei.web.session import browser_session, current_principal

pages = Blueprint("confirm", __name__)

FIELD = "confirm_password"


def ask() -> ResponseReturnValue | None:
    """None when this request brought the right password; otherwise the page that asks. 401, 429."""
    if request.method != "POST":
        return _page(action=f"/konfirmasi?next={request.full_path.rstrip('?')}", fields=[]), 401
    refusal = refusal_of(request.form.get(FIELD, ""))
    if refusal is None:
        return None
    fields = [
        pair for pair in request.form.items(multi=True) if pair[0] not in (FIELD, "csrf_token")
    ]
    page = _page(action=request.full_path.rstrip("?"), fields=fields, error=refusal[0])
    return page, refusal[1]


@pages.post("/konfirmasi")
def confirm() -> ResponseReturnValue:
    """For steps that begin with a GET: back to them once the password was right. 422, 429."""
    target = request.args.get("next", "")
    target = target if is_inside(target) else home_url()
    refusal = refusal_of(request.form.get(FIELD, ""))
    if refusal is None:
        return redirect(target, 303)
    status = 429 if refusal[1] == 429 else 422
    return _page(action=f"/konfirmasi?next={target}", fields=[], error=refusal[0]), status


def refusal_of(typed: str) -> tuple[str, int] | None:
    """What to say to what was typed and with which status; None when the password was right."""
    principal, token = current_principal(), browser_session().token
    assert principal is not None
    assert token is not None
    if not typed:
        return "", 401
    try:
        confirm_password(token, typed, principal=principal)
    except WrongPassword as refusal:
        return _(refusal.message), 401
    except TooManyAttempts as refusal:
        return say(refusal.message, refusal.params), 429
    browser_session().replace(token)
    return None


def _page(*, action: str, fields: list[tuple[str, str]], error: str = "") -> str:
    return render_template("account/confirm.html", action=action, fields=fields, error=error)
