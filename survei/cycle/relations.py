"""What depends on the relation of a rater to the ratee, and on nothing else: one row a relation.

Who asks for any of it asks the table; only the enum, this file and the draw (each relation finds
its raters in a way of its own) name a relation.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from survei.cycle.choices import Relation


@dataclass(frozen=True, kw_only=True)
class RelationTraits:
    """One relation; texts are Indonesian, as everywhere in the domain."""

    #: Where there is room for a word.
    label: str
    #: The group of its raters, where sentences speak of it.
    group: str
    #: What raters are told that they are.
    rater: str
    #: Who the ratee is to the rater.
    ratee: str
    #: What a letter asks for, of one ratee or of several (`count`).
    task: str
    tasks: str = ""
    #: Whether people rate themselves: questions speak to oneself, the figures are for comparison.
    is_self: bool = False
    #: Whether submissions are unlinkable (survei tertutup). Source: domain.md, Law.
    is_confidential: bool = False
    #: What the form promises a named rater; a confidential one is promised the same in all.
    promise: str = ""
    #: Who reads a named rater's answers.
    readers: str = ""
    #: Reliability of one rater; None where it is not known. Source: Conway & Huffcutt 1997.
    reliability: Fraction | None = None
    #: Percent in a new plan. Source: domain.md, Law: self 0, supervisor 60, peers 20-40,
    #: subordinates 0-20.
    usual_weight: float
    #: Whether a new plan uses it.
    is_usual: bool = True
    #: Whether raters are drawn for everybody: then having none is a problem, too, and the draw
    #: can mend it.
    is_drawn_for_all: bool = False
    #: What can be done about a confidential group that is too small to be shown.
    few_remedy: str = ""
    #: Whom it chooses, for the one who plans a cycle.
    hint: str
    #: Letter and shape of its mark in charts: never colour alone.
    letter: str
    shape: str


RELATIONS: dict[Relation, RelationTraits] = {
    Relation.SELF: RelationTraits(
        label="Diri",
        group="Penilaian diri",
        rater="Diri sendiri",
        ratee="Diri sendiri",
        task="menilai diri sendiri",
        is_self=True,
        promise="Penilaian diri ini disimpan dan ditampilkan dengan nama Anda.",
        readers="Anda sendiri, atasan langsung Anda, dan petugas yang berwenang atas hasilnya.",
        usual_weight=0.0,
        hint="Setiap pegawai menilai dirinya; dipakai sebagai pembanding.",
        letter="D",
        shape="circle",
    ),
    Relation.SUPERVISOR: RelationTraits(
        label="Atasan",
        group="Atasan",
        rater="Atasan",
        ratee="Bawahan Anda",
        task="menilai %(count)s pegawai yang Anda pimpin",
        promise="Sebagai atasan, jawaban Anda disimpan dan ditampilkan dengan nama Anda.",
        readers="Pegawai yang dinilai, Anda sendiri, dan petugas yang berwenang atas hasilnya, "
        "sebagai penilaian atasan.",
        reliability=Fraction(50, 100),
        usual_weight=60.0,
        hint="Atasan langsung menurut data pegawai saat periode dibuka. Namanya tampil pada hasil.",
        letter="A",
        shape="square",
    ),
    Relation.PEER: RelationTraits(
        label="Rekan",
        group="Rekan sejawat",
        rater="Rekan sejawat",
        ratee="Rekan Anda",
        task="menilai %(count)s rekan",
        is_confidential=True,
        reliability=Fraction(37, 100),
        usual_weight=25.0,
        is_drawn_for_all=True,
        few_remedy="Tambah jumlah rekan, izinkan rekan dari unit kerja induk, atau terima bahwa "
        "kelompok ini tidak tampil.",
        hint="Dipilih acak dari unit yang sama dengan jabatan sebanding. Rahasia: nama penilai "
        "tidak tampil pada hasil.",
        letter="R",
        shape="triangle",
    ),
    Relation.SUBORDINATE: RelationTraits(
        label="Bawahan",
        group="Bawahan",
        rater="Bawahan",
        ratee="Atasan Anda",
        task="menilai atasan Anda",
        tasks="menilai %(count)s atasan",
        is_confidential=True,
        reliability=Fraction(30, 100),
        usual_weight=15.0,
        is_usual=False,
        few_remedy="Bawahan langsung memang sedikit. Kelompok ini tidak tampil dan tidak ikut "
        "dihitung.",
        hint="Bawahan langsung. Rahasia: nama penilai tidak tampil pada hasil.",
        letter="B",
        shape="diamond",
    ),
}

#: Labels alone, for menus and columns.
RELATION_LABELS = {relation: row.label for relation, row in RELATIONS.items()}
GROUP_LABELS = {relation: row.group for relation, row in RELATIONS.items()}
#: Relations whose submissions are unlinkable.
CONFIDENTIAL = frozenset(relation for relation, row in RELATIONS.items() if row.is_confidential)
#: The relation in which people rate themselves.
(ONESELF,) = (relation for relation, row in RELATIONS.items() if row.is_self)
#: Those whose submissions carry a name, by the word for them in an address.
NAMED = {row.label.lower(): one for one, row in RELATIONS.items() if one not in CONFIDENTIAL}
#: Raters of others whose submissions carry a name.
NAMED_OTHERS = frozenset(NAMED.values()) - {ONESELF}
#: What a preview shows first: the wording for raters of others, and what a confidential one sees.
PREVIEWED = next(relation for relation in RELATIONS if relation in CONFIDENTIAL)


def is_confidential(relation: str) -> bool:
    """Whether answers of this relation are stored unlinkable."""
    return Relation(relation) in CONFIDENTIAL


def is_self(relation: str) -> bool:
    """Whether the rater is the ratee."""
    return Relation(relation) is ONESELF
