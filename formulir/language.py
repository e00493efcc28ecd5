"""Languages of a page that a link opens: what its address asks for (`?lang=mak`).

The questionnaire is shown in that language where it speaks it, the interface where there is a
catalogue; each is Indonesian otherwise.
"""

from __future__ import annotations

from flask import request

from formulir.forms import shown_language
from survei.catalogues import interface_language
from survei.drafting.queries import document_of
from survei.questionnaire.document import Document
from survei.questionnaire.languages import MAIN, is_language, name_of
from survei.questionnaire.wording import spoken


def asked_language() -> str:
    """The language in the address; Indonesian for none, and for what is no code of one."""
    asked = request.args.get("lang", MAIN) if request.query_string else MAIN
    return asked if is_language(asked) else MAIN


def wanted_language() -> str:
    """The language of the interface."""
    return interface_language(asked_language())


def form_language(version_id: int) -> str:
    """The language in which a version is shown: that of the interface where it does not speak
    the one that was asked for.
    """
    return shown_language(document_of(version_id), asked_language())


def in_language(path: str) -> str:
    """One of our paths, so that it goes on in the language of this page."""
    return path if (asked := asked_language()) == MAIN else f"{path}?lang={asked}"


def choices(document: Document) -> list[tuple[str, str]]:
    """(code, name) of the languages that a questionnaire offers."""
    return [(language, name_of(language)) for language in spoken(document)]
