"""Fields of the designer: tidy words, numbers with a decimal comma, growing rows."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, Field, FieldList, StringField, TextAreaField, ValidationError
from wtforms.utils import unset_value
from wtforms.widgets import TextInput

from survei import numerals
from survei.questionnaire.checks.answers import LONGEST_TAG, MOST_TAGS
from survei.questionnaire.parts import LONGEST_TEXT

#: Characters that no sentence needs; refused alike on both databases.
REFUSED_CATEGORIES = frozenset({"Cc", "Cs"})
#: Longest title, label or other single line.
LONGEST_LINE = 200
#: Bound of every number in a questionnaire.
MOST_NUMBER = 1_000_000_000
#: Rows that a list may hold beyond its limit, so that one too many is told and not lost.
SPARE_ROWS = 5


def tidy(text: str | None) -> str:
    """NFC, line ends as one character, no space around; empty for nothing."""
    return unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n")).strip()


def readable(form: Any, field: Any) -> None:
    """Refuses control characters; line ends and tabs are fine."""
    for character in "".join(field.data or ""):
        if character not in "\n\t" and unicodedata.category(character) in REFUSED_CATEGORIES:
            raise ValidationError(
                _("Ada karakter yang tidak dapat disimpan. Ketik ulang teks ini.")
            )


class AtMost:
    """Bounds a text in characters and says how many there are."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, form: Any, field: Any) -> None:
        length = len(field.data or "")
        if length > self.most:
            raise ValidationError(
                _(
                    "Terlalu panjang: %(length)s karakter, paling banyak %(most)s.",
                    length=length,
                    most=self.most,
                )
            )


class Line(StringField):
    """One line of text."""

    def __init__(self, label: Any = None, *, most: int = LONGEST_LINE, **options: Any) -> None:
        checks = [*options.pop("validators", ()), readable, AtMost(most)]
        super().__init__(label, checks, filters=[tidy], **options)


class Passage(TextAreaField):
    """Several lines of text."""

    def __init__(self, label: Any = None, *, most: int = LONGEST_TEXT, **options: Any) -> None:
        checks = [*options.pop("validators", ()), readable, AtMost(most)]
        super().__init__(label, checks, filters=[tidy], **options)


class Tags(StringField):
    """Words separated by commas; gives a list of lowercase words, each once."""

    widget = TextInput()

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, [readable, short_words], **options)

    def _value(self) -> str:
        return ", ".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Splits at commas."""
        if not valuelist:
            return
        words = (tidy(word).lower() for word in ",".join(valuelist).split(","))
        self.data = list(dict.fromkeys(word for word in words if word))


def short_words(form: Any, field: Any) -> None:
    """Refuses a word that is none, and more of them than anybody reads."""
    if len(field.data) > MOST_TAGS or any(len(word) > LONGEST_TAG for word in field.data):
        raise ValidationError(
            _(
                "Paling banyak %(most)s label, masing-masing paling panjang %(longest)s karakter.",
                most=MOST_TAGS,
                longest=LONGEST_TAG,
            )
        )


class YesNo(BooleanField):
    """A tick. Absent from a posted form means no."""


class CommaNumber(Field):
    """A number as people type it, with a decimal comma (`survei/numerals.py`).

    `whole` gives an int. Empty gives `empty`, or an error when `empty` is left out.
    """

    widget = TextInput()
    MISSING = object()

    def __init__(
        self,
        label: Any = None,
        *,
        least: float = -MOST_NUMBER,
        most: float = MOST_NUMBER,
        whole: bool = False,
        empty: Any = MISSING,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.least, self.most, self.whole, self.empty = least, most, whole, empty

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return show_number(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads what was typed. Raises ValueError with the sentence to show."""
        if not valuelist:
            return
        text = valuelist[0].strip()
        if not text:
            if self.empty is self.MISSING:
                raise ValueError(_("Isi dengan angka."))
            self.data = self.empty
            return
        self.data = self._bounded(self._number(text))

    def _number(self, text: str) -> float | int:
        number = numerals.whole(text) if self.whole else numerals.decimal(text)
        if number is None:
            raise ValueError(
                _("Tulis bilangan bulat, misalnya 3.")
                if self.whole
                else _("Tulis angka, misalnya 12,5.")
            )
        return number

    def _bounded(self, number: float | int) -> float | int:
        if number < self.least:
            raise ValueError(_("Paling kecil %(least)s.", least=show_number(self.least)))
        if number > self.most:
            raise ValueError(_("Paling besar %(most)s.", most=show_number(self.most)))
        return number


def show_number(number: float | int | None) -> str:
    """ "12,5"; nothing for None."""
    return "" if number is None else numerals.written(number)


class DayWidget(TextInput):
    """The browser's own calendar."""

    input_type = "date"


class Day(StringField):
    """An ISO date as text, empty for none."""

    widget = DayWidget()

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, filters=[tidy], **options)

    def pre_validate(self, form: Any) -> None:
        """Refuses what is not a day of the calendar."""
        if self.data and day_of(self.data) is None:
            raise ValidationError(_("Tulis tanggal yang ada di kalender."))


def day_of(text: str) -> date | None:
    """The day of an ISO date; None for what is not in the calendar."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class RowList(FieldList):
    """Rows of which none is lost: what is stored beyond the limit is shown, to be shortened."""

    max_entries: int

    def __init__(self, *args: Any, most: int, **options: Any) -> None:
        super().__init__(*args, max_entries=most + SPARE_ROWS, **options)
        self.most = most

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Makes room for all that is stored."""
        if isinstance(data, list):
            self.max_entries = max(self.max_entries, len(data) + SPARE_ROWS)
        super().process(formdata, data, extra_filters)
