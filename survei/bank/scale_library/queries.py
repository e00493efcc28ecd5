"""Reads of the scale library: its scales, where they are used, how a draft stands to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from peewee import ModelSelect

from survei.bank.models import SharedScale
from survei.bank.scale_library.rules import anchors_left_over, is_same, scale_changes
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.errors import NotFound
from survei.questionnaire.difference import Change
from survei.questionnaire.document import Document, read_scale
from survei.questionnaire.parts import Scale
from survei.questionnaire.wording import languages_in
from survei.typed_json import TypeReader


def shared_scales(*, archived: bool = False) -> ModelSelect[SharedScale]:
    """The library by title; without the archived ones unless asked for."""
    query = SharedScale.select().order_by(SharedScale.title, SharedScale.key)
    return query if archived else query.where(SharedScale.archived_at.is_null())


def shared_scale(key: str) -> SharedScale:
    """One scale of the library, archived or not. Raises NotFound."""
    found: SharedScale | None = SharedScale.get_or_none(SharedScale.key == key)
    if found is None:
        raise NotFound
    return found


def scale_of(row: SharedScale) -> Scale:
    """The scale itself, remembering where it comes from: ready to be copied into a document."""
    scale = read_scale(row.scale)
    return msgspec.structs.replace(scale, origin=row.key, origin_revision=row.revision)


def library_languages() -> list[str]:
    """Languages beside Indonesian in which any scale of the library is written."""
    return languages_in([scale_of(row) for row in shared_scales()])


def offered_scale(key: str) -> Scale:
    """A copy of a scale that questionnaires may take. Raises NotFound for archived ones."""
    row = shared_scale(key)
    if row.archived_at:
        raise NotFound
    return scale_of(row)


@dataclass
class ScaleUse:
    """A questionnaire that copied a scale."""

    item: Questionnaire
    in_draft: bool = False
    #: Numbers of its versions with a copy, ascending.
    versions: list[int] = field(default_factory=list)


class _Copied(msgspec.Struct):
    origin: str = ""


class _Copies(msgspec.Struct):
    """All that is read of a document here; the rest is skipped unread."""

    scales: dict[str, _Copied] = {}


_copies = TypeReader(_Copies)


def uses_of_scales() -> dict[str, list[ScaleUse]]:
    """{key of a shared scale: questionnaires by title that copied it, archived ones included}."""
    found: dict[str, dict[int, ScaleUse]] = {}
    drafts = Questionnaire.select().order_by(Questionnaire.title, Questionnaire.id)
    items = {item.id: item for item in drafts}
    for item in items.values():
        for key in _origins(item.draft):
            found.setdefault(key, {}).setdefault(item.id, ScaleUse(item)).in_draft = True
    columns = (
        QuestionnaireVersion.questionnaire,
        QuestionnaireVersion.number,
        QuestionnaireVersion.document,
    )
    for row in QuestionnaireVersion.select(*columns).order_by(QuestionnaireVersion.number):
        item = items[row.__data__["questionnaire"]]
        for key in _origins(row.document):
            use = found.setdefault(key, {}).setdefault(item.id, ScaleUse(item))
            use.versions.append(row.number)
    order = list(items)
    return {
        key: sorted(uses.values(), key=lambda use: order.index(use.item.id))
        for key, uses in found.items()
    }


def _origins(document: str | None) -> set[str]:
    if not document:
        return set()
    return {scale.origin for scale in _copies.decode(document).scales.values() if scale.origin}


@dataclass(frozen=True)
class Standing:
    """How a scale of a draft stands to the library."""

    #: The library's scale that it was copied from; None for an own or a forgotten one.
    origin: SharedScale | None = None
    #: What taking the library's present state would change; empty while that was not changed
    #: since, or is the same.
    changes: Sequence[Change] = ()
    #: Own anchors of indicators that would then belong to no point.
    left_over: int = 0
    #: Whether nothing was changed since the copy, so that there is nothing to give.
    is_copy: bool = False


def standings(document: Document) -> dict[str, Standing]:
    """{key of a scale in the document: how it stands to the library}."""
    rows = {row.key: row for row in shared_scales(archived=True)}
    return {
        key: _standing(document, key, rows.get(scale.origin))
        for key, scale in document.scales.items()
    }


def _standing(document: Document, key: str, row: SharedScale | None) -> Standing:
    if row is None:
        return Standing()
    scale, shared = document.scales[key], scale_of(row)
    if is_same(scale, shared):
        return Standing(row, is_copy=True)
    if row.archived_at or scale.origin_revision == row.revision:
        return Standing(row)
    left_over = anchors_left_over(document, key, shared)
    return Standing(row, scale_changes(scale, shared), left_over)
