"""What the three tables of staff share: activity is a step and never a deletion."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from peewee import Model

from admin.base import ModelView, expose
from admin.declaration import Row
from admin.forms import say
from survei.audit.choices import Actor
from survei.errors import InUse


class StaffRecords(ModelView[Row]):
    """A table of staff: edited, made inactive and active again, never deleted."""

    can_create = can_edit = True
    edit_template = "staff/edit.html"

    def activate(self, record: Row, actor: Actor) -> Any:
        """Calls the service that makes the row active."""
        raise NotImplementedError

    def deactivate(self, record: Row, actor: Actor) -> Any:
        """Calls the service that makes the row inactive; raises InUse."""
        raise NotImplementedError

    @expose("/state/", methods=("POST",))
    def state_view(self) -> ResponseReturnValue:
        """Makes one row active (`active=1`) or inactive (`active=0`)."""
        record = self.get_one(request.form.get("id", ""))
        wanted = request.form.get("active", "")
        if wanted not in ("0", "1"):
            abort(404)
        step = self.activate if wanted == "1" else self.deactivate
        try:
            step(record, self.principal.actor)
        except InUse as refusal:
            flash(say(refusal.message, refusal.params), "error")
        else:
            text = _("%(what)s sekarang aktif.") if wanted == "1" else _("%(what)s dinonaktifkan.")
            flash(text % {"what": self.describe(record)}, "success")
        return redirect(self._return_url(), 303)


def key_of(record: Model | None) -> int | None:
    """The key of a chosen row; None for no choice."""
    return record.get_id() if record else None
