"""Changes of sections: there or not, place, texts, weight, condition."""

from __future__ import annotations

from collections.abc import Iterator

from survei.numerals import written
from survei.questionnaire.change import Change, ChangeKind, rewordings
from survei.questionnaire.difference.whole import TEXTS
from survei.questionnaire.document import Document, Section
from survei.questionnaire.reordering import moved

K = ChangeKind
#: The sentence that tells a new wording, and the one for other languages than Indonesian.
REWORDED = (
    "%(called)s aspek “%(title)s” diubah.",
    "%(called)s aspek “%(title)s” dalam %(language)s diubah.",
)


def sections(old: Document, new: Document) -> Iterator[Change]:
    """Every change of a section; its questions are told elsewhere."""
    before = {section.code: section for section in old.sections}
    after = {section.code: section for section in new.sections}
    elsewhere = moved(list(before), list(after))
    for code, section in after.items():
        about = {"title": section.title}
        if code not in before:
            yield Change(K.ADDED, "Aspek “%(title)s” ditambahkan.", about, section=code)
            continue
        if code in elsewhere:
            yield Change(K.MOVED, "Aspek “%(title)s” dipindahkan.", about, section=code)
        yield from _section(before[code], section)
    for code, section in before.items():
        if code not in after:
            about = {"title": section.title}
            yield Change(K.REMOVED, "Aspek “%(title)s” dihapus.", about, was_in=code)


def _section(old: Section, new: Section) -> Iterator[Change]:
    about = {"title": new.title}
    yield from rewordings(TEXTS, (old, new), REWORDED, about, section=new.code)
    if old.weight != new.weight:
        yield Change(
            K.REWEIGHTED,
            "Bobot aspek “%(title)s” dari %(before)s menjadi %(after)s persen.",
            {"title": new.title, "before": written(old.weight), "after": written(new.weight)},
            section=new.code,
        )
    if old.show_if != new.show_if:
        yield Change(
            K.CONDITIONED,
            "Syarat tampil aspek “%(title)s” diubah.",
            {"title": new.title},
            section=new.code,
            member="show_if",
            conditions=(old.show_if, new.show_if),
        )
