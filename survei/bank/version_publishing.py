"""Publishing: a draft becomes an immutable version, and its questions enter the bank."""

from __future__ import annotations

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.bank.published_questions import index_version
from survei.database import database
from survei.drafting import queries
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.drafting.services import NoDraft, draft_row, end_draft, line_of
from survei.errors import WrongState
from survei.questionnaire.checks import check
from survei.questionnaire.document import Document, decode, encode, fingerprint
from survei.questionnaire.finding import DocumentInvalid, errors_of


class NothingToPublish(WrongState):
    """The draft equals the newest version."""

    message = "Draf ini sama persis dengan versi %(number)s, jadi tidak ada yang diterbitkan."


def publish_version(
    questionnaire_id: int, *, revision: int, note: str = "", actor: Actor
) -> QuestionnaireVersion:
    """Freezes the draft as the next version: canonical JSON, named by its SHA-256.

    Raises StaleRevision, NoDraft, DocumentInvalid (with the findings), NothingToPublish.
    """
    with database.atomic():
        row = draft_row(questionnaire_id, revision)
        document = queries.draft_of(row)
        if document is None or row.archived_at:
            raise NoDraft
        if errors := errors_of(check(document)):
            raise DocumentInvalid(errors)
        end_draft(row, str(document.title), actor)
        made = _freeze(row, document, note=note, actor=actor)
        details = {"number": made.number, "sha256": made.sha256}
        record(actor, "questionnaire.published", "questionnaire", row.id, **details)
    return made


def _freeze(
    row: Questionnaire, document: Document, *, note: str, actor: Actor
) -> QuestionnaireVersion:
    text = encode(document)
    newest = queries.newest_version(row.id)
    if newest and encode(decode(newest.document)) == text:
        raise NothingToPublish(number=newest.number)
    made: QuestionnaireVersion = QuestionnaireVersion.create(
        questionnaire=row,
        number=newest.number + 1 if newest else 1,
        sha256=fingerprint(text),
        document=text,
        title=line_of(str(document.title)),
        published_at=clock.now(),
        published_by=actor.name[:200],
        note=note.strip()[:2000],
    )
    index_version(made, document)
    queries.forget_documents()
    return made
