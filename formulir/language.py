"""Language of a page that a link opens: Indonesian, or English on request (`?lang=en`)."""

from __future__ import annotations

from flask import request

from survei.questionnaire.document import Document
from survei.questionnaire.wording import spoken


def wanted_language() -> str:
    """ "en" when the address asks for it, else "id"."""
    return "en" if request.query_string and request.args.get("lang") == "en" else "id"


def in_language(path: str) -> str:
    """One of our paths, so that it goes on in the language of this page."""
    return f"{path}?lang=en" if wanted_language() == "en" else path


def has_english(document: Document) -> bool:
    """Whether the questionnaire itself speaks English."""
    return "en" in spoken(document)
