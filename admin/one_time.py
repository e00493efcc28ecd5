"""Pages that a one-time link opens: the first administrator, activation, another password.

A GET changes nothing, as scanners open links; only a complete form spends one.
"""

from __future__ import annotations

import time

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from wtforms import Form, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from admin.forms import AdminForm, say
from survei.account.choices import ONE_TIME_PATHS, OneTimePurpose
from survei.account.errors import EmailInvalid, WeakPassword
from survei.account.one_time import (
    create_first_administrator,
    open_link,
    request_reset,
    set_password_by_link,
)
from survei.account.rules import LINK_LIFETIME
from survei.errors import SurveiError
from survei.throttle.services import TooManyAttempts
from survei.web.link_routes import ASK_RESET

pages = Blueprint("one_time", __name__)

#: An answer about a reset takes this long, whether the account exists or not.
RESET_SECONDS = 0.25
RESET_MINUTES = int(LINK_LIFETIME[OneTimePurpose.RESET].total_seconds()) // 60
HINT = __("Paling sedikit 12 karakter; kalimat pendek lebih mudah diingat.")


class NewPassword(AdminForm):
    """A password, twice."""

    new_password = PasswordField(
        __("Kata sandi baru"), [InputRequired(), Length(max=1000)], description=HINT
    )
    repeat_password = PasswordField(
        __("Ulangi kata sandi baru"),
        [InputRequired(), EqualTo("new_password", __("Kedua kata sandi harus sama."))],
    )


class FirstAdministrator(NewPassword):
    """Who manages the installation from now on."""

    name = StringField(__("Nama lengkap"), [InputRequired(), Length(max=200)])
    email = StringField(__("Alamat surel"), [InputRequired(), Length(max=254)])


@pages.route(f"/{ASK_RESET.segment}", methods=["GET", "POST"])
def ask_reset() -> ResponseReturnValue:
    """Asks for a reset letter; says the same whether or not the address is known."""
    if request.method == "GET":
        return render_template("account/ask_reset.html", is_sent=False, error="")
    begun = time.monotonic()
    try:
        request_reset(request.form.get("email", "")[:300], address=request.remote_addr or "")
    except TooManyAttempts as refusal:
        error = say(refusal.message, refusal.params)
        page = render_template("account/ask_reset.html", is_sent=False, error=error)
        return page, 429, {"Retry-After": str(refusal.seconds)}
    time.sleep(max(0.0, RESET_SECONDS - (time.monotonic() - begun)))
    return render_template("account/ask_reset.html", is_sent=True, error="", minutes=RESET_MINUTES)


@pages.route(f"/{ONE_TIME_PATHS[OneTimePurpose.ACTIVATE]}/<token>", methods=["GET", "POST"])
def set_password(token: str) -> ResponseReturnValue:
    """A new password by letter; ends every session. 404, 410, 422."""
    link = open_link(token, frozenset({OneTimePurpose.ACTIVATE, OneTimePurpose.RESET}))
    form = NewPassword(request.form)
    if request.method == "POST" and form.validate():
        try:
            set_password_by_link(
                link, form.new_password.data or "", address=request.remote_addr or ""
            )
        except WeakPassword as refusal:
            form.new_password.errors = [_(refusal.message)]
        else:
            return redirect(url_for("account.sign_in", selesai="1"), 303)
    name = link.user.name if link.user else ""
    page = render_template("account/set_password.html", form=form, name=name)
    return page, 422 if request.method == "POST" else 200


@pages.route(f"/{ONE_TIME_PATHS[OneTimePurpose.FIRST_ADMIN]}/<token>", methods=["GET", "POST"])
def first_admin(token: str) -> ResponseReturnValue:
    """Creates the first administrator of a new installation. 404, 410, 422."""
    link = open_link(token, frozenset({OneTimePurpose.FIRST_ADMIN}))
    form = FirstAdministrator(request.form)
    if request.method == "POST" and form.validate():
        try:
            create_first_administrator(
                link,
                email=form.email.data or "",
                name=(form.name.data or "").strip(),
                password=form.new_password.data or "",
                address=request.remote_addr or "",
            )
        except (WeakPassword, EmailInvalid) as refusal:
            _put(form, refusal)
        else:
            return redirect(url_for("account.sign_in", selesai="1"), 303)
    page = render_template("account/first_admin.html", form=form)
    return page, 422 if request.method == "POST" else 200


def _put(form: Form, refusal: SurveiError) -> None:
    """The refusal at the field that it is about."""
    name = "email" if isinstance(refusal, EmailInvalid) else "new_password"
    form[name].errors = [_(refusal.message)]
