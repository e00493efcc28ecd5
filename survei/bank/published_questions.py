"""The bank: every published question, found by words, section, tag and kind."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import ModelSelect, fn

from survei.bank.lineage import Item, items_of, lineage_key
from survei.bank.models import PublishedQuestion
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.errors import NotFound
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question, kind_of

#: Words of a search that are looked for, and their longest.
MOST_WORDS, LONGEST_WORD = 6, 60
CHUNK = 500
#: What a list shows. Never the documents beside it: sorting thousands of them takes seconds.
COLUMNS = (
    PublishedQuestion,
    QuestionnaireVersion.id,
    QuestionnaireVersion.number,
    Questionnaire.id,
    Questionnaire.title,
    Questionnaire.archived_at,
)


@dataclass(frozen=True)
class Wanted:
    """What the bank is asked for; empty members ask for nothing."""

    text: str = ""
    section: str = ""
    tag: str = ""
    kind: str = ""
    #: Only questions that one of these versions has.
    version_ids: frozenset[int] | None = None
    #: Only questions with one of these keys, as (questionnaire id, key).
    same: frozenset[tuple[int, str]] | None = None


def fold(text: str) -> str:
    """Text as it is searched: compatible characters alike, small letters, single spaces.

    Made here and not by the database, so that both databases find the same.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def index_version(version: QuestionnaireVersion, document: Document) -> None:
    """Puts the questions of a version into the bank; part of the publishing transaction."""
    rows = list(published_rows(document))
    codes = [row["code"] for row in rows]
    home = version.__data__["questionnaire"]
    for start in range(0, len(rows), CHUNK):
        PublishedQuestion.update(is_latest=False).where(
            PublishedQuestion.questionnaire == home,
            PublishedQuestion.code.in_(codes[start : start + CHUNK]),
            PublishedQuestion.is_latest,
        ).execute()
        chunk = [
            {"questionnaire": home, "version": version.id, **row}
            for row in rows[start : start + CHUNK]
        ]
        PublishedQuestion.insert_many(chunk).execute()


def published_rows(document: Document) -> Iterator[dict[str, Any]]:
    """The rows of a document, in the order of display."""
    position = 0
    for section in document.sections:
        for question in section.questions:
            parts = {rating.code: rating for rating in question.ratings()}
            for item in items_of(document, question):
                part = parts.get(item.code, question)
                yield _row(section, question, part, item, position)
                position += 1


def _row(
    section: Section, question: Question, part: Question, item: Item, position: int
) -> dict[str, Any]:
    texts = [str(part.text), str(part.text_self), str(question.hint), item.code]
    texts += [str(question.text)] if item.code != question.code else []
    texts += [str(option.label) for option in getattr(question, "choices", ())]
    is_rating = bool(question.ratings())
    numbers = [int(value) for value in item.values] if is_rating else []
    return {
        "code": item.code,
        "question_code": question.code,
        "kind": str(kind_of(question)),
        "section": str(section.title)[:300],
        "position": position,
        "text": str(part.text),
        "folded": fold(" ".join([*texts, *question.tags])),
        "folded_section": fold(str(section.title)),
        "tags": f"|{'|'.join(map(fold, question.tags))}|" if question.tags else "",
        "lowest": min(numbers, default=None),
        "highest": max(numbers, default=None),
        "same_key": lineage_key(item),
        "is_latest": True,
    }


def find(wanted: Wanted) -> ModelSelect[PublishedQuestion]:
    """Questions as their newest version has them, with version and questionnaire joined."""
    query = _found(wanted).select(*COLUMNS)
    return query.order_by(
        Questionnaire.title, Questionnaire.id, PublishedQuestion.position, PublishedQuestion.id
    )


def count(wanted: Wanted) -> int:
    """How many questions `find` gives."""
    return int(_found(wanted).select(fn.COUNT(PublishedQuestion.id)).scalar() or 0)


def _found(wanted: Wanted) -> ModelSelect[PublishedQuestion]:
    row = PublishedQuestion
    query = (
        row.select()
        .join(QuestionnaireVersion, on=(row.version == QuestionnaireVersion.id))
        .switch(row)
        .join(Questionnaire, on=(row.questionnaire == Questionnaire.id))
        .where(row.is_latest)
    )
    for word in fold(wanted.text).split()[:MOST_WORDS]:
        query = query.where(row.folded.contains(word[:LONGEST_WORD]))
    if wanted.section:
        query = query.where(row.folded_section.contains(fold(wanted.section)[:LONGEST_WORD]))
    if tag := fold(wanted.tag).replace("|", " ").strip():
        query = query.where(row.tags.contains(f"|{tag[:LONGEST_WORD]}|"))
    if wanted.kind:
        query = query.where(row.kind == wanted.kind)
    if wanted.version_ids is not None:
        query = query.where(_in_versions(wanted.version_ids))
    if wanted.same is not None:
        keys = {key for _home, key in wanted.same}
        query = query.where(
            row.same_key.in_(keys), row.questionnaire.in_({h for h, _ in wanted.same})
        )
    return query


def _in_versions(version_ids: Iterable[int]) -> Any:
    other = PublishedQuestion.alias("other")
    return fn.EXISTS(
        other.select(other.id).where(
            other.questionnaire == PublishedQuestion.questionnaire,
            other.code == PublishedQuestion.code,
            other.version.in_(list(version_ids)),
        )
    )


def published_question(question_id: int) -> PublishedQuestion:
    """One question of the bank with version and questionnaire. Raises NotFound."""
    row = PublishedQuestion
    found = (
        row.select(*COLUMNS)
        .join(QuestionnaireVersion, on=(row.version == QuestionnaireVersion.id))
        .switch(row)
        .join(Questionnaire, on=(row.questionnaire == Questionnaire.id))
        .where(row.id == question_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lives(rows: Iterable[PublishedQuestion]) -> dict[tuple[int, str], list[PublishedQuestion]]:
    """{(questionnaire id, code): its rows in all versions, newest first}; one read for all."""
    keys = {(row.questionnaire_id, row.code) for row in rows}
    found: dict[tuple[int, str], list[PublishedQuestion]] = {key: [] for key in keys}
    row = PublishedQuestion
    query = (
        row.select(
            row.questionnaire,
            row.code,
            row.version,
            row.same_key,
            row.text,
            QuestionnaireVersion.id,
            QuestionnaireVersion.number,
        )
        .join(QuestionnaireVersion, on=(row.version == QuestionnaireVersion.id))
        .where(
            row.questionnaire.in_({home for home, _ in keys}), row.code.in_({c for _, c in keys})
        )
        .order_by(QuestionnaireVersion.number.desc())
    )
    for one in query:
        key = (one.__data__["questionnaire"], one.code)
        if key in found:
            found[key].append(one)
    return found


def known_tags() -> list[str]:
    """Every tag of the bank, sorted."""
    rows: Iterable[Any] = (
        PublishedQuestion.select(PublishedQuestion.tags)
        .where(PublishedQuestion.is_latest, PublishedQuestion.tags != "")
        .distinct()
        .tuples()
    )
    return sorted({tag for (tags,) in rows for tag in tags.strip("|").split("|")})
