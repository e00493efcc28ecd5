"""What somebody answered in a request that stored nothing: shown once more, to copy.

However it ended: too late, revoked, not begun, too large, unreadable, the database away. Asked by
the page that says so; it stores nothing and fails never.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup
from peewee import PeeweeException
from werkzeug.exceptions import HTTPException

from formulir.fields.base import clean
from formulir.form_body import Values, read_whatever
from formulir.forms import Definition, definition_in_memory, definition_of
from formulir.language import asked_language
from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import opened_at
from formulir.resuming import FIELD as RESUME_FIELD
from formulir.signed_version import FIELD as SHEET_FIELD
from formulir.signed_version import read_sheet
from survei.cycle.choices import DECLINE_LABELS
from survei.errors import SurveiError
from survei.evidence.claims import claimed_note
from survei.invitation.models import Link
from survei.invitation.rules import tidy_token
from survei.invitation.token_lookup import find_link

log = logging.getLogger(__name__)

#: Fields of ours, which nobody answers.
NO_ANSWERS = frozenset(
    {OPENED_FIELD, SHEET_FIELD, RESUME_FIELD, "kode", "yakin", "batal", "~bukti", "csrf_token"}
)
#: Names of fields outside questionnaires.
NAMES = {"reason": lazy_gettext("Alasan"), "note": lazy_gettext("Keterangan")}
#: Kinds that are typed at length, and the name of such a text without its question.
TEXTS = frozenset({"short_text", "long_text", "other"})


@dataclass(frozen=True)
class Kept:
    """One answer as it came."""

    #: The question with its number, or the field's name where the questionnaire is not known.
    name: str
    text: str
    #: Whether it is a text to go on with, not a choice.
    is_text: bool


def unsent_answers(*, is_database_away: bool = False) -> Markup:
    """The part of a page that shows them; nothing where nothing came, or not from a form of ours.

    A request without proof that its form was opened here, and without a link that exists, could be
    another site's: its words are not repeated.
    """
    try:
        kept = _kept(is_database_away=is_database_away)
    except (SurveiError, HTTPException, PeeweeException, ValueError) as failure:
        log.info("unsent answers: %s", type(failure).__name__)
        return Markup()
    if not kept:
        return Markup()
    return Markup(render_template("formulir/components/unsent.html", kept=kept))  # noqa: S704


def _kept(*, is_database_away: bool) -> list[Kept]:
    token = (request.view_args or {}).get("token", "")
    if request.method != "POST" or request.is_json or not token:
        return []
    token = tidy_token(token) or token
    values = read_whatever()
    link = None if is_database_away else find_link(token)
    if link is None and opened_at(token, values.get(OPENED_FIELD, "")) is None:
        return []
    definition = _definition(values, link)
    return list(_answers(values, definition) if definition else _fields(values))


def _definition(values: Values, link: Link | None) -> Definition | None:
    """The questionnaire of the link, else the one that the form says it shows, if it is known."""
    if request.endpoint == "formulir.send_decline":
        return None
    if link and link.assignment:
        at = link.assignment
        return definition_of(at.version_id, relation=at.relation, asked=asked_language())
    sheet = read_sheet(values.get(SHEET_FIELD, ""))
    return definition_in_memory(*sheet, language=asked_language()) if sheet else None


def _answers(values: Values, definition: Definition) -> Iterator[Kept]:
    form = definition.draft(values)
    for section in definition.sections:
        for asked in section.questions:
            for field in form.fields_of(asked):
                if words := field.in_words:
                    is_text = field.face.kind in TEXTS and words != _("Tidak dapat menilai")
                    yield Kept(f"{asked.number}. {field.face.named}", words, is_text)


def _fields(values: Values) -> Iterator[Kept]:
    for name, texts in values.lists():
        words = ", ".join(filter(None, map(_word, texts)))
        if words and name not in NO_ANSWERS and not claimed_note(texts):
            yield Kept(str(NAMES.get(name, name)), words, " " in words)


def _word(text: str) -> str:
    labels: dict[Any, Any] = DECLINE_LABELS
    return _(labels[text]) if text in labels else clean(text).strip()
