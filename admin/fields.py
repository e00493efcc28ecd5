"""Form fields that stock WTForms lacks: numbers as people type them, local time, a look-up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import DateTimeLocalField, Field, FloatField, IntegerField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from admin.lookup import Lookup
from survei import clock, numerals

#: WTForms' own messages; `admin/forms.py` has them in Indonesian.
NO_WHOLE, NO_NUMBER = "Not a valid integer value.", "Not a valid float value."

Value = TypeVar("Value")


def given(value: Value | None) -> Value:
    """What was typed into a field that a validator requires. Raises ValueError before that."""
    if value is None:
        raise ValueError("read before the form was found valid")
    return value


class MomentField(DateTimeLocalField):
    """A moment typed in the configured zone; `data` is an aware UTC datetime."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("format", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
        super().__init__(label, validators, **kwargs)

    def process_data(self, value: datetime | None) -> None:
        """Shows a stored moment as local wall-clock time."""
        self.data = value

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return clock.to_local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads a wall-clock time of the configured zone."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = clock.from_local(self.data)


class WholeField(IntegerField):
    """A whole number as people type it (`survei/numerals.py`)."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads what was typed. Raises ValueError with the sentence to show."""
        if valuelist:
            self.data = numerals.whole(valuelist[0])
            if self.data is None:
                raise ValueError(self.gettext(NO_WHOLE))


class DecimalField(FloatField):
    """A number typed with a decimal comma or point; a number box would refuse the comma."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads "12,5" as 12.5. Raises ValueError with the sentence to show."""
        if valuelist:
            self.data = numerals.decimal(valuelist[0])
            if self.data is None:
                raise ValueError(self.gettext(NO_NUMBER))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else numerals.written(self.data)


class LookupWidget:
    """A text box that suggests while one types, and a hidden box with the key of the choice."""

    def __call__(self, field: LookupField, **kwargs: Any) -> Markup:
        return Markup(
            '<span class="lookup" data-lookup="{url}">'
            '<input type="hidden" name="{name}" value="{key}" data-lookup-key>'
            '<input type="text" id="{id}" name="{name}__text" value="{text}" autocomplete="off"'
            ' maxlength="200" class="form-control {css}" data-lookup-text{described}></span>'
        ).format(
            url=url_for(".ajax_lookup", name=field.loader.name),
            name=field.name,
            id=field.id,
            key=field.key,
            text=field.text,
            css=kwargs.get("class", ""),
            described=Markup(' aria-describedby="{}"').format(kwargs["aria-describedby"])
            if kwargs.get("aria-describedby")
            else "",
        )


class LookupField(Field):
    """One row of another table, found by typing; obeys the loader's row rule both ways.

    Without JavaScript the typed text is looked up when the form is sent.
    """

    widget = LookupWidget()
    data: Any

    def __init__(
        self, label: str | None = None, validators: Any = None, *, loader: Lookup, **kwargs: Any
    ) -> None:
        kwargs.pop("allow_blank", None)
        super().__init__(label, validators, **kwargs)
        self.loader = loader
        self.key = ""
        self.text = ""

    def process_data(self, value: Any) -> None:
        """The related row, or None."""
        self.data = value
        self.key, self.text = self.loader.format(value) if value else ("", "")

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Takes the key, or else the text, from the form."""
        self.process_errors: list[str] = []
        self.process_data(data if data is not None and not callable(data) else None)
        if formdata is None or self.name not in formdata:
            self.raw_data = [self.key] if formdata is None else []
            if formdata is not None:
                self.process_data(None)
            return
        self.key = formdata.get(self.name, "")
        self.text = formdata.get(f"{self.name}__text", "").strip()
        self.raw_data = [self.key or self.text]
        try:
            self.data = self._find()
        except ValidationError as error:
            self.data = None
            self.process_errors.append(str(error))

    def _find(self) -> Any:
        if self.key:
            found = self.loader.get_one(self.key)
            if found is not None and self.text in ("", self.loader.format(found)[1]):
                return found
        if not self.text:
            return None
        matches = self.loader.get_list(self.text, limit=2)
        if len(matches) != 1:
            raise ValidationError(_("Pilih satu dari daftar yang muncul saat Anda mengetik."))
        self.process_data(matches[0])
        return matches[0]


class LineField(StringField):
    """One line of text without surrounding blanks."""

    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Trims what was typed."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = self.data.strip()
