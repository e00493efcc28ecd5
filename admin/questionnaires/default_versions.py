"""For whom: job roles × relations, which version serves each cell, and where a cell is empty."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from admin.base import View, expose
from admin.forms import say
from survei.account.choices import Permission
from survei.account.policy import permits, staff_scope
from survei.cycle.choices import Relation
from survei.cycle.default_versions.queries import (
    TROUBLE_LABELS,
    Offer,
    RoleRow,
    audience,
    newest_offered,
    offers,
)
from survei.cycle.default_versions.services import Cell, clear_cells, set_cells
from survei.cycle.relations import RELATION_LABELS
from survei.errors import SurveiError

#: Job roles on a page.
PAGE = 50
LAST_PAGE = 200


class AudiencePage(View):
    """The matrix; cells are ticked and one menu says what serves them. Works without JavaScript."""

    permission = Permission.VIEW_QUESTIONNAIRES
    permissions = {"change": Permission.EDIT_QUESTIONNAIRES}
    description = "Tentukan kuesioner mana yang melayani setiap jabatan dan penilai."

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The matrix."""
        return self.page(_page_number(request.args.get("halaman", "")))

    @expose("/ubah", methods=("POST",))
    def change(self) -> ResponseReturnValue:
        """Sets or clears the ticked cells. 422 when nothing is ticked or chosen."""
        number = _page_number(request.form.get("halaman", ""))
        ticked = request.form.getlist("sel")
        cells = chosen_cells(ticked, self.rows(number))
        try:
            if not cells:
                raise SurveiError("Centang sedikitnya satu sel, baris, atau kolom.")
            said = self.write(cells)
        except SurveiError as refusal:
            said = say(refusal.message, refusal.params)
            return self.page(number, ticked=ticked, refusal=said), 422
        flash(said, "success")
        return redirect(url_for(".index", halaman=number or None), 303)

    def write(self, cells: Sequence[Cell]) -> str:
        """Calls the service that the button means; what to say about it."""
        actor = self.principal.actor
        if request.form.get("do") == "kosongkan":
            clear_cells(cells, actor=actor)
            return ngettext("%(num)s sel dikosongkan.", "%(num)s sel dikosongkan.", len(cells))
        kind, _colon, key = request.form.get("kuesioner", "").partition(":")
        if not (key.isascii() and key.isdecimal() and len(key) < 10):
            raise SurveiError("Pilih kuesioner untuk sel yang dicentang.")
        chosen = int(key)
        by_id = {one.version_id: one.questionnaire_id for one in offers()}
        is_pinned = kind == "versi"
        set_cells(
            cells,
            questionnaire_id=by_id.get(chosen, 0) if is_pinned else chosen,
            version_id=chosen if is_pinned else None,
            actor=actor,
        )
        return ngettext("%(num)s sel diisi.", "%(num)s sel diisi.", len(cells))

    def rows(self, number: int) -> list[RoleRow]:
        """The job roles of a page, and one more when there is a next page."""
        return audience(staff_scope(self.principal), limit=PAGE + 1, offset=number * PAGE)

    def page(self, number: int, *, ticked: Sequence[str] = (), refusal: str = "") -> str:
        """The matrix with what was ticked."""
        rows = self.rows(number)
        known = [one for one in offers() if one.is_offered]
        shown = rows[:PAGE]
        return str(
            self.render(
                "questionnaires/audience.html",
                rows=shown,
                number=number,
                has_next=len(rows) > PAGE and number < LAST_PAGE,
                relations=[(one, RELATION_LABELS[one]) for one in Relation],
                empty=empty_by_relation(shown),
                offered=grouped(known),
                may_edit=self.may("change"),
                may_prepare=permits(self.principal, Permission.EDIT_CYCLES),
                trouble_labels=TROUBLE_LABELS,
                ticked=set(ticked),
                refusal=refusal,
            )
        )


def grouped(known: Sequence[Offer]) -> list[tuple[Offer, list[Offer]]]:
    """(newest version, all versions) of each questionnaire that is offered, by title."""
    return [
        (newest, [one for one in known if one.questionnaire_id == newest.questionnaire_id])
        for newest in newest_offered(known).values()
    ]


def _page_number(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return min(int(text), LAST_PAGE) if is_number else 0


def empty_by_relation(rows: Sequence[RoleRow]) -> list[tuple[Relation, int, int]]:
    """(relation, job roles, people) that nothing serves, of job roles with people."""
    found = []
    for relation in Relation:
        unserved = [row for row in rows if row.people and relation in row.empty]
        if unserved:
            found.append((relation, len(unserved), sum(row.people for row in unserved)))
    return found


def chosen_cells(ticked: Sequence[str], rows: Sequence[RoleRow]) -> list[Cell]:
    """The cells of the page that are meant: "5:peer", a row "5:*", a column "*:peer"."""
    wanted = set(ticked)
    return [
        (row.id, relation)
        for row in rows[:PAGE]
        for relation in Relation
        if wanted & {f"{row.id}:{relation}", f"{row.id}:*", f"*:{relation}"}
    ]
