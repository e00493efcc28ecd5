"""What an auditor decides on a page: with a reason, with the password, and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, request
from flask_babel import lazy_gettext as __
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from admin.base import View
from admin.forms import AdminForm, place_error, say
from survei.account.choices import Permission
from survei.cycle.rules import MOST_REASON, ReasonInvalid
from survei.errors import SurveiError


def reason_field(hint: Any) -> Any:
    """The field of a decision's reason; the hint says who reads it."""
    checks = [InputRequired(), Length(max=MOST_REASON)]
    return TextAreaField(__("Alasan"), checks, description=hint)


class AuditorView(View):
    """A list of what is to be decided, and `decide` about one of it."""

    permission = Permission.DECIDE_DISPUTES
    confirm_password = ("decide",)

    def is_settled(self, form: AdminForm, decide: Callable[[], object], said: str) -> bool:
        """Whether a POST leads back to the list: it is decided, or cannot be any more."""
        if request.method != "POST" or not form.validate():
            return False
        try:
            decide()
        except ReasonInvalid as refusal:
            place_error(form, refusal)
            return False
        except SurveiError as refusal:
            flash(say(refusal.message, refusal.params), "error")
        else:
            flash(said, "success")
        return True
