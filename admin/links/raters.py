"""The list of raters, and one page per rater. Every step is a page that calls one service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from peewee import JOIN, ModelSelect, fn

from admin.base import ListFilter, expose
from admin.forms import say
from admin.links.many_raters import ManyRaters, open_forms_of, running_cycles
from admin.links.rater_actions import STEPS, Step
from admin.lookup import whole
from admin.mail.letter_kinds import kind_label
from survei.account.choices import Permission
from survei.account.policy import Principal, staff_scope
from survei.cycle.choices import ASSIGNMENT_STATE_LABELS, AssignmentState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.queries import assignments_due, within
from survei.cycle.relations import RELATION_LABELS
from survei.database import database, often
from survei.errors import SurveiError
from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import link_of_participant
from survei.mail.choices import LETTER_STATE_LABELS, LetterState
from survei.mail.models import Letter
from survei.search.queries import found


class Raters(ManyRaters):
    """Everyone who rates in a running cycle."""

    permission = Permission.MANAGE_LINKS
    description = "Siapa yang belum mengisi; kirim ulang, cetak, atau ganti tautannya."
    can_view_details = True
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
        ListFilter("cycle", "Periode", running_cycles, Participant.cycle),
        ListFilter(
            "open", "Formulir", [("1", "Belum selesai"), ("0", "Sudah selesai")], open_forms_of
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

    def scope(
        self, query: ModelSelect[Participant], principal: Principal
    ) -> ModelSelect[Participant]:
        """Raters of running cycles, for HR of a unit only those of that unit."""
        rates = Assignment.select(Assignment.id).where(Assignment.rater == Participant.id)
        # Named by id, not by state: then names come in order from the index, unsorted.
        running = [int(cycle_id) for cycle_id, _name in running_cycles()]
        return (
            query.select(Participant, Cycle)
            .join(Cycle, JOIN.LEFT_OUTER)  # else SQLite begins with the cycle, whatever is asked
            .where(
                often(Participant.cycle.in_(running)),
                within(staff_scope(principal)),
                fn.EXISTS(rates),
            )
        )

    def searched(
        self, query: ModelSelect[Participant], words: Sequence[str]
    ) -> ModelSelect[Participant]:
        """In the people of running cycles alone."""
        cycles = [int(cycle_id) for cycle_id, _name in running_cycles()]
        return found(query, (Participant.name, Participant.unit_name), words, parts=cycles)

    def get_list(self, *args: Any, **kwargs: Any) -> tuple[int, list[Any]]:
        """The rows with their numbers of forms, counted for the page in one statement."""
        count, rows = super().get_list(*args, **kwargs)
        counted = form_counts([row.id for row in rows])
        row: Any
        for row in rows:
            row.forms, row.open_forms = counted.get(row.id, (0, 0))
        return count, rows

    # One rater ----------------------------------------------------------------------------

    @expose("/details/")
    def details_view(self) -> ResponseReturnValue:
        """Forms and letters of one rater, and what can be done."""
        person = self._rater()
        link = link_of_participant(person.id, LinkPurpose.LIST)
        letters = Letter.select().where(Letter.participant_id == person.id)
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
        named = STEPS.get(request.form.get("step", "")) or abort(404)
        chosen = named.for_rater(person)
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

    @expose("/whatsapp/", methods=("GET", "POST"))
    def whatsapp(self) -> ResponseReturnValue:
        """The message to one rater, ready to send."""
        person = self._with_link()
        if not person.whatsapp:
            abort(404)
        return self._messages_page([person], self.get_url(".details_view", id=person.id))

    @expose("/slip/", methods=("GET", "POST"))
    def slip(self) -> ResponseReturnValue:
        """The printable slip of one rater."""
        person = self._with_link()
        return self._slip_page([person], self.get_url(".details_view", id=person.id))

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

    # Inside -------------------------------------------------------------------------------

    @property
    def running_cycles(self) -> Callable[[], list[tuple[str, str]]]:
        """For the list's template: (id, name) of what can be printed and downloaded."""
        return running_cycles

    def _rater(self) -> Participant:
        found: Participant = self.get_one(request.values.get("id", ""))
        return found

    def _form_of(self, person: Participant) -> Assignment:
        """The assignment named by the request, if this rater's."""
        key = whole(request.form.get("form", "")) or abort(404)
        found = assignments_due(person.id).where(Assignment.id == key).first()
        return found or abort(404)

    def _with_link(self) -> Participant:
        person = self._rater()
        if link_of_participant(person.id, LinkPurpose.LIST) is None:
            abort(404)
        return person


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
    rows: Iterable[Any] = query.tuples()
    return {rater: (forms, due or 0) for rater, forms, due in rows}
