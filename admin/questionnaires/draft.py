"""The draft that a designer page works on, and how a page answers after a save."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import NotFound as PageNotFound

from survei.audit.choices import Actor
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.numerals import digits
from survei.questionnaire.document import Document, decode
from survei.web.session import current_principal


@dataclass(frozen=True)
class Draft:
    """A questionnaire that is being edited, and its document."""

    questionnaire: Questionnaire
    document: Document

    @property
    def id(self) -> int:
        """Key of the questionnaire."""
        return int(self.questionnaire.id)

    @property
    def revision(self) -> int:
        """What a save must carry."""
        return int(self.questionnaire.draft_revision)


def find_questionnaire(questionnaire_id: int) -> Questionnaire:
    """The questionnaire, or the page that says it is not there."""
    return queries.questionnaire(questionnaire_id)


def find_draft(questionnaire_id: int) -> Draft | None:
    """The draft; None when nothing is being edited, or the questionnaire is archived."""
    found = find_questionnaire(questionnaire_id)
    if found.draft is None or found.archived_at is not None:
        return None
    return Draft(found, decode(found.draft))


def actor() -> Actor:
    """Who does it, for the audit line."""
    principal = current_principal()
    if principal is None:
        raise PageNotFound
    return principal.actor


def posted_revision() -> int:
    """The revision that the page was made from; -1 (always stale) when it is missing."""
    revision = digits(request.form.get("revision", ""))
    return -1 if revision is None else revision


def save(draft: Draft, document: Document, revision: int) -> Draft:
    """Saves the draft; what changes nothing makes no step for "urungkan".

    More typed into the field that was saved last (`continues=1`) belongs to that step.

    Raises StaleRevision when somebody saved in the meantime.
    """
    if document == draft.document and revision == draft.revision:
        return draft
    saved = services.save_draft(
        draft.id,
        document,
        revision=revision,
        actor=actor(),
        continues=request.form.get("continues") == "1",
    )
    return Draft(saved, document)


def wants_json() -> bool:
    """Whether a script asks, not a person."""
    return bool(request.accept_mimetypes.best == "application/json")
