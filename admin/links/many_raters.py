"""What concerns many raters at once: slips, reminders, sending again, the export of links."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import abort, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from peewee import ModelSelect

from admin.base import ModelView, action, expose
from admin.export import csv_file
from admin.format import number
from admin.links.handing_out import Request, granted
from admin.listing import LONGEST_SEARCH
from admin.lookup import whole
from survei.account.policy import staff_scope
from survei.cycle.choices import CycleState
from survei.cycle.models import HAS_NO_OPEN_FORMS, HAS_OPEN_FORMS, Cycle, Participant
from survei.cycle.progress_queries import has_unit, units_of
from survei.errors import SurveiError
from survei.invitation import distribution, services
from survei.invitation.choices import HandoutWay
from survei.invitation.handouts import Occasion, hand_out, hand_out_cycle
from survei.invitation.mail_only import count_mail_only, is_mail_only, mail_only_among
from survei.invitation.models import Link
from survei.invitation.queries import count_to_remind
from survei.lifecycle.reminding import send_reminders
from survei.throttle.choices import EXPORT
from survei.throttle.services import take
from survei.web.link_routes import CODE
from survei.web.qr import qr

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


def _kept_from(count: int) -> str:
    return ngettext(
        "Tautan %(count)s penilai hanya dikirim lewat surel dan tidak dapat diserahkan dengan "
        "cara lain, karena tautannya pernah dipakai orang lain.",
        "Tautan %(count)s penilai hanya dikirim lewat surel dan tidak dapat diserahkan dengan "
        "cara lain, karena tautannya pernah dipakai orang lain.",
        count,
        count=number(count),
    )


class ManyRaters(ModelView[Participant]):
    """What the list of raters offers for many of them; it keeps to the rows that one may see."""

    @expose("/slip-unit/", methods=("GET", "POST"))
    def slips(self) -> ResponseReturnValue:
        """Slips of everyone in a unit with open forms, asked for once for all of them."""
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
        return self._slip_page(people, self.get_url(".index_view"))

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
        return self._slip_page(people, self._return_url())

    @action("whatsapp", "Siapkan pesan WhatsApp")
    def action_whatsapp(self, people: list[Participant]) -> ResponseReturnValue:
        """Messages to the ticked raters."""
        return self._messages_page(people, self._return_url())

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
        """All links of a cycle as CSV; limited per user."""
        cycle_id = self._cycle_in_sight()
        scope = staff_scope(self.principal)

        def hand(occasion: Occasion) -> ResponseReturnValue:
            take((EXPORT, str(self.principal.user_id)))
            hand_out_cycle(cycle_id, scope, occasion)
            rows = list(distribution.form_urls(cycle_id, self._settings.base_url, scope))
            return csv_file(f"tautan-{cycle_id}", distribution.EXPORT_COLUMNS, rows)

        raters = self.visible().where(Participant.cycle == cycle_id)
        count = open_forms_of(raters, "1").where(~is_mail_only(Participant.id)).count()
        if (kept := count_mail_only(cycle_id, scope)) and "reason" not in request.form:
            flash(_kept_from(kept), "info")
        asked = Request(HandoutWay.EXPORT, (), count, self.get_url(".index_view"))
        return granted(self, asked, hand)

    @property
    def _settings(self) -> Any:
        return current_app.config["SETTINGS"]

    def _cycle_in_sight(self) -> int:
        """The cycle named by the request, if one sees raters of it."""
        cycle_id = whole(request.form.get("cycle", "")) or abort(404)
        if not self.visible().where(Participant.cycle == cycle_id).exists():
            abort(404)
        return cycle_id

    def _slip_page(self, people: Iterable[Participant], return_url: str) -> ResponseReturnValue:
        def page(links: list[Link]) -> str:
            slips = distribution.slips(links, self._settings)
            return str(
                self.render(
                    "links/slips.html",
                    slips=slips,
                    qr=qr,
                    code_url=f"{self._settings.base_url}{CODE.rule}",
                    return_url=return_url,
                )
            )

        return self._handed_out(HandoutWay.SLIP, people, return_url, page)

    def _messages_page(self, people: Iterable[Participant], return_url: str) -> ResponseReturnValue:
        def page(links: list[Link]) -> str:
            prepared = [
                (link.participant.name, distribution.whatsapp_url(link, self._settings))
                for link in links
            ]
            return str(self.render("links/whatsapp.html", prepared=prepared, return_url=return_url))

        with_number = [person for person in people if person.whatsapp]
        return self._handed_out(HandoutWay.WHATSAPP, with_number, return_url, page)

    def _handed_out(
        self,
        way: HandoutWay,
        people: Iterable[Participant],
        return_url: str,
        page: Callable[[list[Link]], str],
    ) -> ResponseReturnValue:
        """The page with the list links of these raters, once it is asked for with a reason."""
        links = distribution.list_links(people)
        kept = mail_only_among(link.participant_id for link in links)
        if kept:
            flash(_kept_from(len(kept)), "info")
            links = [link for link in links if link.participant_id not in kept]
        if kept and not links:
            return redirect(return_url, 303)
        if not links:
            flash(
                _(
                    "Tidak ada tautan yang perlu diserahkan: semua formulir sudah selesai, "
                    "tautannya dicabut, atau nomor WhatsApp belum ada."
                ),
                "info",
            )
            return redirect(return_url, 303)

        def hand(occasion: Occasion) -> ResponseReturnValue:
            hand_out(links, occasion)
            return page(links)

        names = [link.participant.name for link in links]
        return granted(self, Request(way, names, len(links), return_url), hand)
