"""From a token or a printed code to its link: every request of a rater begins here, so the row is
read without Peewee's machinery and handed out as the models that the rest of the house knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from peewee import Model

from survei.cycle.models import Assignment, Cycle, Participant
from survei.database import database, driver_sql
from survei.invitation.models import Link
from survei.invitation.rules import code_hash, tidy_code, tidy_token, token_hash
from survei.keys import own_keys

#: Models of the joined SELECT and the alias of their table.
_JOINED: tuple[tuple[str, type[Model]], ...] = (
    ("l", Link),
    ("p", Participant),
    ("a", Assignment),
    ("r", Participant),
    ("c", Cycle),
)
#: Most forms have none, and need not be asked once more.
_HAS_DRAFTS = ", EXISTS (SELECT 1 FROM draft d WHERE d.assignment_id = l.assignment_id)"
_FROM = """ FROM link l
JOIN participant p ON p.id = l.participant_id
LEFT JOIN assignment a ON a.id = l.assignment_id
LEFT JOIN participant r ON r.id = a.ratee_id
JOIN cycle c ON c.id = p.cycle_id
WHERE l.{column} = ?"""


@dataclass(frozen=True)
class Reader:
    """How the columns of one model become an instance."""

    model: type[Model]
    names: tuple[str, ...]
    #: Position in the row and what makes a value of it, for columns that need it.
    convert: tuple[tuple[str, Callable[[Any], Any]], ...]

    def read(self, row: tuple[Any, ...], start: int) -> Any:
        """The instance, unchanged as after a SELECT; None when it was not joined."""
        data = dict(zip(self.names, row[start : start + len(self.names)], strict=True))
        if data[self.names[0]] is None:
            return None
        for name, python_value in self.convert:
            data[name] = python_value(data[name])
        instance = object.__new__(self.model)
        instance.__dict__.update(__data__=data, _dirty=set(), __rel__={})
        return instance


def reader_of(model: type[Model]) -> Reader:
    """How rows of a model are read; its columns in the order of its fields."""
    fields = model._meta.sorted_fields
    timed = ("DATETIME", "DATE")
    return Reader(
        model,
        tuple(field.name for field in fields),
        # The moments of a cycle come with each of its links: the same few texts again and again.
        tuple(
            (field.name, lru_cache(maxsize=64)(field.python_value))
            for field in fields
            if field.field_type in timed
        ),
    )


_READERS = tuple(reader_of(model) for _, model in _JOINED)
_STARTS = tuple(sum(len(r.names) for r in _READERS[:place]) for place in range(len(_READERS)))
_SELECT = "SELECT " + ", ".join(
    f"{alias}.{field.column_name}"
    for alias, model in _JOINED
    for field in model._meta.sorted_fields
)
_SELECT += _HAS_DRAFTS


def find_link(token: str) -> Link | None:
    """The link of a token as it arrived, with `participant` (rater or ratee who holds it),
    `participant.cycle`, and for forms `assignment` with its `ratee`, `rater` and `cycle`.

    One SELECT; the same work for a damaged token as for an unknown one. Revoked links are found
    too: they are told apart by `revoked_at`.
    """
    return _fetch("token_hash", token_hash(tidy_token(token) or token[:200]))


def find_code(text: str) -> Link | None:
    """The list link of a printed code as typed, joined like `find_link`."""
    code = tidy_code(text)
    return _fetch("code_hash", code_hash(own_keys().link, code)) if code else None


def _fetch(column: str, value: str) -> Link | None:
    """The link whose hash is `value`, joined; `column` never comes from outside."""
    sql = driver_sql(_SELECT + _FROM.format(column=column))
    row = database.execute_sql(sql, (value,)).fetchone()
    if row is None:
        return None
    link, participant, assignment, ratee, cycle = (
        reader.read(row, start) for reader, start in zip(_READERS, _STARTS, strict=True)
    )
    link.__rel__["participant"] = participant
    participant.__rel__["cycle"] = cycle
    if assignment is not None:
        assignment.__rel__.update(rater=participant, ratee=ratee, cycle=cycle)
        ratee.__rel__["cycle"] = cycle
        link.__rel__["assignment"] = assignment
    link.has_drafts = bool(row[-1])
    return link
