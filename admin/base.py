"""The two classes from which every page behind the sign-in inherits.

Stock Flask-Admin with Peewee is not safe for this data (security.md, traps): `View` and
`ModelView` are the only classes that inherit from it. They deny by default, apply one row rule
everywhere, never cascade, never populate what a form does not name, and say nothing of the
database in an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import flask_admin
from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.contrib import peewee as stock
from flask_babel import gettext as _
from peewee import IntegerField, IntegrityError, ModelSelect
from wtforms import Form

from admin import edit_conflict
from admin.convert import Converter
from admin.declaration import Declared, Row
from admin.export import csv_file
from admin.exposing import action, expose
from admin.format import BY_TYPE
from admin.forms import AdminForm, place_error, say
from admin.guard import Guarded
from admin.listing import ListFilter, Listing
from admin.lookup import Lookup, lookup_page, whole
from survei.audit.services import record as record_audit
from survei.database import database
from survei.errors import InUse, StaleRevision, SurveiError
from survei.throttle.choices import EXPORT
from survei.throttle.services import take
from survei.web.error_reference import reference_of
from survei.web.safe_redirect import is_inside

__all__ = ["ListFilter", "Lookup", "ModelView", "View", "action", "expose"]

#: Most rows that one mass action takes.
MOST_SELECTED = 500


class View(Guarded, flask_admin.BaseView):
    """A page or a small group of pages behind the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.check_declaration()
        super().__init__(*args, **kwargs)


class ModelView(Guarded, Declared[Row], Listing[Row], stock.ModelView):
    """List, form, details, deletion, mass actions and export of one table.

    A subclass names its columns (`column_list`, `form_columns` are allow-lists), gives `scope`,
    and writes through `create_record`, `update_record` and `delete_record`, which call services.
    What a class does not offer (`can_create` …) has no address at all.
    """

    page_size = 25
    export_max_rows = 100_000
    form_base_class = AdminForm
    model_form_converter = Converter
    list_template = "admin/list.html"
    create_template = edit_template = "admin/edit.html"
    details_template = "admin/details.html"
    action_delete = None
    column_type_formatters = BY_TYPE
    column_type_formatters_detail = BY_TYPE
    column_type_formatters_export = BY_TYPE

    _urls: list[tuple[str, str, Iterable[str]]]
    form_args: dict[str, Any] | None = None

    def __init__(self, model: type[Row], *args: Any, **kwargs: Any) -> None:
        self.check_declaration()
        self._check_columns()
        super().__init__(model, *args, **kwargs)
        self._urls = [rule for rule in self._urls if self._offers(rule[1])]

    # The one row rule ---------------------------------------------------------------------

    def visible(self) -> ModelSelect[Row]:
        """Every row that the current principal may see."""
        return self.scope(self.model.select(), self.principal)

    get_query = visible

    def get_one(self, id: Any) -> Row:
        """The row, or 404 whether it is absent or somebody else's."""
        value = self._key_of(str(id))
        if value is None:
            abort(404)
        found = self.visible().where(self.model._meta.primary_key == value).first()
        if found is None:
            abort(404)
        return found

    def selected(self) -> list[Row]:
        """The rows ticked for a mass action; 404 when one of them is not the principal's."""
        ids = {self._key_of(text) for text in request.form.getlist("rowid")[: MOST_SELECTED + 1]}
        if None in ids or len(ids) > MOST_SELECTED:
            abort(404)
        rows = list(self.visible().where(self.model._meta.primary_key.in_(list(ids))))
        if len(rows) != len(ids):
            abort(404)
        return rows

    def _key_of(self, text: str) -> int | str | None:
        """The primary key that somebody sent; None for what cannot be one."""
        is_number = isinstance(self.model._meta.primary_key, IntegerField)
        return whole(text) if is_number else text[:64] or None

    # Pages --------------------------------------------------------------------------------

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> ResponseReturnValue:
        """The empty form; a POST creates. 422 with everything typed when something is wrong."""
        form = self.create_form()
        if request.method == "POST" and form.validate():
            saved = self._attempt(form, lambda: self.create_record(form, self.principal.actor))
            if saved is not None:
                flash(_("%(noun)s tersimpan.", noun=self._noun()), "success")
                return redirect(self._after_save(saved), 303)
        return self._form_page(form, record=None), self._form_status()

    @expose("/edit/", methods=("GET", "POST"))
    def edit_view(self) -> ResponseReturnValue:
        """The form of a row; a POST saves. 409 with a comparison when somebody was faster."""
        record = self.get_one(request.args.get("id", ""))
        form = self.edit_form(obj=record)
        if request.method == "POST" and edit_conflict.is_stale(record):
            return self._conflict_page(form, record), 409
        if request.method == "POST" and form.validate():
            try:
                saved = self._attempt(form, lambda: self._update(form, record))
            except StaleRevision:
                return self._conflict_page(form, self.get_one(record.get_id())), 409
            if saved is not None:
                flash(_("%(noun)s tersimpan.", noun=self._noun()), "success")
                return redirect(self._after_save(record), 303)
        return self._form_page(form, record=record), self._form_status()

    @expose("/details/")
    def details_view(self) -> ResponseReturnValue:
        """One row, read-only."""
        record = self.get_one(request.args.get("id", ""))
        return self.render(
            self.details_template,
            model=record,
            details_columns=self._details_columns,
            get_value=self.get_detail_value,
            return_url=self._return_url(),
        )

    @expose("/delete/", methods=("GET", "POST"))
    def delete_view(self) -> ResponseReturnValue:
        """Asks, works without JavaScript; a POST deletes. 409 when the row is in use."""
        record = self.get_one(request.values.get("id", ""))
        if request.method == "GET":
            return self._delete_page(record)
        try:
            with database.atomic():
                self.delete_record(record, self.principal.actor)
        except (InUse, IntegrityError) as refusal:
            reason = refusal if isinstance(refusal, InUse) else InUse()
            return self._delete_page(record, say(reason.message, reason.params)), 409
        flash(_("%(noun)s terhapus.", noun=self._noun()), "success")
        return redirect(self._return_url(), 303)

    @expose("/action/", methods=("POST",))
    def action_view(self) -> ResponseReturnValue:
        """A mass action on ticked rows; its method gets the rows, already under the row rule."""
        name = request.form.get("action", "")
        if name not in self._actions_data or not self.is_action_allowed(name):
            abort(404)
        handler, text, question = self._actions_data[name]
        rows = self.selected()
        if not rows:
            flash(_("Centang dahulu baris yang dimaksud."), "error")
            return redirect(self._return_url(), 303)
        if question and request.form.get("confirmed") != "1":
            return self.render(
                "admin/confirm_action.html",
                rows=rows,
                action=name,
                text=text,
                question=question,
                return_url=self._return_url(),
            )
        return handler(rows) or redirect(self._return_url(), 303)

    @expose("/export/<export_type>/")
    def export(self, export_type: str) -> ResponseReturnValue:
        """The list as searched and filtered, as inert CSV; limited per user and logged."""
        if export_type != "csv":
            abort(404)
        take((EXPORT, str(self.principal.user_id)))
        arguments = self._get_list_extra_args()
        query = self.narrowed(arguments.search).order_by(*self._order(None, None))
        rows = list(query.limit(self.export_max_rows))
        with database.atomic():
            record_audit(self.principal.actor, "export.csv", self.endpoint, "-", rows=len(rows))
        names = [name for name, _label in self._export_columns]
        cells = ([self.get_export_value(row, name) for name in names] for row in rows)
        return csv_file(self.endpoint, [label for _name, label in self._export_columns], cells)

    @expose("/ajax/lookup/")
    def ajax_lookup(self) -> ResponseReturnValue:
        """Suggestions for a look-up field."""
        return lookup_page(self._form_ajax_refs)

    # Inside -------------------------------------------------------------------------------

    def _attempt(self, form: Form, write: Callable[[], Any]) -> Any:
        """One transaction; a refusal becomes an error of the form, and None comes back."""
        try:
            with database.atomic():
                saved = write()
                return True if saved is None else saved
        except StaleRevision:
            raise
        except SurveiError as refusal:
            place_error(form, refusal)
        except IntegrityError as error:
            code = reference_of(error)
            form.form_errors.append(
                _("Data ini bertentangan dengan data lain (kode %(code)s).", code=code)
            )
        return None

    def _update(self, form: Form, record: Row) -> Any:
        return self.update_record(form, record, self.principal.actor)

    def _form_page(self, form: Form, *, record: Row | None, differences: Any = ()) -> str:
        return self.render(
            self.edit_template if record else self.create_template,
            form=form,
            model=record,
            revision=edit_conflict.revision_to_show(record, is_conflict=bool(differences)),
            differences=differences,
            editor=edit_conflict.editor_of(record) if differences else "",
            return_url=self._return_url(),
        )

    def _conflict_page(self, form: Form, record: Row) -> str:
        stored = self._edit_form_class(None, obj=record)
        form.validate()
        return self._form_page(form, record=record, differences=edit_conflict.compare(form, stored))

    def _delete_page(self, record: Row, error: str = "") -> str:
        return self.render(
            "admin/delete.html",
            model=record,
            what=self.describe(record),
            error=error,
            return_url=self._return_url(),
        )

    def _form_status(self) -> int:
        return 422 if request.method == "POST" else 200

    def _return_url(self) -> str:
        url = request.values.get("url", "")
        return url if is_inside(url) else self.get_url(".index_view")

    def _after_save(self, record: Row) -> str:
        if "_continue_editing" in request.form and self.can_edit:
            return self.get_url(".edit_view", id=record.get_id(), url=self._return_url())
        return self._return_url()

    def _noun(self) -> str:
        noun = _(self.noun)
        return noun[:1].upper() + noun[1:]

    def scaffold_form(self) -> type[Form]:
        """The form of `form_columns`, labelled as the list is."""
        labels = {name: {"label": label} for name, label in (self.column_labels or {}).items()}
        given = self.form_args or {}
        wanted = self.form_columns or ()
        self.form_args = {name: {**labels.get(name, {}), **given.get(name, {})} for name in wanted}
        return super().scaffold_form() if wanted else AdminForm

    def get_edit_form(self) -> type[Form]:
        """No form where nothing is edited."""
        return self.get_form()
