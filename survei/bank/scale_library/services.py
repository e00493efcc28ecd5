"""Writes of the scale library. Documents that copied a scale are never touched from here."""

from __future__ import annotations

import msgspec

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.bank.models import SharedScale
from survei.bank.scale_library.queries import scale_of, shared_scale
from survei.bank.scale_library.rules import own, require_finished
from survei.database import database
from survei.drafting.models import Questionnaire
from survei.drafting.queries import questionnaire
from survei.drafting.services import NoDraft, save_draft
from survei.errors import NotFound, StaleRevision
from survei.questionnaire import editing
from survei.questionnaire.codes import unique_code
from survei.questionnaire.document import Document, decode
from survei.questionnaire.languages import MAIN
from survei.questionnaire.parts import Scale
from survei.questionnaire.tidying import tidy_part

NOUN = "shared_scale"


def create_scale(scale: Scale, *, actor: Actor) -> SharedScale:
    """A new scale in the library; its key is made from the title. Raises ScaleUnfinished."""
    clean = _clean(scale)
    with database.atomic():
        taken = {row.key for row in SharedScale.select(SharedScale.key)}
        key = unique_code(str(clean.title), taken, otherwise="skala")
        record(actor, "shared_scale.created", NOUN, key, title=str(clean.title))
        made: SharedScale = SharedScale.create(key=key, **_columns(clean, actor))
    return made


def save_scale(key: str, scale: Scale, *, revision: int, actor: Actor) -> SharedScale:
    """Changes a scale of the library; copies in drafts and versions stay as they are.

    Raises StaleRevision when somebody saved since `revision`, ScaleUnfinished, NotFound.
    """
    clean = _clean(scale)
    with database.atomic():
        row = shared_scale(key)
        same = (SharedScale.key == key) & (SharedScale.revision == revision)
        changes = {**_columns(clean, actor), "revision": revision + 1}
        if SharedScale.update(**changes).where(same).execute() != 1:
            raise StaleRevision(editor=row.updated_by)
        record(actor, "shared_scale.saved", NOUN, key, revision=revision + 1)
    return shared_scale(key)


def duplicate_scale(key: str, title: str, *, actor: Actor) -> SharedScale:
    """A copy in the library under another title. Raises NotFound."""
    with database.atomic():
        scale = scale_of(shared_scale(key))
        renamed = msgspec.structs.replace(scale, title=scale.title.having(MAIN, title))
        return create_scale(renamed, actor=actor)


def archive_scale(key: str, *, actor: Actor) -> SharedScale:
    """Takes a scale out of the choices; copies and the list of uses stay."""
    with database.atomic():
        row = shared_scale(key)
        row.archived_at = row.archived_at or clock.now()
        row.save()
        record(actor, "shared_scale.archived", NOUN, key)
    return row


def restore_scale(key: str, *, actor: Actor) -> SharedScale:
    """Brings an archived scale back."""
    with database.atomic():
        row = shared_scale(key)
        row.archived_at = None
        row.save()
        record(actor, "shared_scale.restored", NOUN, key)
    return row


def give_scale(
    questionnaire_id: int, scale_key: str, *, revision: int, actor: Actor
) -> Questionnaire:
    """A scale of a draft becomes one of the library too, and the draft's its copy.

    Raises StaleRevision, ScaleUnfinished, NoDraft, NotFound.
    """
    with database.atomic():
        document = _draft(questionnaire_id)
        if scale_key not in document.scales:
            raise NotFound
        made = create_scale(document.scales[scale_key], actor=actor)
        given = editing.set_scale(document, scale_key, scale_of(made))
        return save_draft(questionnaire_id, given, revision=revision, actor=actor)


def _draft(questionnaire_id: int) -> Document:
    text = questionnaire(questionnaire_id).draft
    if text is None:
        raise NoDraft
    return decode(text)


def _clean(scale: Scale) -> Scale:
    clean = tidy_part(own(scale))
    require_finished(clean)
    return msgspec.structs.replace(clean, points=sorted(clean.points, key=lambda one: one.value))


def _columns(scale: Scale, actor: Actor) -> dict[str, object]:
    return {
        "title": str(scale.title)[:200],
        "scale": msgspec.json.encode(scale).decode(),
        "updated_at": clock.now(),
        "updated_by": actor.name[:200],
    }
