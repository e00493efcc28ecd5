"""One difference between two documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from survei.errors import Term
from survei.questionnaire.languages import MAIN, name_of
from survei.questionnaire.parts import Condition, Part


class ChangeKind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    RESCALED = "rescaled"
    REWEIGHTED = "reweighted"
    CONDITIONED = "conditioned"
    CHANGED = "changed"


#: In the order in which they are counted.
CHANGE_KIND_LABELS = {
    ChangeKind.ADDED: "Ditambahkan",
    ChangeKind.REMOVED: "Dihapus",
    ChangeKind.MOVED: "Dipindahkan",
    ChangeKind.REWORDED: "Kalimat diubah",
    ChangeKind.RESCALED: "Skala diubah",
    ChangeKind.REWEIGHTED: "Bobot diubah",
    ChangeKind.CONDITIONED: "Syarat diubah",
    ChangeKind.CHANGED: "Ketentuan diubah",
}


@dataclass(frozen=True)
class Detail:
    """One member before and after: a number, a text, yes or no; None for nothing."""

    label: Term
    before: object
    after: object


@dataclass(frozen=True)
class Change:
    """One difference. `message_id` is a msgid with `%(name)s` places."""

    kind: ChangeKind
    message_id: str
    params: Mapping[str, object] = field(default_factory=dict)
    #: Codes of the part in the newer document; empty where they do not apply.
    section: str = ""
    question: str = ""
    #: Code of the section in the older document, for what was removed.
    was_in: str = ""
    #: The text before and after, for rewordings.
    before: str = ""
    after: str = ""
    #: Members before and after, where there is no text.
    details: tuple[Detail, ...] = ()
    #: Member that holds a condition ("show_if"), and the condition before and after.
    member: str = ""
    conditions: tuple[Condition | None, Condition | None] = (None, None)

    @property
    def message(self) -> str:
        """The difference as an Indonesian sentence."""
        return self.message_id % self.params

    def __str__(self) -> str:
        return self.message


def rewordings(
    texts: Mapping[str, Term],
    parts: tuple[Part, Part],
    messages: tuple[str, str],
    about: Mapping[str, object],
    **here: Any,
) -> Iterator[Change]:
    """Each text of a part that changed, in each language: from the first of two to the second.

    `texts` names the members; the second message is about another language than Indonesian.
    """
    for member, called in texts.items():
        old, new = (getattr(part, member) for part in parts)
        for language in dict.fromkeys([*old, *new]):
            before, after = old.get(language, ""), new.get(language, "")
            if before != after:
                params = {**about, "called": called, "language": name_of(language)}
                yield Change(
                    ChangeKind.REWORDED,
                    messages[language != MAIN],
                    params,
                    before=before,
                    after=after,
                    **here,
                )
