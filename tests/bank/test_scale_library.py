"""The scale library: what it brings along, keeps, refuses, and how drafts stand to it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.bank.models import SharedScale
from survei.bank.scale_library import queries, services
from survei.bank.scale_library.rules import ScaleUnfinished, is_same, scale_changes
from survei.bank.version_publishing import publish_version
from survei.drafting import queries as questionnaires
from survei.drafting.models import Questionnaire
from survei.drafting.services import create_questionnaire, save_draft
from survei.errors import NotFound, StaleRevision
from survei.questionnaire import editing
from survei.questionnaire.blank import blank_document
from survei.questionnaire.difference import difference
from survei.questionnaire.document import Document, decode, encode
from survei.questionnaire.parts import Point, Scale
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document

RINA = Actor(ActorKind.USER, 1, "Rina")
BUDI = Actor(ActorKind.USER, 2, "Budi")
HOSTILE = "<script>alert(1)</script>"


def scale(*labels: str, title: str = "Skala baru") -> Scale:
    points = [Point(value=value, label=Text(label)) for value, label in enumerate(labels, 1)]
    return Scale(title=Text(title), points=points)


def taken(key: str = "rubrik-tiga") -> Document:
    """An example whose scale `rubrik` was taken from the library."""
    return editing.set_scale(every_kind_document(), "rubrik", queries.offered_scale(key))


def made(document: Document) -> Questionnaire:
    return create_questionnaire("uji", "Uji", document=document, actor=RINA)


def relabel(key: str, label: str) -> SharedScale:
    row = queries.shared_scale(key)
    now = queries.scale_of(row)
    points = [
        replace(now.points[0], label=now.points[0].label.having("id", label)),
        *now.points[1:],
    ]
    changed = replace(now, points=points)
    return services.save_scale(key, changed, revision=row.revision, actor=BUDI)


def test_the_library_begins_with_complete_scales(db: None) -> None:
    found = {row.key: queries.scale_of(row) for row in queries.shared_scales()}
    sizes = {key: len(one.points) for key, one in found.items()}
    assert sizes == {
        "rubrik-tiga": 3,
        "ekspektasi": 5,
        "frekuensi": 5,
        "persetujuan": 5,
        "dua-tingkat": 2,
    }
    assert str(found["ekspektasi"].points[2].label) == "Sesuai ekspektasi"
    assert all(
        "en" in one.title and all("en" in p.label for p in one.points) for one in found.values()
    )
    assert all("en" in point.anchor for point in found["rubrik-tiga"].points)


def test_a_scale_is_kept_tidied_under_a_key_of_its_own(db: None) -> None:
    first = services.create_scale(scale("Ya ", HOSTILE), actor=RINA)
    second = services.create_scale(scale("Ya", "Tidak"), actor=RINA)
    assert (first.key, second.key) == ("skala-baru", "skala-baru-2")
    assert [str(point.label) for point in queries.scale_of(first).points] == ["Ya", HOSTILE]
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.object_id) == ("shared_scale.created", "skala-baru-2")


@pytest.mark.parametrize(
    "unfinished",
    [
        scale("Satu"),
        scale("Sama", "Sama"),
        scale("Ada", " "),
        scale("Satu", "Dua", title=" "),
        scale(*map(str, range(11))),
        Scale(
            title=Text("Nilai"),
            points=[Point(value=1, label=Text("a")), Point(value=1, label=Text("b"))],
        ),
    ],
    ids=["one point", "same labels", "no label", "no title", "eleven points", "same values"],
)
def test_the_library_refuses_unfinished_scales(db: None, unfinished: Scale) -> None:
    with pytest.raises(ScaleUnfinished):
        services.create_scale(unfinished, actor=RINA)


def test_the_slower_of_two_editors_is_refused(db: None) -> None:
    row = queries.shared_scale("frekuensi")
    relabel("frekuensi", "Belum pernah")
    with pytest.raises(StaleRevision) as refusal:
        services.save_scale("frekuensi", scale("a", "b"), revision=row.revision, actor=RINA)
    assert refusal.value.params == {"editor": "Budi"}
    assert (
        str(queries.scale_of(queries.shared_scale("frekuensi")).points[0].label) == "Belum pernah"
    )


def test_archived_scales_are_not_offered_until_restored(db: None) -> None:
    services.archive_scale("frekuensi", actor=RINA)
    assert "frekuensi" not in {row.key for row in queries.shared_scales()}
    with pytest.raises(NotFound):
        queries.offered_scale("frekuensi")
    services.restore_scale("frekuensi", actor=RINA)
    assert queries.offered_scale("frekuensi").origin == "frekuensi"


def test_a_copy_remembers_its_origin_through_json_and_publication(db: None) -> None:
    document = taken()
    assert decode(encode(document)).scales["rubrik"].origin_revision == 1
    row = made(document)
    publish_version(row.id, revision=row.draft_revision, actor=RINA)
    relabel("rubrik-tiga", "Belum")
    version = questionnaires.version_numbered(row.id, 1)
    published = questionnaires.document_of(version.id).scales["rubrik"]
    assert str(published.points[0].label) == "Belum dilakukan"
    uses = queries.uses_of_scales()["rubrik-tiga"]
    assert [(use.item.id, use.in_draft, use.versions) for use in uses] == [(row.id, False, [1])]


def test_a_draft_is_told_what_the_library_changed(db: None) -> None:
    document = taken()
    assert queries.standings(document)["rubrik"].is_copy
    assert queries.standings(document)["ekspektasi"].origin is None
    relabel("rubrik-tiga", "Belum")
    standing = queries.standings(document)["rubrik"]
    assert [(str(one), one.before, one.after) for one in standing.changes] == [
        ("Label poin 1 diubah.", "Belum dilakukan", "Belum")
    ]


def test_a_blank_questionnaire_begins_with_a_copy_of_the_library(db: None) -> None:
    assert queries.standings(blank_document("uji", "Uji"))["ekspektasi"].is_copy


def test_own_changes_of_a_draft_are_no_news_of_the_library(db: None) -> None:
    document = taken()
    mine = replace(document.scales["rubrik"], title=Text("Milik saya"))
    standing = queries.standings(editing.set_scale(document, "rubrik", mine))["rubrik"]
    assert (standing.is_copy, standing.changes) == (False, ())


def test_anchors_without_a_point_are_counted_before_the_update(db: None) -> None:
    row = queries.shared_scale("ekspektasi")
    document = editing.set_scale(every_kind_document(), "ekspektasi", queries.scale_of(row))
    shorter = replace(queries.scale_of(row), points=queries.scale_of(row).points[:4])
    services.save_scale("ekspektasi", shorter, revision=1, actor=BUDI)
    standing = queries.standings(document)["ekspektasi"]
    assert [str(one) for one in standing.changes] == ["Poin 5 “Jauh di atas ekspektasi” dihapus."]
    assert standing.left_over == 3


def test_a_draft_gives_its_scale_and_becomes_the_first_copy(db: None) -> None:
    row = made(every_kind_document())
    given = services.give_scale(row.id, "rubrik", revision=row.draft_revision, actor=RINA)
    document = questionnaires.draft_of(given)
    assert document is not None
    assert queries.standings(document)["rubrik"].is_copy
    shared = queries.shared_scale(document.scales["rubrik"].origin)
    assert is_same(queries.scale_of(shared), every_kind_document().scales["rubrik"])
    with pytest.raises(StaleRevision):
        services.give_scale(row.id, "ekspektasi", revision=row.draft_revision, actor=BUDI)


def test_a_refused_gift_leaves_nothing_in_the_library(db: None) -> None:
    row = made(every_kind_document())
    save_draft(row.id, every_kind_document(), revision=row.draft_revision, actor=BUDI)
    before = SharedScale.select().count()
    with pytest.raises(StaleRevision):
        services.give_scale(row.id, "rubrik", revision=row.draft_revision, actor=RINA)
    assert SharedScale.select().count() == before


def test_giving_a_scale_is_told_as_a_change_of_its_origin() -> None:
    before = every_kind_document()
    given = replace(before.scales["rubrik"], origin="rubrik", origin_revision=1)
    changes = difference(before, editing.set_scale(before, "rubrik", given))
    assert [str(one) for one in changes] == ["Asal skala “Rubrik tiga tingkat” di pustaka diubah."]


def test_every_difference_of_two_scales_is_named() -> None:
    old = scale("Rendah", "Tinggi", title="Lama")
    new = replace(scale("Rendah", "Tinggi", "Puncak"), title=Text("Baru", en="New"))
    assert [str(one) for one in scale_changes(old, new)] == [
        "Nama skala diubah.",
        "Nama skala dalam English diubah.",
        "Poin 3 “Puncak” ditambahkan.",
    ]
