"""Writes of questionnaires: their drafts, and taking them and their versions out of use."""

from __future__ import annotations

import msgspec
from peewee import IntegrityError

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.database import database
from survei.drafting import queries
from survei.drafting.draft_revisions import remember
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.errors import InUse, StaleRevision, SurveiError, WrongState
from survei.questionnaire.blank import blank_document
from survei.questionnaire.checks import check
from survei.questionnaire.codes import is_code
from survei.questionnaire.document import Document, decode, encode
from survei.questionnaire.finding import DocumentInvalid, errors_of
from survei.questionnaire.languages import MAIN
from survei.questionnaire.tidying import tidy

LONGEST_TITLE = 200


class KeyTaken(SurveiError):
    """Another questionnaire has this key."""

    message = "Kode kuesioner “%(key)s” sudah dipakai. Pilih kode lain."


class KeyInvalid(SurveiError):
    """The key is no code."""

    message = (
        "Kode kuesioner “%(key)s” tidak dapat dipakai. Gunakan huruf kecil, angka, dan tanda "
        "hubung, diawali huruf."
    )


class NoDraft(WrongState):
    """There is no draft to save, publish or discard."""

    message = "Kuesioner ini tidak memiliki draf. Buat draf baru terlebih dahulu."


def create_questionnaire(
    key: str, title: str, *, document: Document | None = None, actor: Actor
) -> Questionnaire:
    """A new questionnaire whose draft is a copy of `document` or a blank beginning.

    Raises KeyInvalid, KeyTaken.
    """
    if not is_code(key):
        raise KeyInvalid(key=key[:60])
    start = document or blank_document(key, title)
    start = msgspec.structs.replace(start, key=key, title=start.title.having(MAIN, title))
    with database.atomic():
        made = _insert(key, tidy(start), actor)
        record(actor, "questionnaire.created", "questionnaire", made.id, key=key)
        remember(made)
    return made


def _insert(key: str, document: Document, actor: Actor) -> Questionnaire:
    """The row with its first draft. Of two writers of one key the database lets one through."""
    try:
        with database.atomic():
            made: Questionnaire = Questionnaire.create(
                key=key,
                title=line_of(str(document.title)),
                draft=encode(document),
                draft_revision=1,
                draft_saved_at=clock.now(),
                draft_saved_by=_name(actor),
            )
    except IntegrityError as problem:
        raise KeyTaken(key=key) from problem
    return made


def save_draft(
    questionnaire_id: int,
    document: Document,
    *,
    revision: int,
    actor: Actor,
    continues: bool = False,
) -> Questionnaire:
    """Replaces the draft, which may still hold findings. Key and lineage stay.

    A save that `continues` the last one (more typed into one field) is undone together with it.
    Raises StaleRevision when somebody saved or published since `revision`, NoDraft.
    """
    with database.atomic():
        row = draft_row(questionnaire_id, revision)
        if row.draft is None:
            raise NoDraft
        record(actor, "questionnaire.draft_saved", "questionnaire", row.id, revision=revision + 1)
        return _store_draft(row, document, actor, continues=continues)


def begin_draft(row: Questionnaire, document: Document, *, actor: Actor) -> Questionnaire:
    """A document becomes the draft of a questionnaire that has none. Raises WrongState."""
    with database.atomic():
        if row.draft is not None:
            raise WrongState
        record(actor, "questionnaire.draft_started", "questionnaire", row.id)
        return _store_draft(row, document, actor)


def start_draft(questionnaire_id: int, *, number: int | None = None, actor: Actor) -> Questionnaire:
    """A version, the newest unless `number` says another, becomes the next draft.

    Raises WrongState where a draft exists, NotFound for an unknown number.
    """
    with database.atomic():
        row = queries.questionnaire(questionnaire_id)
        source = queries.version_numbered(questionnaire_id, number)
        if row.draft is not None or row.archived_at:
            raise WrongState("Kuesioner ini sudah memiliki draf atau telah diarsipkan.")
        record(actor, "questionnaire.draft_started", "questionnaire", row.id, version=source.number)
        return _store_draft(row, queries.document_of(source.id), actor)


def discard_draft(questionnaire_id: int, *, revision: int, actor: Actor) -> Questionnaire:
    """Throws the draft away; the newest version stands. Raises StaleRevision, WrongState."""
    with database.atomic():
        row = draft_row(questionnaire_id, revision)
        newest = queries.newest_version(questionnaire_id)
        if newest is None or row.draft is None:
            raise WrongState("Hanya draf dari kuesioner yang pernah diterbitkan dapat dibuang.")
        record(actor, "questionnaire.draft_discarded", "questionnaire", row.id)
        return end_draft(row, newest.title, actor)


def import_document(document: Document, *, actor: Actor) -> Questionnaire:
    """Creates the questionnaire named by the document's key, or replaces its draft.

    What equals the draft, or without a draft the newest version, changes nothing. Raises
    DocumentInvalid, WrongState for an archived questionnaire.
    """
    clean = tidy(document)
    if errors := errors_of(check(clean)):
        raise DocumentInvalid(errors)
    with database.atomic():
        row = queries.questionnaire_by_key(clean.key)
        if row is None:
            return create_questionnaire(clean.key, str(clean.title), document=clean, actor=actor)
        if row.archived_at:
            raise WrongState("Kuesioner ini telah diarsipkan. Pulihkan terlebih dahulu.")
        if is_current(row, clean):
            return row
        record(actor, "questionnaire.imported", "questionnaire", row.id, key=clean.key)
        return _store_draft(row, clean, actor)


def is_current(row: Questionnaire, document: Document) -> bool:
    """Whether a document is the draft, else the newest version, in whatever format that is kept."""
    newest = queries.newest_version(row.id) if row.draft is None else None
    text = newest.document if newest else row.draft
    return text is not None and encode(decode(text)) == encode(document)


def archive(questionnaire_id: int, *, actor: Actor) -> Questionnaire:
    """Takes a questionnaire out of lists and choices; versions in use stay readable."""
    with database.atomic():
        row = queries.questionnaire(questionnaire_id)
        row.archived_at = row.archived_at or clock.now()
        row.save()
        record(actor, "questionnaire.archived", "questionnaire", row.id)
    return row


def restore(questionnaire_id: int, *, actor: Actor) -> Questionnaire:
    """Brings an archived questionnaire back."""
    with database.atomic():
        row = queries.questionnaire(questionnaire_id)
        row.archived_at = None
        row.save()
        record(actor, "questionnaire.restored", "questionnaire", row.id)
    return row


def delete_questionnaire(questionnaire_id: int, *, actor: Actor) -> None:
    """Deletes what was never published. Raises InUse otherwise: archive it instead."""
    with database.atomic():
        row = queries.questionnaire(questionnaire_id)
        if queries.newest_version(questionnaire_id):
            raise InUse("Kuesioner yang pernah diterbitkan tidak dapat dihapus. Arsipkan saja.")
        row.delete_instance()
        record(actor, "questionnaire.deleted", "questionnaire", questionnaire_id, key=row.key)


def retire_version(version_id: int, *, retired: bool = True, actor: Actor) -> QuestionnaireVersion:
    """Stops (or, with `retired=False`, resumes) offering a version to new cycles."""
    with database.atomic():
        row = queries.version(version_id)
        row.retired_at = clock.now() if retired else None
        row.save()
        action = "retired" if retired else "reinstated"
        record(actor, f"questionnaire.version_{action}", "questionnaire_version", row.id)
    return row


def end_draft(row: Questionnaire, title: str, actor: Actor) -> Questionnaire:
    """The draft is gone: published, or thrown away. Raises StaleRevision.

    Part of the caller's transaction.
    """
    return _write_draft(row, None, line_of(title), actor)


def draft_row(questionnaire_id: int, revision: int) -> Questionnaire:
    """The questionnaire while its draft is still at `revision`. Raises StaleRevision, NotFound."""
    row = queries.questionnaire(questionnaire_id)
    if row.draft_revision != revision:
        raise StaleRevision(editor=row.draft_saved_by)
    return row


def _store_draft(
    row: Questionnaire, document: Document, actor: Actor, *, continues: bool = False
) -> Questionnaire:
    kept = tidy(msgspec.structs.replace(document, key=row.key))
    title = line_of(str(kept.title)) or row.title
    return _write_draft(row, encode(kept), title, actor, continues=continues)


def _write_draft(
    row: Questionnaire, draft: str | None, title: str, actor: Actor, *, continues: bool = False
) -> Questionnaire:
    """Compare-and-set on the revision, so that of two writers one is refused."""
    same = (Questionnaire.id == row.id) & (Questionnaire.draft_revision == row.draft_revision)
    written = list(
        Questionnaire.update(
            draft=draft,
            title=title,
            draft_revision=row.draft_revision + 1,
            draft_saved_at=clock.now(),
            draft_saved_by=_name(actor),
        )
        .where(same)
        .returning(Questionnaire)
        .execute()
    )
    if not written:
        raise StaleRevision(editor=queries.questionnaire(row.id).draft_saved_by)
    current: Questionnaire = written[0]
    remember(current, continues=continues)
    return current


def _name(actor: Actor) -> str:
    """Who saved, as a column takes it."""
    return actor.name[:200]


def line_of(text: str) -> str:
    """A title as a column takes it: one line without control characters, 200 at most."""
    line = " ".join(text.split())
    return "".join(character for character in line if character.isprintable())[:LONGEST_TITLE]
