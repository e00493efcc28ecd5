"""The page of one errand: it loads itself again until the worker is done."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import abort, redirect, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import View, expose
from admin.errands.presentation import title_of, words_of
from admin.forms import say
from admin.results.file import XLSX, file_name
from survei import clock
from survei.account.choices import Permission
from survei.account.policy import permits, staff_scope
from survei.cycle.models import Cycle
from survei.cycle.queries import cycle_seen, lies_within, plan_of
from survei.errand.choices import LIVE, ErrandKind, ErrandState
from survei.errand.models import Errand
from survei.errand.queries import file_of, has_file, payload_of, refusal_of
from survei.errand.rules import FILE_KEPT_FOR, RELOAD_SECONDS, is_stalled, percent_of
from survei.errors import NotFound
from survei.result.services import record_export
from survei.staff.rules import Scope


class Errands(View):
    """Long work, one page each; not in the menu."""

    permission = Permission.VIEW_CYCLES
    permissions = {"download": Permission.EXPORT_RESULTS}
    confirm_password = ("download",)

    def is_visible(self) -> bool:
        """Reached from the cycle and its results."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Each stands with its cycle."""
        return redirect(self.get_url("cycles.index_view"))

    @expose("/<int:errand_id>/")
    def show(self, errand_id: int) -> ResponseReturnValue:
        """How far it is, what came of it, or why it failed and what to do."""
        errand, cycle = self._seen(errand_id)
        if errand.kind == ErrandKind.CHECK:
            return redirect(self.get_url("cycle.check", cycle_id=cycle.id))
        message, params = refusal_of(errand)
        is_live = errand.state in LIVE
        page = self.render(
            "errands/show.html",
            errand=errand,
            cycle=cycle,
            words=words_of(errand.kind),
            title=title_of(errand.kind, cycle.name),
            percent=percent_of(errand),
            is_live=is_live,
            is_stalled=is_stalled(errand, clock.now()),
            refusal=say(message, params) if message else "",
            file_until=self._file_until(errand),
        )
        return (page, {"Refresh": RELOAD_SECONDS}) if is_live else page

    def may_withdraw(self, cycle: Cycle) -> bool:
        """Whether the principal may take the wish to open back."""
        scope = staff_scope(self.principal)
        return permits(self.principal, Permission.EDIT_CYCLES) and lies_within(
            plan_of(cycle), scope
        )

    @expose("/<int:errand_id>/unduh/", methods=("POST",))
    def download(self, errand_id: int) -> ResponseReturnValue:
        """The file, to who asked for it; each time on record, like a file made at once."""
        errand, cycle = self._seen(errand_id)
        content = file_of(errand) if self._file_until(errand) else None
        if content is None:
            abort(404, _("Berkas ini sudah dihapus. Minta lagi dari halaman hasil."))
        record_export(cycle.id, actor=self.principal.actor, results=errand.done)
        return send_file(
            BytesIO(content),
            mimetype=XLSX,
            as_attachment=True,
            download_name=file_name(cycle.id),
        )

    def _seen(self, errand_id: int) -> tuple[Errand, Cycle]:
        """The errand and its cycle; 404 when absent, or not for this principal.

        Who sees the cycle sees what is done with it; a file is only for who asked for it.
        """
        errand = Errand.get_or_none(Errand.id == errand_id)
        if errand is None or not self._is_theirs(errand):
            abort(404)
        try:
            return errand, cycle_seen(errand.cycle_id, staff_scope(self.principal))
        except NotFound:
            abort(404)

    def _is_theirs(self, errand: Errand) -> bool:
        """A file holds what its asker might see when it was made: not for one who has moved."""
        if errand.kind != ErrandKind.EXPORT:
            return True
        return (
            permits(self.principal, Permission.EXPORT_RESULTS)
            and errand.actor_id == self.principal.user_id
            and Scope(**payload_of(errand)) == staff_scope(self.principal)
        )

    def _file_until(self, errand: Errand) -> datetime | None:
        """Until when the file can be fetched; None when there is none (any more)."""
        if errand.kind != ErrandKind.EXPORT or errand.state != ErrandState.DONE:
            return None
        until: datetime = errand.ended_at + FILE_KEPT_FOR
        return until if clock.now() < until and has_file(errand) else None
