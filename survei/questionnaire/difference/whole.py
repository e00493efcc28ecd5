"""Changes of the document's own texts and of its scales."""

from __future__ import annotations

from collections.abc import Iterator

from survei.errors import Term
from survei.questionnaire.change import Change, ChangeKind, rewordings
from survei.questionnaire.document import Document
from survei.questionnaire.languages import name_of
from survei.questionnaire.parts import Point, Scale

K = ChangeKind

#: Texts of the document and of a section: member → what it is called.
TEXTS = {
    "title": Term("Judul"),
    "intro": Term("Pengantar"),
}
#: The sentence that tells a new wording, and the one for other languages than Indonesian.
REWORDED = (
    "%(called)s kuesioner diubah.",
    "%(called)s kuesioner dalam %(language)s diubah.",
)


def texts(old: Document, new: Document) -> Iterator[Change]:
    """Title and introduction."""
    yield from rewordings(TEXTS, (old, new), REWORDED, {})


def languages(old: Document, new: Document) -> Iterator[Change]:
    """Languages that came and went."""
    for code in new.languages:
        if code not in old.languages:
            yield Change(K.ADDED, "Bahasa %(language)s ditambahkan.", {"language": name_of(code)})
    for code in old.languages:
        if code not in new.languages:
            yield Change(K.REMOVED, "Bahasa %(language)s dihapus.", {"language": name_of(code)})


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
    return "\n".join([scale.title.together(), *map(_point, scale.points)])


def _point(point: Point) -> str:
    label, anchor = point.label.together(" / "), point.anchor.together(" / ")
    return f"{point.value} · {label}" + (f": {anchor}" if anchor else "")
