"""The rubric: all anchors of a draft in one grid per scale, written cell by cell or pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from admin.actor_words import actor_words
from admin.base import expose
from admin.forms import say
from admin.questionnaires.designer_page import DesignerPage, draft_status, with_draft, without_draft
from admin.questionnaires.draft import (
    Draft,
    actor,
    find_draft,
    posted_revision,
    save,
    wants_json,
)
from admin.questionnaires.draft_conflict import base_document, conflict_with
from admin.questionnaires.rubric_cells import (
    Cells,
    Written,
    errors_in,
    merged,
    name_of,
    typed_texts,
)
from survei.drafting import undo
from survei.errors import NotFound, StaleRevision
from survei.questionnaire import languages
from survei.questionnaire.document import Document
from survei.questionnaire.languages import MAIN
from survei.questionnaire.pasting import Placement, parse_block, place_block
from survei.questionnaire.rubric import Grid, grids, set_anchors
from survei.questionnaire.wording import written_languages


class RubricPage(DesignerPage):
    """Shows the grids, saves their cells, and takes blocks from a spreadsheet."""

    most_bytes = {"rubric": 8_000_000, "paste": 2_000_000}

    @expose("/<int:questionnaire_id>/", methods=("GET", "POST"))
    @with_draft
    def rubric(self, draft: Draft) -> ResponseReturnValue:
        """GET shows; POST saves the cells, 422 and 409 keep everything typed."""
        if request.method == "GET":
            return self.show(draft, Written())
        typed = typed_texts(request.form)
        if posted_revision() != draft.revision:
            return self.refuse(draft)
        if errors := errors_in(typed):
            if wants_json():
                return jsonify(errors={name_of(spot): True for spot in errors}), 422
            return self.show(draft, Written(typed, errors)), 422
        try:
            saved = save_changed(draft, set_anchors(draft.document, typed, language(draft)))
        except StaleRevision:
            return self.refuse(find_draft(draft.id) or draft)
        if wants_json():
            return jsonify(revision=saved.revision, status=draft_status(saved))
        verb, _colon, key = request.form.get("do", "").partition(":")
        if verb == "paste":
            return self.show_paste(saved, key, posted_block(f".{key}"))
        return redirect(self.address(draft, tersimpan=1), 303)

    @expose("/<int:questionnaire_id>/tempel", methods=("POST",))
    @with_draft
    def paste(self, draft: Draft) -> ResponseReturnValue:
        """Shows where a block would go; `do=apply` puts it there, as one step to undo."""
        key, block = request.form.get("scale", ""), posted_block()
        if not any(grid.key == key for grid in grids(draft.document)):
            return without_draft(self, draft.id), 409
        if posted_revision() != draft.revision:
            return self.show_paste(draft, key, block, is_late=True), 409
        placement = placed(grid_named(draft.document, key), block, language(draft))
        if request.form.get("do") != "apply" or placement.refusals:
            return self.show_paste(draft, key, block), 422 if placement.refusals else 200
        try:
            save_changed(draft, set_anchors(draft.document, placement.texts, language(draft)))
        except StaleRevision:
            return self.show_paste(find_draft(draft.id) or draft, key, block, is_late=True), 409
        count = len(placement.cells)
        flash(ngettext("%(num)s sel diisi.", "%(num)s sel diisi.", count), "success")
        return redirect(self.address(draft, _anchor=f"rubrik-{key}"), 303)

    @expose("/<int:questionnaire_id>/urungkan", methods=("POST",))
    @with_draft
    def undo(self, draft: Draft) -> ResponseReturnValue:
        """Takes the last change of the draft back."""
        return self.travel(draft, undo.undo_draft)

    @expose("/<int:questionnaire_id>/ulangi", methods=("POST",))
    @with_draft
    def redo(self, draft: Draft) -> ResponseReturnValue:
        """Brings back what was undone."""
        return self.travel(draft, undo.redo_draft)

    def travel(self, draft: Draft, way: Callable[..., Any]) -> ResponseReturnValue:
        """One step through the history, back to this page."""
        try:
            way(draft.id, revision=posted_revision(), actor=actor())
        except StaleRevision:
            return self.refuse(find_draft(draft.id) or draft)
        except undo.NothingToUndo as refusal:
            flash(say(refusal.message, refusal.params), "error")
        return redirect(self.address(draft), 303)

    def refuse(self, draft: Draft) -> ResponseReturnValue:
        """The second editor: everything typed, over what is stored now."""
        if wants_json():
            return jsonify(editor=actor_words(draft.questionnaire.draft_saved_by)), 409
        before = base_document(draft, posted_revision())
        written = merged(typed_texts(request.form), draft.document, before, language(draft))
        theirs = {name_of(spot): text for spot, text in written.theirs.items()}
        conflict = conflict_with(draft, before, theirs=theirs)
        return self.show(draft, written, conflict), 409

    def show(self, draft: Draft, written: Written, conflict: Any = None) -> str:
        """Renders the grids."""
        found = grids(draft.document)
        return self.page(
            "questionnaires/rubric.html",
            draft,
            conflict=conflict,
            block=posted_block,
            cells=Cells(written, language(draft)).of,
            grids=found,
            has_matrix=any(
                row.matrix for grid in found for _part, rows in grid.sections for row in rows
            ),
            here=self.address(draft),
            history=undo.history_of(draft.questionnaire),
            homeless=written.homeless,
            lang=language(draft),
            languages=self.languages(draft),
            saved="tersimpan" in request.args,
            trouble=bool(written.errors) and conflict is None,
            way=self.way(draft),
        )

    def show_paste(
        self, draft: Draft, key: str, block: dict[str, str], *, is_late: bool = False
    ) -> str:
        """Renders what a block would do."""
        grid = grid_named(draft.document, key)
        return self.page(
            "questionnaires/rubric_paste.html",
            draft,
            block=block,
            grid=grid,
            is_late=is_late,
            lang=language(draft),
            back=self.address(draft, _anchor=f"rubrik-{key}"),
            here=self.way(draft)("paste"),
            placement=placed(grid, block, language(draft)),
            say=say,
        )

    def languages(self, draft: Draft) -> list[tuple[str, str, str, bool]]:
        """(language, its name, address, whether it is shown) of each language."""
        shown = language(draft)
        return [
            (one, languages.name_of(one), self.address(draft, bahasa=one), one == shown)
            for one in [MAIN, *written_languages(draft.document)]
        ]

    @staticmethod
    def way(draft: Draft) -> Callable[[str], str]:
        """Address of another method of this page, in the same language."""
        return lambda method: url_for(
            f".{method}", questionnaire_id=draft.id, bahasa=asked_language(draft)
        )

    @staticmethod
    def address(draft: Draft, **more: Any) -> str:
        """Address of the rubric, in the same language unless `bahasa` says another."""
        return url_for(
            ".rubric", questionnaire_id=draft.id, **{"bahasa": asked_language(draft), **more}
        )


def language(draft: Draft) -> str:
    """The language whose texts are written: Indonesian, or another of the questionnaire."""
    asked = request.args.get("bahasa", "")
    return asked if asked in written_languages(draft.document) else MAIN


def asked_language(draft: Draft) -> str | None:
    """The language for an address; None for the first, which needs no saying."""
    return None if (found := language(draft)) == MAIN else found


def save_changed(draft: Draft, document: Document) -> Draft:
    """Saves; what changes nothing is no step to undo."""
    return draft if document == draft.document else save(draft, document, posted_revision())


def grid_named(document: Document, key: str) -> Grid:
    """The grid of a scale. Raises NotFound."""
    for grid in grids(document):
        if grid.key == key:
            return grid
    raise NotFound


def posted_block(suffix: str = "") -> dict[str, str]:
    """What stands in the box to paste into, and where it should begin."""
    return {name: request.form.get(f"{name}{suffix}", "") for name in ("block", "row", "point")}


def placed(grid: Grid, block: dict[str, str], language: str) -> Placement:
    """Where the block would go."""
    cells = parse_block(block["block"])
    return place_block(grid, cells, row=block["row"], value=block["point"], language=language)
