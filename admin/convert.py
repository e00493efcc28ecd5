"""From Peewee columns to form fields: native date boxes, local moments, scoped look-ups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_admin.contrib.peewee.form import CustomModelConverter
from peewee import CharField, DateField, Field
from wtforms import fields

from admin.fields import LineField, LookupField, MomentField
from survei.database import UTCDateTimeField


class Converter(CustomModelConverter):
    """What the stock converter gives, without its date pickers and its unscoped selects."""

    converters: dict[type[Field], Callable[..., tuple[str, Any]]]

    def __init__(self, view: Any, additional: Any = None) -> None:
        super().__init__(view, additional)
        self.converters[DateField] = self.handle_date
        self.converters[CharField] = self.handle_line
        self.converters = {UTCDateTimeField: self.handle_moment, **self.converters}

    def handle_foreign_key(self, model: Any, field: Any, **kwargs: Any) -> tuple[str, Any]:
        """A look-up; a select of all rows would show what the row rule hides."""
        loader = self.view._form_ajax_refs.get(field.name)
        if loader is None:
            raise TypeError(f"{type(self.view).__name__}: no form_ajax_refs for {field.name}")
        return field.name, LookupField(loader=loader, **kwargs)

    def handle_moment(self, model: Any, field: Any, **kwargs: Any) -> tuple[str, Any]:
        """Typed and shown in the configured zone."""
        return field.name, MomentField(**kwargs)

    def handle_date(self, model: Any, field: Any, **kwargs: Any) -> tuple[str, Any]:
        """The browser's own date box."""
        return field.name, fields.DateField(**kwargs)

    def handle_line(self, model: Any, field: Any, **kwargs: Any) -> tuple[str, Any]:
        """A trimmed line, or a select where the column names its choices."""
        if field.choices:
            choices = [fields.SelectChoice(*choice) for choice in field.choices]
            return field.name, fields.SelectField(choices=choices, **kwargs)
        return field.name, LineField(**kwargs)
