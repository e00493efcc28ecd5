"""What a view over a table says of itself, and the refusal to start when it says too little."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from peewee import Model, ModelSelect
from wtforms import Form

from survei.account.policy import Principal
from survei.audit.choices import Actor

#: The table's rows.
Row = TypeVar("Row", bound=Model)


class Declared(Generic[Row]):
    """Mixed into `ModelView`: the attributes and methods that a subclass gives."""

    can_create = can_edit = can_delete = can_export = can_view_details = False
    #: The word for one row, in messages: "pengguna".
    noun = "data"
    column_list: Any
    column_details_list: Any
    form_columns: Any
    form: Any
    _actions: Any
    _form_ajax_refs: Any
    may: Callable[[str], bool]

    def scope(self, query: ModelSelect[Row], principal: Principal) -> ModelSelect[Row]:
        """The rows that the principal may see: narrows (and joins) the query."""
        raise NotImplementedError

    def create_record(self, form: Form, actor: Actor) -> Row:
        """Calls the service that creates; returns the new row."""
        raise NotImplementedError

    def update_record(self, form: Form, record: Row, actor: Actor) -> Any:
        """Calls the service that saves, with `record.revision`; raises StaleRevision."""
        raise NotImplementedError

    def delete_record(self, record: Row, actor: Actor) -> None:
        """Calls the service that deletes; raises InUse rather than take others along."""
        raise NotImplementedError

    def describe(self, record: Row) -> str:
        """What a person calls the row, for titles and questions."""
        return str(getattr(record, "name", record.get_id()))

    def _check_columns(self) -> None:
        name = type(self).__name__
        if not self.column_list:
            raise TypeError(f"{name} declares no column_list")
        if (self.can_create or self.can_edit) and not (self.form_columns or self.form):
            raise TypeError(f"{name} declares neither form_columns nor form")
        if self.can_view_details and not self.column_details_list:
            raise TypeError(f"{name} declares no column_details_list")
        for offered, method in (
            (True, "scope"),
            (self.can_create, "create_record"),
            (self.can_edit, "update_record"),
            (self.can_delete, "delete_record"),
        ):
            if offered and getattr(type(self), method) is getattr(Declared, method):
                raise TypeError(f"{name} does not define {method}")

    def _offers(self, method: str) -> bool:
        offered = {
            "create_view": self.can_create,
            "edit_view": self.can_edit,
            "delete_view": self.can_delete,
            "details_view": self.can_view_details,
            "export": self.can_export,
            "action_view": bool(self._actions),
            "ajax_lookup": bool(self._form_ajax_refs),
            "ajax_update": False,
        }
        return offered.get(method, True)

    def has_row_links(self) -> bool:
        """Whether a row of the list leads anywhere."""
        offered = ("details_view", "edit_view", "delete_view")
        return any(self._offers(method) and self.may(method) for method in offered)
