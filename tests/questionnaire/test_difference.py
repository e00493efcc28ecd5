"""Differences between two documents are told in plain words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from survei.questionnaire import editing
from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.difference import difference
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import QuestionKind
from survei.questionnaire.parts import Anchor
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document, rating
from tests.texts import said

ITEM = "Pegawai ini menyelesaikan tugas mutu tepat waktu."


def reanchored(document: Document) -> Document:
    question = document.question("mutu")
    assert question is not None
    anchors = {**question.anchors, "1": Anchor(text=Text("Lain."))}  # type: ignore[union-attr]
    return editing.change_question(document, "mutu", anchors=anchors)


#: edit → what is told
TOLD: dict[str, tuple[Callable[[Document], Document], list[tuple[str, str]]]] = {
    "nothing": (lambda d: d, []),
    "title": (
        lambda d: replace(d, **said(d, title="Lain")),
        [("reworded", "Judul kuesioner diubah.")],
    ),
    "added section": (
        lambda d: editing.add_section(d, Section(code="baru", title=Text("Baru"))),
        [("added", "Aspek “Baru” ditambahkan.")],
    ),
    "moved section": (
        lambda d: editing.move_section(d, "lain", 0),
        [("moved", "Aspek “Keterangan lain” dipindahkan.")],
    ),
    "weight": (
        lambda d: editing.change_section(d, "kinerja", weight=52.5),
        [("reweighted", "Bobot aspek “Kinerja” dari 60 menjadi 52,5 persen.")],
    ),
    "added question": (
        lambda d: editing.add_question(d, "sikap", rating("baru")),
        [("added", "Indikator “Pegawai ini menyelesaikan tugas baru tepat waktu.” ditambahkan.")],
    ),
    "removed question": (
        lambda d: editing.remove_question(d, "mutu"),
        [("removed", f"Indikator “{ITEM}” dihapus.")],
    ),
    "moved question": (
        lambda d: editing.move_question(d, "mutu", "sikap", 0),
        [("moved", f"Indikator “{ITEM}” dipindahkan.")],
    ),
    "title in another language": (
        lambda d: replace(d, **said(d, title_en="Another")),
        [("reworded", "Judul kuesioner dalam English diubah.")],
    ),
    "another language": (
        lambda d: replace(d, languages=["en", "mak"]),
        [("added", "Bahasa Basa Mangkasara’ ditambahkan.")],
    ),
    "a language less": (
        lambda d: replace(d, languages=[]),
        [("removed", "Bahasa English dihapus.")],
    ),
    "reworded": (
        lambda d: editing.change_question(d, "mutu", **said(d.question("mutu"), text="Teks lain")),
        [("reworded", "Rumusan indikator “Teks lain” diubah.")],
    ),
    "anchor": (
        reanchored,
        [("reworded", f"Deskripsi perilaku poin 1 pada “{ITEM}” diubah.")],
    ),
    "item weight": (
        lambda d: editing.change_question(d, "mutu", weight=1),
        [("reweighted", f"Bobot indikator “{ITEM}” dari 2 menjadi 1.")],
    ),
    "other scale": (
        lambda d: editing.change_question(d, "mutu", scale="rubrik"),
        [("rescaled", f"Skala indikator “{ITEM}” diganti.")],
    ),
    "scale": (
        lambda d: editing.set_scale(d, "rubrik", expectation_scale()),
        [("rescaled", "Skala “Skala ekspektasi” diubah.")],
    ),
    "answer rules": (
        lambda d: editing.change_question(d, "jam", maximum=10),
        [("changed", "Ketentuan jawaban “Berapa jam Anda bekerja sama dalam seminggu?” diubah.")],
    ),
    "kind": (
        lambda d: editing.change_kind(d, "saran", QuestionKind.SHORT_TEXT),
        [
            (
                "changed",
                "Jenis “Apa saran Anda untuk pegawai ini?” dari “Teks panjang” menjadi "
                "“Teks pendek”.",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_difference_is_told(name: str) -> None:
    edit, expected = TOLD[name]
    changes = difference(every_kind_document(), edit(every_kind_document()))
    assert [(str(change.kind), change.message) for change in changes] == expected


def test_a_removed_section_takes_its_questions_along() -> None:
    changes = difference(
        every_kind_document(), editing.remove_section(every_kind_document(), "sikap")
    )
    assert [str(change.kind) for change in changes] == ["removed"] * 3


def test_a_rewording_holds_both_texts() -> None:
    document = every_kind_document()
    changes = said(document.question("mutu"), text="Teks lain")
    edited = editing.change_question(document, "mutu", **changes)
    (change,) = difference(every_kind_document(), edited)
    assert (change.before, change.after) == (ITEM, "Teks lain")
    assert (change.section, change.question) == ("kinerja", "mutu")
