"""What the buttons about the languages of a questionnaire do."""

from __future__ import annotations

from flask_babel import gettext as _

from admin.questionnaires.outcomes import Outcome, Posted
from survei.questionnaire.document import Document
from survei.questionnaire.languages import NAMES, name_of
from survei.questionnaire.translating import add_language, remove_language

#: Where they stand.
COVER = ("sampul", "-")


def add(document: Document, code: str, posted: Posted) -> Outcome:
    """The language whose code was typed, else the one that was chosen."""
    wanted = (posted.get("language_code") or posted.get("language", "")).strip().lower()
    changed = add_language(document, wanted)
    said = _(
        "Bahasa %(language)s ditambahkan. Tulis terjemahannya di bawah.", language=name_of(wanted)
    )
    return Outcome(changed, said, COVER)


def remove(document: Document, code: str, posted: Posted) -> Outcome:
    """Without a language and its texts; the outline has the button that brings them back."""
    changed = remove_language(document, code)
    said = _("Bahasa %(language)s dihapus beserta terjemahannya.", language=name_of(code))
    return Outcome(changed, said)


def offered(document: Document) -> list[tuple[str, str]]:
    """(code, name) of the languages in the table that the questionnaire does not speak yet."""
    return [(code, name) for code, name in NAMES.items() if code not in ("id", *document.languages)]
