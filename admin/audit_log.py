"""The log, read-only: who did what, and whether anybody has touched it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from peewee import ModelSelect

from admin.actor_words import actor_words
from admin.audit_words import AREAS, EVENTS, OBJECT_LABELS
from admin.base import ListFilter, ModelView, View, expose
from survei.account.choices import Permission
from survei.account.policy import Principal
from survei.audit.head import HEAD_FILE, Finding, look
from survei.audit.models import AREA, AuditEvent
from survei.audit.queries import verify
from survei.audit.services import record
from survei.cycle.logged import is_about
from survei.database import database


class AuditLog(ModelView[AuditEvent]):
    """List and details; there is no form and no deleting."""

    permission = Permission.VIEW_AUDIT
    description = "Siapa melakukan apa dan kapan; tidak dapat diubah."
    can_view_details = can_export = True
    noun = "catatan"
    list_template = "audit_log/list.html"
    column_list = ("at", "actor_name", "action", "object_kind", "object_id", "address")
    column_details_list = (*column_list, "actor_kind", "details", "hash")
    column_labels = {
        "at": "Waktu",
        "actor_name": "Pelaku",
        "action": "Kejadian",
        "object_kind": "Objek",
        "object_id": "Nomor",
        "address": "Alamat jaringan",
        "actor_kind": "Jenis pelaku",
        "details": "Rincian",
        "hash": "Sidik",
    }
    column_sortable_list = ()
    column_formatters = {
        "actor_name": lambda view, context, event, name: actor_words(event.actor_name),
        "object_kind": lambda view, context, event, name: _(
            OBJECT_LABELS.get(event.object_kind, event.object_kind)
        ),
        "action": lambda view, context, event, name: _(EVENTS.get(event.action, event.action)),
    }
    column_formatters_export: Mapping[str, Callable[..., Any]] = {}
    column_searchable_list = ("actor_name", "action", "object_id")
    column_default_sort = ("id", True)
    list_filters = (
        ListFilter(
            "area",
            "Bagian",
            AREAS,
            lambda query, value: query.where(f"{value}." == AREA),
        ),
    )
    search_text = "Cari pelaku, kejadian atau nomor"
    empty_text = "Belum ada kejadian yang tercatat."

    def scope(
        self, query: ModelSelect[AuditEvent], principal: Principal
    ) -> ModelSelect[AuditEvent]:
        """All of it, or for an auditor of one unit the lines about that unit."""
        lineage = principal.unit_lineage
        return query.where(is_about(lineage)) if lineage else query

    def describe(self, record: AuditEvent) -> str:
        """A line by its number."""
        return _("Catatan %(number)s", number=record.id)

    def log_end(self) -> Finding:
        """What this server has written down of the newest line, and whether it is still there."""
        return look(current_app.config["SETTINGS"].instance / HEAD_FILE)

    @expose("/periksa/", methods=("POST",))
    def check(self) -> ResponseReturnValue:
        """Computes the whole chain anew and says whether it fits."""
        verdict = verify(current_app.config["SETTINGS"].keys.audit)
        with database.atomic():
            record(self.principal.actor, "audit.verify", "audit", "-", intact=verdict.is_intact)
        if verdict.is_intact:
            flash(_("%(count)s catatan diperiksa; semuanya utuh.", count=verdict.lines), "success")
            if older := verdict.sealed + verdict.linked:
                old = _(
                    "%(count)s di antaranya ditulis dengan kunci sebelumnya dan tidak berubah "
                    "sejak kunci diganti.",
                    count=older,
                )
                flash(old, "info")
            if verdict.purged:
                gone = _(
                    "%(count)s catatan lebih lama sudah dihapus karena masa simpannya lewat.",
                    count=verdict.purged,
                )
                flash(gone, "info")
        else:
            number = verdict.broken_at
            flash(_("Rantai putus pada catatan nomor %(number)s.", number=number), "error")
        if self.log_end().is_missing:
            flash(_("Akhir catatan terpotong atau tidak dapat dibandingkan."), "error")
        return redirect(self.get_url(".index_view"), 303)


def views() -> list[View | ModelView[AuditEvent]]:
    """The views of this area."""
    return [AuditLog(AuditEvent, "Catatan kejadian", "Sistem", endpoint="audit", url="catatan")]
