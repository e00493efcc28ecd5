"""Pages before and around the session: signing in and out."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Flask,
    current_app,
    g,
    has_request_context,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survei.account.errors import SignInRefused
from survei.account.sessions import sign_in as open_session
from survei.account.sessions import sign_out as close_session
from survei.throttle.services import TooManyAttempts
from survei.web import resume
from survei.web.safe_redirect import next_url
from survei.web.session import SessionRows, browser_session, current_principal

pages = Blueprint("account", __name__, template_folder="templates")

#: Pages before signing in, where `?lang=en` in the address chooses English.
KEEPS_LANGUAGE = ("account.sign_in", "one_time.ask_reset", "admin.index")

#: Longest text that is looked at; longer ones cannot be right.
LONGEST_FIELD = 1000


@pages.app_url_defaults
def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """English asked for in the address stays from page to page until somebody has signed in."""
    is_asked = has_request_context() and request.args.get("lang") == "en" and not g.get("principal")
    if is_asked and endpoint in KEEPS_LANGUAGE:
        values.setdefault("lang", "en")


@pages.route("/masuk", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """The sign-in form; who is inside already goes on."""
    if request.method == "POST":
        return _try_sign_in()
    return redirect(next_url()) if current_principal() else _form()


def _try_sign_in() -> ResponseReturnValue:
    """Opens a session and gives the browser a new cookie, or says what is wrong. 303, 422, 429."""
    email = request.form.get("email", "")[:LONGEST_FIELD]
    password = request.form.get("password", "")[:LONGEST_FIELD]
    try:
        token, user = open_session(email, password, address=request.remote_addr or "")
    except SignInRefused as refusal:
        return _form(email=email, error=_(refusal.message)), 422
    except TooManyAttempts as refusal:
        page = _form(email=email, error=_(refusal.message, **refusal.params))
        return page, 429, {"Retry-After": str(refusal.seconds)}
    browser_session().replace(token)
    posted = resume.unseal(request.form.get(resume.FIELD, ""), user_id=user.id)
    response = current_app.make_response(
        resume.offer_again(posted) if posted else redirect(next_url(), 303)
    )
    _rows().give_cookie(response, token)
    return response


@pages.post("/keluar")
def sign_out() -> ResponseReturnValue:
    """Ends the session on the server and in the browser."""
    principal = current_principal()
    token = browser_session().token
    if principal and token:
        close_session(token, actor=principal.actor)
    browser_session().replace(None)
    response = current_app.make_response(redirect(url_for("account.sign_in"), 303))
    _rows().take_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _rows() -> SessionRows:
    assert isinstance(current_app.session_interface, SessionRows)
    return current_app.session_interface


def _form(*, email: str = "", error: str = "") -> str:
    return render_template(
        "account/sign_in.html",
        email=email,
        error=error,
        next=next_url(),
        sealed=request.form.get(resume.FIELD, ""),
        expired=False,
        is_password_set="selesai" in request.args,
    )


def register(app: Flask) -> None:
    """Adds the pages."""
    app.register_blueprint(pages)
