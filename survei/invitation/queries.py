"""Reads of links: what a token opens, and what a rater still has to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import Model

from survei.cycle.choices import Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.database import database, is_sqlite
from survei.invitation.choices import LINK_PATHS, LinkPurpose
from survei.invitation.keys import link_key
from survei.invitation.models import Link
from survei.invitation.rules import code_hash, make_code, make_token, tidy_code, tidy_token
from survei.invitation.rules import token_hash as hash_of

#: Order of the relations on a rater's list.
RELATION_ORDER = tuple(Relation)


@dataclass(frozen=True)
class Task:
    """One form of a rater: the assignment (ratee joined) and the link that opens it."""

    assignment: Assignment
    link: Link
    #: Path of the form: "/f/…".
    path: str


def find_link(token: str) -> Link | None:
    """The link of a token as it arrived, with `participant` (rater or ratee who holds it),
    `participant.cycle`, and for forms `assignment` with its `ratee`, `rater` and `cycle`.

    One SELECT; the same work for a damaged token as for an unknown one. Revoked links are found
    too: they are told apart by `revoked_at`.
    """
    return _fetch("token_hash", hash_of(tidy_token(token) or token[:200]))


def find_code(text: str) -> Link | None:
    """The list link of a printed code as typed, joined like `find_link`."""
    code = tidy_code(text)
    return _fetch("code_hash", code_hash(link_key(), code)) if code else None


def tasks_of(participant: Participant | int) -> list[Task]:
    """All forms of a rater, by relation and ratee's name; one SELECT."""
    participant_id = participant if isinstance(participant, int) else participant.id
    ratee = Participant.alias("ratee")
    query = (
        Link.select(Link, Assignment, ratee)
        .join(Assignment)
        .join(ratee, on=(Assignment.ratee == ratee.id))
        .where(
            (Assignment.rater == participant_id)
            & (Link.purpose == LinkPurpose.FORM)
            & Link.revoked_at.is_null()
        )
        .order_by(ratee.name)
    )
    tasks = [Task(link.assignment, link, path_of(link)) for link in query if link.assignment]
    return sorted(tasks, key=lambda task: RELATION_ORDER.index(Relation(task.assignment.relation)))


def link_of_participant(participant_id: int, purpose: LinkPurpose) -> Link | None:
    """The list or result link that is in force."""
    return Link.get_or_none(
        (Link.participant == participant_id) & (Link.purpose == purpose) & Link.revoked_at.is_null()
    )


def link_of_assignment(assignment_id: int) -> Link | None:
    """The form link that is in force."""
    return Link.get_or_none((Link.assignment == assignment_id) & Link.revoked_at.is_null())


def token_of(link: Link) -> str:
    """The token, made again from nonce and key."""
    return make_token(link_key(), link.purpose, _subject_of(link), link.nonce)


def path_of(link: Link) -> str:
    """Path of the page that the link opens: "/u/…"."""
    return f"/{LINK_PATHS[LinkPurpose(link.purpose)]}/{token_of(link)}"


def url_of(link: Link, base_url: str) -> str:
    """The whole URL, at most 120 characters for a base URL of up to 70."""
    return base_url + path_of(link)


def code_of(link: Link) -> str:
    """The printed code of a list link: "K7QM-2XHD-9PRA"."""
    return make_code(link_key(), link.participant_id, link.nonce)


def _subject_of(link: Link) -> int:
    """The assignment of a form, the participant of a list or result."""
    return link.assignment_id or link.participant_id


# --- the fast path: every request of a rater begins with it --------------------------------

#: Models of the joined SELECT and the alias of their table.
_JOINED: tuple[tuple[str, type[Model]], ...] = (
    ("l", Link),
    ("p", Participant),
    ("a", Assignment),
    ("r", Participant),
    ("c", Cycle),
)
_FROM = """ FROM link l
JOIN participant p ON p.id = l.participant_id
LEFT JOIN assignment a ON a.id = l.assignment_id
LEFT JOIN participant r ON r.id = a.ratee_id
JOIN cycle c ON c.id = p.cycle_id
WHERE l.{column} = {place}"""


@dataclass(frozen=True)
class _Reader:
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
        instance = self.model(__no_default__=1)
        instance.__data__ = data
        return instance


def _reader(model: type[Model]) -> _Reader:
    fields = model._meta.sorted_fields
    timed = ("DATETIME", "DATE")
    return _Reader(
        model,
        tuple(field.name for field in fields),
        tuple((field.name, field.python_value) for field in fields if field.field_type in timed),
    )


_READERS = tuple(_reader(model) for _, model in _JOINED)
_STARTS = tuple(sum(len(r.names) for r in _READERS[:place]) for place in range(len(_READERS)))
_SELECT = "SELECT " + ", ".join(
    f"{alias}.{field.column_name}"
    for alias, model in _JOINED
    for field in model._meta.sorted_fields
)


def _fetch(column: str, value: str) -> Link | None:
    place = "?" if is_sqlite() else "%s"
    sql = _SELECT + _FROM.format(column=column, place=place)
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
    return link
