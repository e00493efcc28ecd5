"""The base of all forms behind the sign-in, and WTForms' messages in Indonesian."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import Form

from admin.actor_words import actor_words
from survei.errors import SurveiError, Term

#: WTForms ships no Indonesian catalogue; its messages by their English msgid.
MESSAGES = {
    "This field is required.": "Bagian ini wajib diisi.",
    "Not a valid choice.": "Pilihan ini tidak tersedia.",
    "Not a valid choice": "Pilihan ini tidak tersedia.",
    "'%(value)s' is not a valid choice for this field.": "“%(value)s” tidak ada di daftar.",
    "Invalid Choice: could not coerce.": "Pilihan ini tidak tersedia.",
    "Choices cannot be None.": "Pilihan ini tidak tersedia.",
    "Not a valid integer value.": "Tulis bilangan bulat.",
    "Not a valid decimal value.": "Tulis angka, misalnya 2,5.",
    "Not a valid float value.": "Tulis angka, misalnya 2,5.",
    "Not a valid date value.": "Tulis tanggal yang benar.",
    "Not a valid datetime value.": "Tulis tanggal dan jam yang benar.",
    "Not a valid time value.": "Tulis jam yang benar.",
    "Invalid email address.": "Tulis satu alamat surel yang lengkap.",
    "Invalid input.": "Isian ini tidak sesuai.",
    "Invalid URL.": "Tulis alamat situs yang lengkap.",
    "Field must be equal to %(other_name)s.": "Kedua isian harus sama.",
    "Field must be at least %(min)d character long.": "Paling sedikit %(min)d karakter.",
    "Field must be at least %(min)d characters long.": "Paling sedikit %(min)d karakter.",
    "Field cannot be longer than %(max)d character.": "Paling banyak %(max)d karakter.",
    "Field cannot be longer than %(max)d characters.": "Paling banyak %(max)d karakter.",
    "Field must be exactly %(max)d character long.": "Harus tepat %(max)d karakter.",
    "Field must be exactly %(max)d characters long.": "Harus tepat %(max)d karakter.",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Panjangnya %(min)d sampai %(max)d karakter."
    ),
    "Number must be at least %(min)s.": "Paling sedikit %(min)s.",
    "Number must be at most %(max)s.": "Paling banyak %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Isi antara %(min)s dan %(max)s.",
}


class Messages:
    """What WTForms asks for its texts."""

    def gettext(self, text: str) -> str:
        """The message in the language of the page."""
        if str(get_locale()) == "en":
            return text
        return MESSAGES.get(text, text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Indonesian has one form for both."""
        return self.gettext(one if count == 1 else many)


class AdminForm(Form):
    """A form of the admin. Its CSRF token is checked centrally, not by the form."""

    class Meta:
        messages = Messages()

        def get_translations(self, form: Form) -> Messages:
            """WTForms' hook for its messages."""
            return self.messages

    def validate(self, extra_validators: Any = None) -> bool:
        """WTForms' own. What could not be read is said once: its bounds are no second error."""
        is_valid = super().validate(extra_validators)
        for field in self:
            if field.process_errors:
                field.errors = list(field.errors)[:1]
        return is_valid


def place_error(form: Form, refusal: SurveiError) -> None:
    """Puts a refusal at the field that it names (`field`), or at the form as a whole."""
    message = say(refusal.message, refusal.params)
    name = getattr(refusal, "field", None)
    if name is not None and name in form:
        form[name].errors = [*form[name].errors, message]
    else:
        form.form_errors.append(message)


def say(message: str, params: dict[str, object]) -> str:
    """A message of the domain in the language of the page."""
    words = {name: _(value) if isinstance(value, Term) else value for name, value in params.items()}
    if "editor" in words:
        words["editor"] = actor_words(str(words["editor"]))
    return _(message, **words) if words else _(message)
