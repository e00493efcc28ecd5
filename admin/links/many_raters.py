"""What concerns many raters at once: slips, reminders, sending again, the export of links."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from peewee import ModelSelect

from admin.base import ModelView, action, expose
from admin.export import csv_file
from admin.links.qr import qr
from admin.listing import LONGEST_SEARCH
from admin.lookup import whole
from survei.account.policy import staff_scope
from survei.cycle.choices import CycleState
from survei.cycle.models import HAS_NO_OPEN_FORMS, HAS_OPEN_FORMS, Cycle, Participant
from survei.cycle.progress_queries import has_unit, units_of
from survei.errors import SurveiError
from survei.invitation import distribution, services
from survei.invitation.models import Link
from survei.invitation.queries import count_to_remind
from survei.lifecycle.reminding import send_reminders
from survei.throttle.choices import EXPORT
from survei.throttle.services import take
from survei.web.link_routes import CODE

#: Slips on one printed page of the browser; eight fit on a sheet of A4.
SLIPS_PER_PAGE = 80
#: Units in a menu; where there are more, one searches.
MOST_OFFERED = 50


def running_cycles() -> list[tuple[str, str]]:
    """(id, name), asked once a request."""
    if "running_cycles" not in g:
        running = Cycle.select(Cycle.id, Cycle.name).where(Cycle.state == CycleState.OPEN)
        ordered = running.order_by(Cycle.closes_at)
        g.running_cycles = [(str(cycle.id), cycle.name) for cycle in ordered]
    return g.running_cycles


def open_forms_of(query: ModelSelect[Participant], value: str) -> ModelSelect[Participant]:
    """The raters narrowed to those with open forms ("1") or without ("0")."""
    return query.where(HAS_OPEN_FORMS if value == "1" else HAS_NO_OPEN_FORMS)


class ManyRaters(ModelView[Participant]):
    """What the list of raters offers for many of them; it keeps to the rows that one may see."""

    @expose("/slip-unit/")
    def slips(self) -> ResponseReturnValue:
        """Slips of everyone in a unit with open forms, a sheet at a time; noted in the log."""
        cycle_id = whole(request.args.get("cycle", "")) or abort(404)
        lineage = request.args.get("unit", "")[:200]
        query = self.visible().where(Participant.cycle == cycle_id)
        is_running = str(cycle_id) in dict(running_cycles())
        if not is_running or not has_unit(cycle_id, staff_scope(self.principal), lineage):
            return self._choose_unit(cycle_id, is_running=is_running)
        query = open_forms_of(query.where(Participant.unit_lineage == lineage), "1")
        if request.args.get("email") == "0":
            query = query.where(Participant.email.is_null())
        people = query.order_by(Participant.name).limit(SLIPS_PER_PAGE)
        return self._slip_page(distribution.list_links(people), self.get_url(".index_view"))

    def _choose_unit(self, cycle_id: int, *, is_running: bool) -> str:
        """The units in a menu; where there are many, those of a name."""
        scope = staff_scope(self.principal)
        name = request.args.get("nama", "")[:LONGEST_SEARCH].strip()
        units = units_of(cycle_id, scope, limit=MOST_OFFERED + 1) if is_running else []
        has_many = len(units) > MOST_OFFERED
        if has_many:
            units = units_of(cycle_id, scope, limit=MOST_OFFERED + 1, name=name) if name else []
        return str(
            self.render(
                "links/choose_unit.html",
                cycle_id=cycle_id,
                units=units[:MOST_OFFERED],
                is_cut=len(units) > MOST_OFFERED,
                has_many=has_many,
                name=name,
            )
        )

    @action("slips", "Cetak slip tautan")
    def action_slips(self, people: list[Participant]) -> ResponseReturnValue:
        """Slips of the ticked raters."""
        return self._slip_page(distribution.list_links(people), self._return_url())

    @action(
        "send_again",
        "Kirim ulang surel",
        "Surel dengan tautan yang sama dikirim sekali lagi. Penilai yang sudah selesai, tidak "
        "memiliki alamat surel, atau suratnya masih menunggu dilewati.",
    )
    def action_send_again(self, people: list[Participant]) -> ResponseReturnValue:
        """The letter once more; those who cannot get one are counted and named as such."""
        sent = sum(self._sent_again(person.id) for person in people)
        flash(_("%(count)s surel masuk antrean kirim.", count=sent), "success")
        if sent < len(people):
            flash(
                _(
                    "%(count)s penilai dilewati: tanpa alamat surel, sudah selesai, atau suratnya "
                    "masih menunggu dikirim.",
                    count=len(people) - sent,
                ),
                "info",
            )
        return redirect(self._return_url(), 303)

    def _sent_again(self, participant_id: int) -> bool:
        try:
            services.send_again(participant_id, actor=self.principal.actor)
        except SurveiError:
            return False
        return True

    @expose("/pengingat/", methods=("POST",))
    def remind(self) -> ResponseReturnValue:
        """Reminders to everyone in sight with open forms, after saying how many that are."""
        cycle_id = self._cycle_in_sight()
        scope = staff_scope(self.principal)
        if request.form.get("confirmed") != "1":
            count = count_to_remind(cycle_id, scope)
            return self.render("links/remind.html", cycle_id=cycle_id, count=count)
        count = send_reminders(cycle_id, actor=self.principal.actor, scope=scope)
        flash(_("%(count)s pengingat masuk antrean kirim.", count=count), "success")
        return redirect(self.get_url(".index_view"), 303)

    @expose("/unduh/", methods=("POST",))
    def download(self) -> ResponseReturnValue:
        """All links of a cycle as CSV, after the password; limited per user and logged."""
        cycle_id = self._cycle_in_sight()
        take((EXPORT, str(self.principal.user_id)))
        scope = staff_scope(self.principal)
        rows = list(distribution.form_urls(cycle_id, self._settings.base_url, scope))
        services.record_export(cycle_id, len(rows), actor=self.principal.actor)
        return csv_file(f"tautan-{cycle_id}", distribution.EXPORT_COLUMNS, rows)

    @property
    def _settings(self) -> Any:
        return current_app.config["SETTINGS"]

    def _cycle_in_sight(self) -> int:
        """The cycle named by the request, if one sees raters of it."""
        cycle_id = whole(request.form.get("cycle", "")) or abort(404)
        if not self.visible().where(Participant.cycle == cycle_id).exists():
            abort(404)
        return cycle_id

    def _slip_page(self, links: list[Link], return_url: str) -> ResponseReturnValue:
        ids = [link.participant_id for link in links]
        services.record_handout(ids, "slip", actor=self.principal.actor)
        return self.render(
            "links/slips.html",
            slips=distribution.slips(links, self._settings),
            qr=qr,
            code_url=f"{self._settings.base_url}{CODE.rule}",
            return_url=return_url,
        )
