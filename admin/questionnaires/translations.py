"""Texts as fields: one for the Indonesian wording, and one for each other language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import Form, FormField

from survei.questionnaire.languages import CODE, MAIN, name_of
from survei.questionnaire.parts import Part
from survei.questionnaire.translated_text import Text, input_name
from survei.questionnaire.wording import languages_in

#: What a field that is only about the Indonesian wording has.
OWN = ("description", "validators")
#: The name of the field of a translation, in a list of rows or not.
TRANSLATION = re.compile(
    rf"(?:\w+-\d+-)?(?:title|intro|text|text_self|hint|unit|label|anchor|anchor_-?\d+"
    rf"|low_label|high_label)_({CODE.pattern})"
)


class TranslatedForm(Form):
    """A form with texts; `speaking` gives it the fields of more languages."""

    #: Members that are texts.
    texts: ClassVar[tuple[str, ...]] = ()
    #: Lists of rows that have texts: name → form of a row.
    row_forms: ClassVar[Mapping[str, type[TranslatedForm]]] = {}
    #: Languages beside Indonesian.
    languages: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def speaking(cls, languages: tuple[str, ...]) -> Any:
        """The form with a field for each text in each of these languages."""
        form: Any = cls  # a class is hashable; mypy sees the unhashable instances
        return _speaking(form, languages) if languages else form

    def text_of(self, member: str) -> Text:
        """What was typed for a text, in all languages."""
        names = {language: input_name(member, language) for language in (MAIN, *self.languages)}
        typed = {language: self._fields[name].data or "" for language, name in names.items()}
        return Text.of(typed)

    def typed_texts(self) -> dict[str, Text]:
        """Every text by its member."""
        return {member: self.text_of(member) for member in self.texts}

    def is_translation(self, name: str) -> bool:
        """Whether a field is a text in another language."""
        return _language_of(name) in self.languages

    def translations(self) -> list[tuple[str, str, list[Any]]]:
        """(language, its name, its fields) of each language beside Indonesian."""
        return [
            (
                one,
                name_of(one),
                [f for name, f in self._fields.items() if _language_of(name) == one],
            )
            for one in self.languages
        ]


def _language_of(name: str) -> str:
    """The language of a field that is a translation; empty for others, such as "allow_na"."""
    match = TRANSLATION.fullmatch(name)
    return match[1] if match else ""


@lru_cache(maxsize=256)
def _speaking(form: Any, languages: tuple[str, ...]) -> Any:
    fields = {
        input_name(member, language): _translation(getattr(form, member), language)
        for language in languages
        for member in form.texts
    }
    for name, row in form.row_forms.items():
        rows = getattr(form, name)
        fields[name] = rows.field_class(FormField(row.speaking(languages)), **rows.kwargs)
    return type(form.__name__, (form,), {**fields, "languages": languages})


def _translation(field: Any, language: str) -> Any:
    """A field like the one of the Indonesian wording."""
    options = {name: value for name, value in field.kwargs.items() if name not in OWN}
    options["render_kw"] = {**options.get("render_kw", {}), "lang": language, "dir": "auto"}
    label = _l("%(label)s (%(language)s)", label=field.args[0], language=name_of(language))
    return field.field_class(label, **options)


def shown_texts(part: Part) -> dict[str, Any]:
    """Members of a part, and of its rows, as data of fields: texts by language."""
    found: dict[str, Any] = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, Text):
            found |= {input_name(name, language): value[language] for language in value}
            found.setdefault(name, "")
        elif isinstance(value, list):
            found[name] = [shown_texts(one) if isinstance(one, Part) else one for one in value]
        else:
            found[name] = value
    return found


def languages_for(
    spoken: Iterable[str], part: object, posted: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Languages that a form needs: those spoken around it, of the part, and of what was typed.

    A scale of the library may be translated further than the questionnaire, and somebody may have
    taken a language out while another wrote in it: nothing of either is lost.
    """
    typed = filter(None, map(_language_of, posted or ()))
    found = dict.fromkeys([*spoken, *languages_in(part), *typed])
    return tuple(language for language in found if language != MAIN)
