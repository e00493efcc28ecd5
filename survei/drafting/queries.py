"""Reads of questionnaires, their versions, and the library of ready ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from peewee import ModelSelect

from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.errors import NotFound
from survei.memory import Recent
from survei.questionnaire.document import Document, decode

LIBRARY = Path(__file__).parent / "library"

#: Bytes of documents that a process keeps: some 400 of twenty questions.
MOST_BYTES = 16_000_000
#: What a document takes in memory for each character of its text.
BYTES_A_CHARACTER = 5
_documents: Recent[int, Document] = Recent(MOST_BYTES)


@cache
def _library() -> dict[str, Document]:
    files = sorted(LIBRARY.glob("*.json"))
    return {document.key: document for document in (decode(file.read_bytes()) for file in files)}


def library() -> list[Document]:
    """The ready questionnaires by key. Shared objects: change copies only."""
    return list(_library().values())


def library_document(key: str) -> Document:
    """One ready questionnaire. Raises NotFound."""
    try:
        return _library()[key]
    except KeyError:
        raise NotFound from None


def questionnaires(*, archived: bool = False) -> ModelSelect[Questionnaire]:
    """Questionnaires by title; without the archived ones unless asked for."""
    query = Questionnaire.select().order_by(Questionnaire.title, Questionnaire.id)
    return query if archived else query.where(Questionnaire.archived_at.is_null())


@dataclass(frozen=True)
class QuestionnaireRow:
    """A questionnaire in the list, with its newest version."""

    item: Questionnaire
    #: None before the first publication.
    number: int | None
    published_at: datetime | None


def questionnaire_rows(*, archived: bool = False) -> list[QuestionnaireRow]:
    """Questionnaires by title, each with number and date of its newest version."""
    numbers: dict[int, QuestionnaireVersion] = {}
    columns = (
        QuestionnaireVersion.questionnaire,
        QuestionnaireVersion.number,
        QuestionnaireVersion.published_at,
    )
    for row in QuestionnaireVersion.select(*columns).order_by(QuestionnaireVersion.number):
        numbers[row.__data__["questionnaire"]] = row
    newest = ((item, numbers.get(item.id)) for item in questionnaires(archived=archived))
    return [
        QuestionnaireRow(item, row.number if row else None, row.published_at if row else None)
        for item, row in newest
    ]


def questionnaire(questionnaire_id: int) -> Questionnaire:
    """One questionnaire. Raises NotFound."""
    found: Questionnaire | None = Questionnaire.get_or_none(Questionnaire.id == questionnaire_id)
    if found is None:
        raise NotFound
    return found


def questionnaire_by_key(key: str) -> Questionnaire | None:
    """The questionnaire with this key, archived ones included."""
    found: Questionnaire | None = Questionnaire.get_or_none(Questionnaire.key == key)
    return found


def versions_of(questionnaire_id: int) -> ModelSelect[QuestionnaireVersion]:
    """Versions of a questionnaire, newest first."""
    return (
        QuestionnaireVersion.select()
        .where(QuestionnaireVersion.questionnaire == questionnaire_id)
        .order_by(QuestionnaireVersion.number.desc())
    )


def newest_version(questionnaire_id: int) -> QuestionnaireVersion | None:
    """The version with the highest number, None before the first publication."""
    found: QuestionnaireVersion | None = versions_of(questionnaire_id).first()
    return found


def version_numbered(questionnaire_id: int, number: int | None = None) -> QuestionnaireVersion:
    """A version by its number, the newest for None. Raises NotFound."""
    query = versions_of(questionnaire_id)
    if number is not None:
        query = query.where(QuestionnaireVersion.number == number)
    found: QuestionnaireVersion | None = query.first()
    if found is None:
        raise NotFound
    return found


def version(version_id: int) -> QuestionnaireVersion:
    """One version with its questionnaire. Raises NotFound."""
    found: QuestionnaireVersion | None = (
        QuestionnaireVersion.select(QuestionnaireVersion, Questionnaire)
        .join(Questionnaire)
        .where(QuestionnaireVersion.id == version_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def published_versions() -> ModelSelect[QuestionnaireVersion]:
    """Versions for new cycles, with their questionnaires: neither retired nor archived.

    For menus: without the documents, of which there may be many and large ones.
    """
    return (
        QuestionnaireVersion.select(
            QuestionnaireVersion.id,
            QuestionnaireVersion.number,
            QuestionnaireVersion.title,
            QuestionnaireVersion.questionnaire,
            Questionnaire.id,
            Questionnaire.key,
            Questionnaire.title,
        )
        .join(Questionnaire)
        .where(QuestionnaireVersion.retired_at.is_null(), Questionnaire.archived_at.is_null())
        .order_by(QuestionnaireVersion.title, QuestionnaireVersion.number.desc())
    )


def draft_of(questionnaire: Questionnaire) -> Document | None:
    """The draft as a document, None when there is none."""
    return decode(questionnaire.draft) if questionnaire.draft else None


def document_of(version_id: int) -> Document:
    """The document of a version, kept in memory: versions never change. Raises NotFound.

    A shared object: change copies only.
    """
    if known := _documents.get(version_id):
        return known
    text = (
        QuestionnaireVersion.select(QuestionnaireVersion.document)
        .where(QuestionnaireVersion.id == version_id)
        .scalar()
    )
    if text is None:
        raise NotFound
    return _documents.put(version_id, decode(text), BYTES_A_CHARACTER * len(text))


def forget_documents() -> None:
    """Empties the memory of `document_of`; for whoever replaces the database itself."""
    _documents.clear()
