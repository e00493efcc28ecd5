"""Every published question is in the bank, found alike on both databases."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from survei.audit.choices import SYSTEM
from survei.bank.lineage import items
from survei.bank.models import PublishedQuestion
from survei.bank.published_questions import (
    Wanted,
    count,
    find,
    fold,
    known_tags,
    lives,
    published_rows,
)
from survei.bank.version_publishing import NothingToPublish, publish_version
from survei.database import database, is_sqlite
from survei.drafting import queries, services
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.questionnaire import editing
from survei.questionnaire.document import Document, decode
from survei.questionnaire.kinds import Matrix, QuestionKind, kind_of
from survei.questionnaire.parts import Row
from survei.questionnaire.translated_text import Text
from survei.schema import MIGRATIONS
from tests.examples import every_kind_document
from tests.questionnaire.documents import documents
from tests.questionnaire.older_formats import as_format_1


def edit(row: Questionnaire, document: Document) -> None:
    if queries.questionnaire(row.id).draft is None:
        services.start_draft(row.id, actor=SYSTEM)
    revision = queries.questionnaire(row.id).draft_revision
    services.save_draft(row.id, document, revision=revision, actor=SYSTEM)


def publish(row: Questionnaire) -> QuestionnaireVersion:
    revision = queries.questionnaire(row.id).draft_revision
    return publish_version(row.id, revision=revision, actor=SYSTEM)


def made(document: Document, key: str = "uji") -> Questionnaire:
    row = services.create_questionnaire(key, str(document.title), document=document, actor=SYSTEM)
    publish(row)
    return row


def with_texts(**texts: str) -> Document:
    document = every_kind_document()
    for code, text in texts.items():
        document = editing.change_question(document, code, text=Text(text))
    return document


def codes(**wanted: Any) -> list[str]:
    return [row.code for row in find(Wanted(**wanted))]


def test_publishing_puts_every_question_in(db: None) -> None:
    made(every_kind_document())
    expected = [item.code for item in items(every_kind_document())]
    assert [row.code for row in find(Wanted())] == expected
    assert count(Wanted()) == len(expected)
    row = PublishedQuestion.get(PublishedQuestion.code == "mutu")
    assert (row.kind, row.section, row.lowest, row.highest) == ("rating", "Kinerja", 1, 5)


def test_only_the_newest_form_of_a_question_is_found(db: None) -> None:
    row = made(every_kind_document())
    changed = editing.remove_question(with_texts(mutu="Kalimat baru."), "keluhan")
    edit(row, changed)
    publish(row)
    found = {one.code: one.version.number for one in find(Wanted())}
    assert (found["mutu"], found["keluhan"]) == (2, 1)
    assert count(Wanted(text="pegawai mutu")) == 0
    life = lives(find(Wanted(text="kalimat baru")))
    assert [[one.version.number for one in rows] for rows in life.values()] == [[2, 1]]
    keys = {one.same_key for one in life[row.id, "mutu"]}
    assert len(keys) == 2


def test_rows_of_a_matrix_are_found_for_themselves(db: None) -> None:
    rows = [Row(code="a", text=Text("Menyapa warga")), Row(code="b", text=Text("Menjawab surat"))]
    matrix = Matrix(code="layanan", text=Text("Layanan"), scale="rubrik", rows=rows)
    made(editing.add_question(every_kind_document(), "kinerja", matrix))
    assert codes(text="menyapa") == ["layanan.a"]
    assert codes(text="layanan menjawab") == ["layanan.b"]
    found = PublishedQuestion.get(PublishedQuestion.code == "layanan.a")
    assert (found.question_code, found.kind) == ("layanan", "matrix")


@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("Élan ÇA VA", "élan ça"),
        ("Straße", "STRASSE"),
        ("Menyapa   warga", "menyapa WARGA"),
        ("100% hadir", "100%"),
        ("kode a_b", "a_b"),
        ("garis \\ miring", "\\"),
        ("tanda 'kutip'", "'kutip'"),
        ("Ǆ ﬁle", "ǆ file"),
    ],
)
def test_search_folds_alike_and_takes_wildcards_literally(db: None, text: str, search: str) -> None:
    made(with_texts(mutu=text, keluhan="abc 1000 axb / zz"))
    assert codes(text=search) == ["mutu"]


def test_all_words_must_be_found(db: None) -> None:
    made(every_kind_document())
    assert codes(text="tugas mutu") == ["mutu"]
    assert codes(text="tugas tidakada") == []


def test_sections_kinds_and_tags_narrow(db: None) -> None:
    document = editing.change_question(every_kind_document(), "sapa", tags=["layanan publik", "a"])
    made(document)
    assert codes(section="SIKAP") == ["sapa", "catatan-piket"]
    assert codes(kind="number") == ["jam"]
    assert codes(tag="Layanan  PUBLIK") == ["sapa"]
    assert codes(tag="layanan") == codes(tag="%") == codes(kind="lain") == []
    assert known_tags() == ["a", "layanan publik"]


def test_versions_narrow_to_questions_that_they_have(db: None) -> None:
    row = made(every_kind_document())
    first = queries.version_numbered(row.id, 1)
    edit(row, editing.remove_question(every_kind_document(), "keluhan"))
    second = publish(row)
    assert "keluhan" in codes(version_ids=frozenset({first.id}))
    assert "keluhan" not in codes(version_ids=frozenset({second.id}))
    assert "mutu" in codes(version_ids=frozenset({first.id}))
    assert codes(version_ids=frozenset()) == []


def test_a_refused_publication_leaves_no_rows(db: None) -> None:
    row = made(every_kind_document())
    before = PublishedQuestion.select().count()
    edit(row, every_kind_document())
    with pytest.raises(NothingToPublish):
        publish(row)
    assert PublishedQuestion.select().count() == before


def migration() -> Any:
    spec = spec_from_file_location("bank_migration", MIGRATIONS / "0030_question_bank.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: Kinds that came after the migration: no version that it meets can hold one.
YOUNGER = {QuestionKind.SLIDER}


def write_as_format_1() -> None:
    """Puts the versions into the format that they had when the migration ran."""
    on = "" if is_sqlite() else " ON questionnaire_version"
    database.execute_sql(f"DROP TRIGGER questionnaire_version_frozen{on}")
    for version in QuestionnaireVersion.select():
        version.document = json.dumps(as_format_1(decode(version.document)))
        version.save()


def as_it_was(document: Document) -> Document:
    """Without what came after the migration."""
    for question in list(document.questions()):
        if kind_of(question) in YOUNGER:
            document = editing.remove_question(document, question.code)
    return document


@settings(max_examples=30, deadline=None)
@given(documents().map(as_it_was))
def test_the_migration_writes_what_publishing_writes(document: Document) -> None:
    raw = as_format_1(document)
    assert migration().rows_of(raw) == list(published_rows(decode(json.dumps(raw))))


def test_the_migration_fills_the_bank_from_older_versions(db: None) -> None:
    row = made(as_it_was(every_kind_document()))
    edit(row, editing.remove_question(as_it_was(with_texts(mutu="Lain.")), "keluhan"))
    publish(row)
    columns = [name for name in PublishedQuestion._meta.sorted_field_names if name != "id"]

    def rows() -> list[tuple[Any, ...]]:
        query = PublishedQuestion.select(*[getattr(PublishedQuestion, name) for name in columns])
        return sorted(query.tuples(), key=repr)

    before = rows()
    PublishedQuestion.delete().execute()
    write_as_format_1()
    migration().fill(QuestionnaireVersion, PublishedQuestion)
    assert rows() == before


@pytest.mark.parametrize("questionnaires", [1, 3])
def test_finding_costs_the_same(db: None, statements: list[str], questionnaires: int) -> None:
    for number in range(questionnaires):
        document = replace(every_kind_document(), key=f"k{number}")
        made(document, key=f"k{number}")
    statements.clear()
    rows = list(find(Wanted(text="tugas")))
    assert [row.questionnaire.title for row in rows]
    assert lives(rows)
    assert len(statements) == 2
    assert not any('"document"' in statement or '"draft"' in statement for statement in statements)


def test_fold() -> None:
    assert fold("  Ａ  ﬁ\tÉ ") == "a fi é"
