"""Changes of ratings and matrices: scale, direction, weights, anchors, rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from survei.errors import Term
from survei.numerals import written
from survei.questionnaire.change import Change, ChangeKind
from survei.questionnaire.document import Matrix, Question, Rating, Row
from survei.questionnaire.places import short
from survei.questionnaire.reordering import moved

K = ChangeKind

#: What has a weight and a direction.
ITEM, ROW = Term("indikator"), Term("baris")
#: Texts of a row: member → what it is called.
ROW_TEXTS = {
    "text": Term("Rumusan"),
    "text_self": Term("Rumusan penilaian diri"),
    "text_en": Term("Rumusan bahasa Inggris"),
    "text_self_en": Term("Rumusan diri bahasa Inggris"),
}


def changes(old: Question, new: Question, here: dict[str, Any]) -> Iterator[Change]:
    """Changes of two ratings or two matrices; nothing for other kinds."""
    if isinstance(old, Rating) and isinstance(new, Rating):
        yield from _scale(old, new, here)
        yield from _counting(old, new, ITEM, here)
        yield from _anchors(old, new, here)
    elif isinstance(old, Matrix) and isinstance(new, Matrix):
        yield from _scale(old, new, here)
        yield from _rows(old, new, here)


def _scale(old: Rating | Matrix, new: Rating | Matrix, here: dict[str, Any]) -> Iterator[Change]:
    if old.scale != new.scale:
        about = {"text": short(new.text)}
        yield Change(K.RESCALED, "Skala indikator “%(text)s” diganti.", about, **here)


def _counting(
    old: Rating | Row, new: Rating | Row, what: Term, here: dict[str, Any]
) -> Iterator[Change]:
    about: dict[str, object] = {"text": short(new.text), "what": what}
    if old.reversed != new.reversed:
        yield Change(K.RESCALED, "Arah nilai %(what)s “%(text)s” dibalik.", about, **here)
    if old.weight != new.weight:
        weights = {"before": written(old.weight), "after": written(new.weight)}
        message = "Bobot %(what)s “%(text)s” dari %(before)s menjadi %(after)s."
        yield Change(K.REWEIGHTED, message, {**about, **weights}, **here)


def _anchors(old: Rating, new: Rating, here: dict[str, Any]) -> Iterator[Change]:
    for value in sorted(
        old.anchors.keys() | new.anchors.keys(), key=lambda text: (len(text), text)
    ):
        before, after = old.anchors.get(value), new.anchors.get(value)
        if before != after:
            yield Change(
                K.REWORDED,
                "Deskripsi perilaku poin %(value)s pada “%(text)s” diubah.",
                {"text": short(new.text), "value": value},
                before=_both(before.text, before.text_en) if before else "",
                after=_both(after.text, after.text_en) if after else "",
                **here,
            )


def _both(text: str, english: str) -> str:
    return f"{text}\n{english}" if english else text


def _rows(old: Matrix, new: Matrix, here: dict[str, Any]) -> Iterator[Change]:
    before = {row.code: row for row in old.rows}
    after = {row.code: row for row in new.rows}
    elsewhere = moved(list(before), list(after))
    for code, row in after.items():
        about = {"text": short(row.text), "matrix": short(new.text)}
        if code not in before:
            message = "Baris “%(text)s” ditambahkan pada “%(matrix)s”."
            yield Change(K.ADDED, message, about, **here)
            continue
        if code in elsewhere:
            message = "Baris “%(text)s” pada “%(matrix)s” dipindahkan."
            yield Change(K.MOVED, message, about, **here)
        yield from _row(before[code], row, here)
    for code, row in before.items():
        if code not in after:
            about = {"text": short(row.text), "matrix": short(new.text)}
            yield Change(K.REMOVED, "Baris “%(text)s” dihapus dari “%(matrix)s”.", about, **here)


def _row(old: Row, new: Row, here: dict[str, Any]) -> Iterator[Change]:
    for name, called in ROW_TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            message = "%(called)s baris “%(text)s” diubah."
            params = {"text": short(new.text), "called": called}
            yield Change(K.REWORDED, message, params, before=before, after=after, **here)
    yield from _counting(old, new, ROW, here)
