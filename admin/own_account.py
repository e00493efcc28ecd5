"""What everybody changes about themselves: the password and the language."""

from __future__ import annotations

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from admin.base import View, expose
from admin.one_time import NewPassword
from survei.account.choices import ROLE_LABELS, Permission
from survei.account.errors import WeakPassword, WrongPassword
from survei.account.models import User
from survei.account.services import change_password, set_language
from survei.account.sessions import open_session
from survei.web.session import SessionRows, browser_session


class ChangePassword(NewPassword):
    """The present password and twice the next one."""

    password = PasswordField(__("Kata sandi saat ini"), [InputRequired(), Length(max=1000)])


class OwnAccount(View):
    """The signed-in person's own account."""

    permission = Permission.SIGNED_IN

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Who one is; a POST sets another password and ends every other session. 422."""
        form = ChangePassword(request.form)
        if request.method == "POST" and form.validate():
            try:
                self._change(form)
            except WrongPassword as refusal:
                form.password.errors = [_(refusal.message)]
            except WeakPassword as refusal:
                form.new_password.errors = [_(refusal.message)]
            else:
                return self._go_on()
        page = self.render("account/own.html", form=form, role=_(ROLE_LABELS[self.principal.role]))
        return page, 422 if request.method == "POST" else 200

    @expose("/bahasa/", methods=("POST",))
    def language(self) -> ResponseReturnValue:
        """The language of one's pages."""
        chosen = request.form.get("language", "")
        set_language(self.principal.user_id, chosen, actor=self.principal.actor)
        return redirect(self.get_url(".index"), 303)

    def _change(self, form: ChangePassword) -> None:
        change_password(
            self.principal.user_id,
            old=form.password.data or "",
            new=form.new_password.data or "",
            actor=self.principal.actor,
        )

    def _go_on(self) -> ResponseReturnValue:
        """All sessions have ended; this browser gets a new one."""
        user = User.get_by_id(self.principal.user_id)
        token = open_session(user, address=request.remote_addr or "")
        browser_session().replace(token)
        flash(_("Kata sandi diganti. Sesi Anda di perangkat lain telah berakhir."), "success")
        response = current_app.make_response(redirect(self.get_url(".index"), 303))
        assert isinstance(current_app.session_interface, SessionRows)
        current_app.session_interface.give_cookie(response, token)
        return response


def views() -> list[View]:
    """The views of this area."""
    return [OwnAccount(name="Akun saya", category="Sistem", endpoint="own_account", url="akun")]
