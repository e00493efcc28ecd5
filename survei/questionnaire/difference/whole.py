"""Changes of the document's own texts and of its scales."""

from __future__ import annotations

from collections.abc import Iterator

from survei.errors import Term
from survei.questionnaire.change import Change, ChangeKind
from survei.questionnaire.document import Document
from survei.questionnaire.parts import Point, Scale

K = ChangeKind

#: Texts of the document and of a section: member → what it is called.
TEXTS = {
    "title": Term("Judul"),
    "intro": Term("Pengantar"),
    "title_en": Term("Judul bahasa Inggris"),
    "intro_en": Term("Pengantar bahasa Inggris"),
}


def texts(old: Document, new: Document) -> Iterator[Change]:
    """Title and introduction."""
    for name, called in TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            message = "%(called)s kuesioner diubah."
            yield Change(K.REWORDED, message, {"called": called}, before=before, after=after)


def scales(old: Document, new: Document) -> Iterator[Change]:
    """Scales that came, changed and went."""
    for key, scale in new.scales.items():
        about = {"title": scale.title}
        if key not in old.scales:
            yield Change(K.ADDED, "Skala “%(title)s” ditambahkan.", about, after=written(scale))
        elif old.scales[key] != scale:
            before, after = written(old.scales[key]), written(scale)
            message = "Skala “%(title)s” diubah."
            if before == after:
                yield Change(K.CHANGED, "Asal skala “%(title)s” di pustaka diubah.", about)
            else:
                yield Change(K.RESCALED, message, about, before=before, after=after)
    for key, scale in old.scales.items():
        if key not in new.scales:
            about = {"title": scale.title}
            yield Change(K.REMOVED, "Skala “%(title)s” dihapus.", about, before=written(scale))


def written(scale: Scale) -> str:
    """A scale as text, a line for each point."""
    return "\n".join(filter(None, [scale.title, scale.title_en, *map(_point, scale.points)]))


def _point(point: Point) -> str:
    label = " / ".join(filter(None, (point.label, point.label_en)))
    anchor = " / ".join(filter(None, (point.anchor, point.anchor_en)))
    return f"{point.value} · {label}" + (f": {anchor}" if anchor else "")
