"""The list of raters, and one page per rater. Every step is a page that calls one service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.actions import action
from flask_babel import gettext as _
from peewee import ModelSelect, fn

from admin.base import ListFilter, ModelView, expose
from admin.export import csv_file
from admin.forms import say
from admin.links.qr import qr
from admin.links.steps import STEPS, Step
from admin.lookup import whole
from admin.mail.labels import kind_label
from survei.account.choices import Permission
from survei.account.policy import Principal, staff_scope
from survei.cycle.choices import (
    ASSIGNMENT_STATE_LABELS,
    RELATION_LABELS,
    AssignmentState,
    CycleState,
    Relation,
)
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.queries import assignments_due, within
from survei.database import database
from survei.errors import SurveiError
from survei.invitation import handout, services
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import count_to_remind, link_of_participant
from survei.mail.choices import LETTER_STATE_LABELS, LetterState
from survei.mail.models import Letter
from survei.throttle.choices import EXPORT
from survei.throttle.services import take

#: Slips on one printed page of the browser; eight fit on a sheet of A4.
SLIPS_PER_PAGE = 80


def _running_cycles() -> list[tuple[str, str]]:
    """(id, name), asked once a request."""
    if "running_cycles" not in g:
        running = Cycle.select(Cycle.id, Cycle.name).where(Cycle.state == CycleState.OPEN)
        ordered = running.order_by(Cycle.closes_at)
        g.running_cycles = [(str(cycle.id), cycle.name) for cycle in ordered]
    return g.running_cycles


def _open_forms_of(query: ModelSelect, value: str) -> ModelSelect:
    due = Assignment.select(Assignment.rater).where(Assignment.state == AssignmentState.OPEN)
    is_due = Participant.id.in_(due)
    return query.where(is_due if value == "1" else ~is_due)


class Raters(ModelView):
    """Everyone who rates in a running cycle."""

    permission = Permission.MANAGE_LINKS
    description = "Siapa yang belum mengisi; kirim ulang, cetak, atau ganti tautannya."
    can_view_details = True
    confirm_password = ("download",)
    noun = "penilai"
    list_template = "links/list.html"
    column_list = ("name", "unit_name", "job_role_name", "email", "open_forms")
    column_details_list = ("name",)
    column_labels = {
        "name": "Nama",
        "unit_name": "Unit kerja",
        "job_role_name": "Jabatan",
        "email": "Alamat surel",
        "open_forms": "Formulir",
    }
    column_sortable_list = ("name", "unit_name")
    column_searchable_list = ("name", "unit_name")
    column_default_sort = "name"
    column_formatters = {
        "open_forms": lambda view, context, person, name: _(
            "%(done)s dari %(all)s selesai", done=person.forms - person.open_forms, all=person.forms
        ),
    }
    list_filters = (
        ListFilter("cycle", "Periode", _running_cycles, Participant.cycle),
        ListFilter(
            "open", "Formulir", [("1", "Belum selesai"), ("0", "Sudah selesai")], _open_forms_of
        ),
        ListFilter(
            "email",
            "Surel",
            [("1", "Ada alamat surel"), ("0", "Tanpa alamat surel")],
            lambda query, value: query.where(Participant.email.is_null(value == "0")),
        ),
    )
    search_text = "Cari nama atau unit kerja"
    empty_text = "Belum ada periode penilaian yang berlangsung. Tautan dibuat saat periode dibuka."

    def scope(self, query: ModelSelect, principal: Principal) -> ModelSelect:
        """Raters of running cycles, for HR of a unit only those of that unit."""
        rates = Assignment.select(Assignment.id).where(Assignment.rater == Participant.id)
        # Named by id, not by state: then names come in order from the index, unsorted.
        running = [int(cycle_id) for cycle_id, _name in _running_cycles()]
        return (
            query.select(Participant, Cycle)
            .join(Cycle)
            .where(
                Participant.cycle.in_(running),
                within(staff_scope(principal)),
                fn.EXISTS(rates),
            )
        )

    def get_list(self, *args: Any, **kwargs: Any) -> tuple[int, list[Any]]:
        """The rows with their numbers of forms, counted for the page in one statement."""
        count, rows = super().get_list(*args, **kwargs)
        counted = form_counts([row.id for row in rows])
        for row in rows:
            row.forms, row.open_forms = counted.get(row.id, (0, 0))
        return count, rows

    # One rater ----------------------------------------------------------------------------

    @expose("/details/")
    def details_view(self) -> ResponseReturnValue:
        """Forms and letters of one rater, and what can be done."""
        person = self._rater()
        link = link_of_participant(person.id, LinkPurpose.LIST)
        letters = Letter.select().where(
            (Letter.participant_id == person.id) & (Letter.cycle_id == person.cycle.id)
        )
        return self.render(
            "links/rater.html",
            person=person,
            has_link=link is not None,
            forms=sorted(assignments_due(person.id), key=_by_relation),
            letters=list(letters.order_by(Letter.queued_at.desc()).limit(10)),
            return_url=self._return_url(),
        )

    @expose("/langkah/", methods=("POST",))
    def step(self) -> ResponseReturnValue:
        """A step on a rater or a form; grave ones ask first, without JavaScript."""
        person = self._rater()
        chosen = STEPS.get(request.form.get("step", "")) or abort(404)
        form = self._form_of(person) if chosen.is_for_form else None
        if chosen.question and request.form.get("confirmed") != "1":
            return self.render("links/confirm.html", person=person, form=form, step=chosen)
        self._do(chosen, person, form)
        return redirect(self.get_url(".details_view", id=person.id), 303)

    def _do(self, chosen: Step, person: Participant, form: Assignment | None) -> None:
        try:
            with database.atomic():
                chosen.run(person, form, self.principal.actor)
        except SurveiError as refusal:
            flash(say(refusal.message, refusal.params), "error")
        else:
            flash(_(chosen.done), "success")

    @expose("/whatsapp/")
    def whatsapp(self) -> ResponseReturnValue:
        """Opens WhatsApp with the message; noted in the log, as it holds the link."""
        person = self._rater()
        link = self._list_link(person)
        url = handout.whatsapp_url(link, self._settings) or abort(404)
        services.record_handout([person.id], "whatsapp", actor=self.principal.actor)
        return redirect(url)

    @expose("/slip/")
    def slip(self) -> ResponseReturnValue:
        """The printable slip of one rater; noted in the log."""
        person = self._rater()
        return self._slip_page(
            [self._list_link(person)], self.get_url(".details_view", id=person.id)
        )

    # Words -----------------------------------------------------------------------------------

    @staticmethod
    def relation_label(form: Assignment) -> str:
        """The rater's relation to the ratee."""
        return RELATION_LABELS[Relation(form.relation)]

    @staticmethod
    def form_state_label(form: Assignment) -> str:
        """Where a form is; never what stands in it."""
        return ASSIGNMENT_STATE_LABELS[AssignmentState(form.state)]

    @staticmethod
    def letter_label(letter: Letter) -> tuple[str, str]:
        """Kind and state of a letter."""
        return kind_label(letter.kind), LETTER_STATE_LABELS[LetterState(letter.state)]

    # Many -----------------------------------------------------------------------------------

    @expose("/slip-unit/")
    def slips(self) -> ResponseReturnValue:
        """Slips of everyone in a unit with open forms, a sheet at a time; noted in the log."""
        cycle_id = whole(request.args.get("cycle", "")) or abort(404)
        lineage = request.args.get("unit", "")[:200]
        query = self.visible().where(Participant.cycle == cycle_id)
        units = _units_of(query)
        if lineage not in {unit for unit, _name in units}:
            return self.render("links/choose_unit.html", units=units, cycle_id=cycle_id)
        query = _open_forms_of(query.where(Participant.unit_lineage == lineage), "1")
        if request.args.get("email") == "0":
            query = query.where(Participant.email.is_null())
        people = query.order_by(Participant.name).limit(SLIPS_PER_PAGE)
        return self._slip_page(handout.list_links(people), self.get_url(".index_view"))

    @action("slips", "Cetak slip tautan")
    def action_slips(self, people: list[Any]) -> ResponseReturnValue:
        """Slips of the ticked raters."""
        return self._slip_page(handout.list_links(people), self._return_url())

    @action(
        "send_again",
        "Kirim ulang surel",
        "Penilai berikut akan menerima surel dengan tautan yang sama sekali lagi.",
    )
    def action_send_again(self, people: list[Any]) -> ResponseReturnValue:
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
        count = services.send_reminders(cycle_id, actor=self.principal.actor, scope=scope)
        flash(_("%(count)s pengingat masuk antrean kirim.", count=count), "success")
        return redirect(self.get_url(".index_view"), 303)

    @expose("/unduh/", methods=("POST",))
    def download(self) -> ResponseReturnValue:
        """All links of a cycle as CSV, after the password; limited per user and logged."""
        cycle_id = self._cycle_in_sight()
        take((EXPORT, str(self.principal.user_id)))
        scope = staff_scope(self.principal)
        rows = list(handout.form_urls(cycle_id, self._settings.base_url, scope))
        services.record_export(cycle_id, len(rows), actor=self.principal.actor)
        return csv_file(f"tautan-{cycle_id}", handout.EXPORT_COLUMNS, rows)

    # Inside -------------------------------------------------------------------------------

    @property
    def _settings(self) -> Any:
        return current_app.config["SETTINGS"]

    @property
    def running_cycles(self) -> Callable[[], list[tuple[str, str]]]:
        """For the list's template: (id, name) of what can be printed and downloaded."""
        return _running_cycles

    def _cycle_in_sight(self) -> int:
        """The cycle named by the request, if one sees raters of it."""
        cycle_id = whole(request.form.get("cycle", "")) or abort(404)
        if not self.visible().where(Participant.cycle == cycle_id).exists():
            abort(404)
        return cycle_id

    def _rater(self) -> Participant:
        found: Participant = self.get_one(request.values.get("id", ""))
        return found

    def _form_of(self, person: Participant) -> Assignment:
        """The assignment named by the request, if this rater's."""
        key = whole(request.form.get("form", "")) or abort(404)
        found = assignments_due(person.id).where(Assignment.id == key).first()
        return found or abort(404)

    def _list_link(self, person: Participant) -> Link:
        return (handout.list_links([person]) or abort(404))[0]

    def _slip_page(self, links: list[Link], return_url: str) -> ResponseReturnValue:
        ids = [link.participant_id for link in links]
        services.record_handout(ids, "slip", actor=self.principal.actor)
        return self.render(
            "links/slips.html",
            slips=handout.slips(links, self._settings),
            qr=qr,
            code_url=f"{self._settings.base_url}/kode",
            return_url=return_url,
        )


def _by_relation(form: Assignment) -> int:
    return list(Relation).index(Relation(form.relation))


def form_counts(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Participant → (forms that stand, forms still open), in one statement."""
    is_open = fn.SUM((Assignment.state == AssignmentState.OPEN).cast("integer"))
    query = (
        Assignment.select(Assignment.rater, fn.COUNT(Assignment.id), is_open)
        .where(Assignment.rater.in_(ids) & (Assignment.state != AssignmentState.REVOKED))
        .group_by(Assignment.rater)
    )
    return {rater: (forms, due or 0) for rater, forms, due in query.tuples()}


def _units_of(query: ModelSelect) -> list[tuple[str, str]]:
    """(lineage, name) of the units of these raters, by name."""
    units = (
        query.select(Participant.unit_lineage, Participant.unit_name)
        .distinct()
        .order_by(Participant.unit_name)
    )
    return list(units.tuples())
