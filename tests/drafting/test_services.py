"""Drafts, publication and the rules that keep a version as it was published."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from peewee import DatabaseError

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.bank.version_publishing import NothingToPublish, publish_version
from survei.database import database
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.errors import InUse, NotFound, StaleRevision, WrongState
from survei.questionnaire.document import Document, encode, fingerprint
from survei.questionnaire.finding import DocumentInvalid
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document
from tests.questionnaire.older_formats import FORMAT_1

RINA = Actor(ActorKind.USER, 1, "Rina")
BUDI = Actor(ActorKind.USER, 2, "Budi")


def make(document: Document | None = None) -> Questionnaire:
    document = document or every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=RINA)


def published() -> tuple[Questionnaire, QuestionnaireVersion]:
    row = make()
    version = publish_version(row.id, revision=row.draft_revision, note="Awal", actor=RINA)
    return queries.questionnaire(row.id), version


def retitled(document: Document, title: str) -> Document:
    return replace(document, title=Text(title))


def test_a_new_questionnaire_takes_the_library_text_under_its_own_key(db: None) -> None:
    row = make()
    draft = queries.draft_of(row)
    assert draft is not None
    assert (draft.key, str(draft.title), row.title) == ("uji", "Kuesioner uji", "Kuesioner uji")
    assert draft.sections == every_kind_document().sections


def test_a_blank_questionnaire_begins_with_a_scale_and_a_section(db: None) -> None:
    row = services.create_questionnaire("baru", "Baru", actor=RINA)
    draft = queries.draft_of(row)
    assert draft is not None
    assert [len(scale.points) for scale in draft.scales.values()] == [5]
    assert [section.weight for section in draft.sections] == [100]


@pytest.mark.parametrize("key", ["", "Huruf Besar", "na", "1angka", "a" * 61, "a/b"])
def test_a_key_that_is_no_code_is_refused(db: None, key: str) -> None:
    with pytest.raises(services.KeyInvalid):
        services.create_questionnaire(key, "Judul", actor=RINA)


def test_a_key_is_given_once(db: None) -> None:
    make()
    with database.atomic():
        with pytest.raises(services.KeyTaken):
            make()
        services.create_questionnaire("lain", "Lain", actor=RINA)  # what is around goes on
    assert sorted(row.key for row in queries.questionnaires()) == ["lain", "uji"]


def test_saving_a_draft_moves_its_revision_and_names_the_editor(db: None) -> None:
    row = make()
    saved = services.save_draft(
        row.id, retitled(every_kind_document(), "Lain"), revision=row.draft_revision, actor=BUDI
    )
    assert (saved.draft_revision, saved.draft_saved_by, saved.title) == (2, "Budi", "Lain")


def test_the_second_of_two_editors_is_refused_with_the_name_of_the_first(db: None) -> None:
    row = make()
    services.save_draft(row.id, every_kind_document(), revision=1, actor=BUDI)
    before = queries.questionnaire(row.id).draft
    with pytest.raises(StaleRevision, match="Budi"):
        services.save_draft(row.id, retitled(every_kind_document(), "X"), revision=1, actor=RINA)
    assert queries.questionnaire(row.id).draft == before


def test_a_draft_keeps_the_key_and_tidies_its_texts(db: None) -> None:
    row = make()
    messy = replace(every_kind_document(), key="lain", intro=Text("  Satu \r\nDua\r\n"))
    saved = services.save_draft(row.id, messy, revision=1, actor=RINA)
    draft = queries.draft_of(saved)
    assert draft is not None
    assert (draft.key, draft.intro) == ("uji", Text("Satu\nDua"))


def test_publishing_freezes_canonical_json_under_its_hash(db: None) -> None:
    row, version = published()
    assert (version.number, row.draft, row.draft_revision) == (1, None, 2)
    assert version.sha256 == fingerprint(version.document)
    assert version.document == encode(queries.document_of(version.id))
    assert version.published_by == "Rina"


def test_publishing_a_draft_with_errors_is_refused_with_all_of_them(db: None) -> None:
    row = make(replace(every_kind_document(), sections=[]))
    with pytest.raises(DocumentInvalid) as caught:
        publish_version(row.id, revision=1, note="", actor=RINA)
    assert [finding.place.label for finding in caught.value.findings] == ["Kuesioner"]
    assert QuestionnaireVersion.select().count() == 0
    assert queries.questionnaire(row.id).draft_revision == 1


def test_publishing_an_old_revision_is_refused(db: None) -> None:
    row = make()
    services.save_draft(row.id, every_kind_document(), revision=1, actor=BUDI)
    with pytest.raises(StaleRevision):
        publish_version(row.id, revision=1, note="", actor=RINA)


def test_the_next_draft_starts_from_the_newest_version(db: None) -> None:
    row, version = published()
    drafted = services.start_draft(row.id, actor=RINA)
    assert drafted.draft == version.document
    with pytest.raises(WrongState):
        services.start_draft(row.id, actor=RINA)


def test_an_unchanged_draft_is_not_published_again(db: None) -> None:
    row, _ = published()
    drafted = services.start_draft(row.id, actor=RINA)
    with pytest.raises(NothingToPublish, match="versi 1"), database.atomic():
        publish_version(row.id, revision=drafted.draft_revision, note="", actor=RINA)


def test_a_version_of_an_older_format_keeps_its_bytes(db: None) -> None:
    document = every_kind_document()
    row = services.create_questionnaire(
        document.key, str(document.title), document=document, actor=RINA
    )
    kept = {"document": FORMAT_1, "sha256": fingerprint(FORMAT_1)}
    version = QuestionnaireVersion.create(
        questionnaire=row,
        number=1,
        title="Lama",
        published_at=clock.now(),
        published_by="HR",
        **kept,
    )
    services.discard_draft(row.id, revision=row.draft_revision, actor=RINA)
    assert queries.document_of(version.id) == every_kind_document()
    drafted = services.start_draft(row.id, actor=RINA)
    assert json.loads(drafted.draft)["format"] == 2
    assert services.is_current(queries.questionnaire(row.id), every_kind_document())
    with pytest.raises(NothingToPublish), database.atomic():
        publish_version(row.id, revision=drafted.draft_revision, note="", actor=RINA)
    again = queries.version(version.id)
    assert {"document": again.document, "sha256": again.sha256} == kept


def test_versions_are_numbered_in_a_row(db: None) -> None:
    row, _ = published()
    drafted = services.start_draft(row.id, actor=RINA)
    changed = retitled(every_kind_document(), "Versi dua")
    saved = services.save_draft(row.id, changed, revision=drafted.draft_revision, actor=RINA)
    publish_version(row.id, revision=saved.draft_revision, note="Judul", actor=RINA)
    assert [version.number for version in queries.versions_of(row.id)] == [2, 1]


@pytest.mark.parametrize("column", ["document", "number", "sha256", "questionnaire_id"])
def test_the_database_refuses_to_change_what_was_published(db: None, column: str) -> None:
    _, version = published()
    statement = f"UPDATE questionnaire_version SET {column} = {column} WHERE id = {version.id}"
    with pytest.raises(DatabaseError, match="never changes"), database.atomic():
        database.execute_sql(statement)


def test_a_published_questionnaire_has_no_draft_to_save(db: None) -> None:
    row, _ = published()
    with pytest.raises(services.NoDraft):
        services.save_draft(row.id, every_kind_document(), revision=2, actor=RINA)


def test_discarding_a_draft_leaves_the_version(db: None) -> None:
    row, version = published()
    drafted = services.start_draft(row.id, actor=RINA)
    left = services.discard_draft(row.id, revision=drafted.draft_revision, actor=RINA)
    assert (left.draft, left.title) == (None, version.title)


def test_a_draft_that_was_never_published_is_deleted_not_discarded(db: None) -> None:
    row = make()
    with pytest.raises(WrongState):
        services.discard_draft(row.id, revision=1, actor=RINA)
    services.delete_questionnaire(row.id, actor=RINA)
    with pytest.raises(NotFound):
        queries.questionnaire(row.id)


def test_a_published_questionnaire_is_never_deleted(db: None) -> None:
    row, _ = published()
    with pytest.raises(InUse):
        services.delete_questionnaire(row.id, actor=RINA)


def test_cycles_are_offered_neither_retired_nor_archived_versions(db: None) -> None:
    row, version = published()
    offered = queries.published_versions()
    assert [found.id for found in offered] == [version.id]
    services.retire_version(version.id, actor=RINA)
    assert list(queries.published_versions()) == []
    services.retire_version(version.id, retired=False, actor=RINA)
    services.archive(row.id, actor=RINA)
    assert list(queries.published_versions()) == []
    assert list(queries.questionnaires()) == []
    services.restore(row.id, actor=RINA)
    assert [found.key for found in queries.questionnaires()] == ["uji"]


def test_importing_the_same_document_twice_changes_nothing(db: None) -> None:
    first = services.import_document(every_kind_document(), actor=RINA)
    again = services.import_document(every_kind_document(), actor=RINA)
    assert (first.id, first.draft_revision) == (again.id, again.draft_revision)


def test_importing_what_is_published_starts_no_draft(db: None) -> None:
    row = services.import_document(every_kind_document(), actor=RINA)
    publish_version(row.id, revision=1, note="", actor=RINA)
    assert services.import_document(every_kind_document(), actor=RINA).draft is None


def test_importing_a_changed_document_replaces_the_draft(db: None) -> None:
    row = services.import_document(every_kind_document(), actor=RINA)
    changed = services.import_document(retitled(every_kind_document(), "Baru"), actor=BUDI)
    assert (changed.id, changed.title, changed.draft_revision) == (row.id, "Baru", 2)


def test_importing_errors_creates_nothing(db: None) -> None:
    with pytest.raises(DocumentInvalid):
        services.import_document(replace(every_kind_document(), title=Text(" ")), actor=RINA)
    assert Questionnaire.select().count() == 0


def test_every_step_leaves_an_audit_line(db: None) -> None:
    row, version = published()
    services.start_draft(row.id, actor=BUDI)
    services.discard_draft(row.id, revision=3, actor=BUDI)
    services.retire_version(version.id, actor=BUDI)
    services.archive(row.id, actor=BUDI)
    assert [event.action for event in AuditEvent.select().order_by(AuditEvent.id)] == [
        "questionnaire.created",
        "questionnaire.published",
        "questionnaire.draft_started",
        "questionnaire.draft_discarded",
        "questionnaire.version_retired",
        "questionnaire.archived",
    ]


def test_a_title_with_control_characters_is_kept_out_of_the_column(db: None) -> None:
    row = services.create_questionnaire("uji", "Judul\x00 satu\n" + "x" * 300, actor=RINA)
    assert row.title.startswith("Judul satu x")
    assert len(row.title) == 200
