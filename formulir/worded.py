"""A text of the questionnaire, which knows its language where the page speaks another."""

from __future__ import annotations

from markupsafe import Markup, escape

from survei.catalogues import interface_language
from survei.questionnaire.languages import MAIN
from survei.questionnaire.translated_text import Text


class Worded(str):
    """A wording in another language than the page around it."""

    lang: str


def worded(text: Text, language: str) -> str:
    """What a reader of a language reads, Indonesian where it is not translated."""
    wording, own = text.wording(language), language if text.get(language) else MAIN
    if not wording or own == interface_language(language):
        return wording
    made = Worded(wording)
    made.lang = own
    return made


def spoken(text: str) -> Markup:
    """The text for a page, marked with its language, so that it is read out by the right voice."""
    if isinstance(text, Worded):
        return Markup('<span lang="{}" dir="auto">{}</span>').format(text.lang, text)
    return escape(text)
