"""Changes of the options of a choice or ranking."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from survei.questionnaire.change import Change, ChangeKind
from survei.questionnaire.document import Choice, Question
from survei.questionnaire.places import short
from survei.questionnaire.reordering import moved

K = ChangeKind


def changes(old: Question, new: Question, here: dict[str, Any]) -> Iterator[Change]:
    """Options that came, moved, were reworded and went; nothing for other kinds."""
    before = {option.value: option for option in getattr(old, "choices", ())}
    after = {option.value: option for option in getattr(new, "choices", ())}
    elsewhere = moved(list(before), list(after))
    for value, option in after.items():
        about = {"label": short(option.label), "text": short(new.text)}
        if value not in before:
            message = "Pilihan “%(label)s” ditambahkan pada “%(text)s”."
            yield Change(K.ADDED, message, about, **here)
            continue
        if value in elsewhere:
            message = "Pilihan “%(label)s” pada “%(text)s” dipindahkan."
            yield Change(K.MOVED, message, about, **here)
        if before[value] != option:
            message = "Pilihan “%(label)s” pada “%(text)s” diubah."
            both: dict[str, Any] = {"before": _labels(before[value]), "after": _labels(option)}
            yield Change(K.REWORDED, message, about, **both, **here)
    for value, option in before.items():
        if value not in after:
            about = {"label": short(option.label), "text": short(new.text)}
            yield Change(K.REMOVED, "Pilihan “%(label)s” dihapus dari “%(text)s”.", about, **here)


def _labels(option: Choice) -> str:
    return "\n".join(filter(None, (option.label, option.label_en)))
