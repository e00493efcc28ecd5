"""Questionnaires from files: read, shown, confirmed or dropped; JSON and XLSForm.

Stands above `services`. What becomes a draft may still hold findings of the check: publishing
asks for them, an import from elsewhere seldom has anchors and weights.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec
from msgspec.structs import replace
from peewee import Expression

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.database import database
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire
from survei.errors import NotFound, WrongState
from survei.exchange.json_reading import parse
from survei.exchange.models import QuestionnaireImport
from survei.exchange.xlsform.importing import Carried, read_xlsform
from survei.exchange.xlsform.report import Remark
from survei.questionnaire.codes import unique_code
from survei.questionnaire.document import Document, decode, encode
from survei.questionnaire.tidying import tidy
from survei.typed_json import TypeReader
from survei.workbook.file_kind import display_name


def read_file(filename: str, data: bytes) -> Carried:
    """The questionnaire in a file, by the end of its name: JSON, else a workbook.

    Raises WorkbookRefused, FormRefused (XLSForm) or DocumentInvalid (JSON).
    """
    if filename.lower().endswith(".json"):
        return Carried(tidy(parse(data)), [])
    return read_xlsform(filename, data)


def import_draft(document: Document, *, actor: Actor) -> Questionnaire:
    """The questionnaire named by the document's key, with this draft; findings may remain.

    What equals the draft, or without a draft the newest version, changes nothing. Raises
    WrongState for an archived questionnaire.
    """
    with database.atomic():
        row = queries.questionnaire_by_key(document.key)
        if row is None:
            title = str(document.title) or document.key
            return services.create_questionnaire(
                document.key, title, document=document, actor=actor
            )
        if services.is_current(row, document):
            return row
        return replace_draft(row, document, revision=row.draft_revision, actor=actor)


def check_file(filename: str, data: bytes, *, actor: Actor) -> QuestionnaireImport:
    """Reads a file and keeps the questionnaire for the confirmation. Changes nothing else.

    Earlier files of the same user that wait are dropped. Raises what `read_file` does.
    """
    carried = read_file(filename, data)
    with database.atomic():
        _drop(QuestionnaireImport.uploaded_by == actor.id)
        made: QuestionnaireImport = QuestionnaireImport.create(
            filename=display_name(filename),
            sha256=hashlib.sha256(data).hexdigest(),
            uploaded_by=actor.id,
            uploaded_at=clock.now(),
            document=encode(carried.document),
            remarks=msgspec.json.encode(carried.remarks).decode(),
        )
        record(actor, "questionnaire_import.check", "questionnaire_import", made.id)
    return made


def import_of(import_id: int, user_id: int | None) -> QuestionnaireImport:
    """One file that the user brought. Raises NotFound, also for somebody else's."""
    mine = (QuestionnaireImport.id == import_id) & (QuestionnaireImport.uploaded_by == user_id)
    found: QuestionnaireImport | None = QuestionnaireImport.get_or_none(mine)
    if found is None:
        raise NotFound
    return found


_remarks = TypeReader(list[Remark])


def remarks_of(checked: QuestionnaireImport) -> list[Remark]:
    """What could not be carried."""
    return _remarks.decode(checked.remarks)


def confirm_new(import_id: int, *, actor: Actor) -> Questionnaire:
    """The file becomes the draft of a new questionnaire; a key in use gets a number.

    A second time nothing happens. Raises NotFound, WrongState (dropped).
    """
    with database.atomic():
        checked = import_of(import_id, actor.id)
        if checked.questionnaire is not None:
            return checked.questionnaire
        document = _waiting(checked)
        taken = {row.key for row in queries.questionnaires(archived=True)}
        key = unique_code(document.key, taken, otherwise="kuesioner")
        title = str(document.title) or key
        made = services.create_questionnaire(key, title, document=document, actor=actor)
        return _finish(checked, made, actor)


def confirm_draft(import_id: int, *, revision: int, actor: Actor) -> Questionnaire:
    """The file replaces the draft of the questionnaire with its key.

    `revision` is that of the page which asked. A second time nothing happens. Raises NotFound,
    WrongState (dropped, archived), StaleRevision.
    """
    with database.atomic():
        checked = import_of(import_id, actor.id)
        if checked.questionnaire is not None:
            return checked.questionnaire
        document = _waiting(checked)
        row = queries.questionnaire_by_key(document.key)
        if row is None:
            raise NotFound
        return _finish(checked, replace_draft(row, document, revision=revision, actor=actor), actor)


def replace_draft(
    row: Questionnaire, document: Document, *, revision: int, actor: Actor
) -> Questionnaire:
    """Saves a document as the draft, which is begun where there is none.

    Raises StaleRevision, WrongState (archived).
    """
    with database.atomic():
        kept = replace(document, key=row.key)
        if row.archived_at:
            raise WrongState("Kuesioner ini telah diarsipkan. Pulihkan terlebih dahulu.")
        if row.draft is None and row.draft_revision == revision:
            return services.begin_draft(row, kept, actor=actor)
        return services.save_draft(row.id, kept, revision=revision, actor=actor)


def drop_file(import_id: int, *, actor: Actor) -> None:
    """Throws a file that waits away. Raises NotFound, WrongState (confirmed)."""
    with database.atomic():
        checked = import_of(import_id, actor.id)
        if checked.questionnaire is not None:
            raise WrongState
        if checked.document:
            _drop(QuestionnaireImport.id == import_id)
            record(actor, "questionnaire_import.drop", "questionnaire_import", import_id)


def drop_stale_files(before: datetime) -> int:
    """Erases files of before a moment that nobody confirmed. Returns how many."""
    with database.atomic():
        return _drop(QuestionnaireImport.uploaded_at < before)


def stale_files(before: datetime) -> int:
    """How many `drop_stale_files` would erase."""
    is_old = QuestionnaireImport.uploaded_at < before
    return QuestionnaireImport.select().where(QuestionnaireImport.document != "", is_old).count()


def _waiting(checked: QuestionnaireImport) -> Document:
    if not checked.document:
        raise WrongState
    return decode(checked.document)


def _finish(checked: QuestionnaireImport, row: Questionnaire, actor: Actor) -> Questionnaire:
    checked.questionnaire = row
    checked.document = ""
    checked.save()
    about = {"questionnaire": row.id, "sha256": checked.sha256}
    record(actor, "questionnaire_import.confirm", "questionnaire_import", checked.id, **about)
    return row


def _drop(which: Expression) -> int:
    waiting = (QuestionnaireImport.document != "") & which
    return int(QuestionnaireImport.update(document="", remarks="[]").where(waiting).execute())
