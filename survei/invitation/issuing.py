"""Rows of links and letters in bulk: a whole city's in seconds and in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from peewee import ModelSelect

from survei.bulk import insert_many
from survei.cycle.models import Assignment, Participant
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import ratees_in, raters_in
from survei.invitation.rules import code_hash, make_code, make_nonce, make_token, token_hash
from survei.keys import own_keys
from survei.mail.services import post_letters

#: Columns of a bulk insert, in the order in which `link_row` gives them.
LINK_COLUMNS = (
    "token_hash",
    "nonce",
    "purpose",
    "participant_id",
    "assignment_id",
    "code_hash",
)
#: Keys read at a time.
CHUNK = 5000

LinkRow = tuple[str, str, str, int, int | None, str | None]


def link_row(
    purpose: LinkPurpose, participant_id: int, assignment_id: int | None = None
) -> LinkRow:
    """A fresh link as a row: new nonce, hash of its token, for lists the hash of its code."""
    key, nonce = own_keys().link, make_nonce()
    token = make_token(key, purpose, assignment_id or participant_id, nonce)
    is_list = purpose == LinkPurpose.LIST
    code = code_hash(key, make_code(key, participant_id, nonce)) if is_list else None
    return (token_hash(token), nonce, purpose.value, participant_id, assignment_id, code)


def issue_form_links(cycle_id: int, progress: Callable[[int], None] | None = None) -> int:
    """A form link for every assignment of the cycle. Returns how many."""
    rows = (
        link_row(LinkPurpose.FORM, rater_id, assignment_id)
        for assignment_id, rater_id in _assignments(cycle_id)
    )
    return insert_many(Link, LINK_COLUMNS, rows, chunk=CHUNK, progress=progress)


def issue_list_links(cycle_id: int) -> int:
    """A list link with its printed code for everyone who rates. Returns how many."""
    rows = (
        link_row(LinkPurpose.LIST, participant_id)
        for participant_id, _ in _people(cycle_id, Participant.id.in_(raters_in(cycle_id)))
    )
    return insert_many(Link, LINK_COLUMNS, rows, chunk=CHUNK)


def issue_result_links(cycle_id: int) -> int:
    """A result link for every ratee who has none yet. Returns how many."""
    given = Link.select(Link.participant).where(Link.purpose == LinkPurpose.RESULT)
    chosen = Participant.id.in_(ratees_in(cycle_id)) & Participant.id.not_in(given)
    ids = [participant_id for participant_id, _ in _people(cycle_id, chosen)]
    rows = (link_row(LinkPurpose.RESULT, participant_id) for participant_id in ids)
    return insert_many(Link, LINK_COLUMNS, rows, chunk=CHUNK)


def post_to(kind: str, cycle_id: int, chosen: object, *, due_at: datetime) -> int:
    """One letter of a kind to everyone chosen who has an address. Returns how many."""
    people = _people(cycle_id, chosen)
    reachable = ((key, email) for key, email in people if email)
    return post_letters(kind, reachable, cycle_id=cycle_id, due_at=due_at)


def _assignments(cycle_id: int) -> Iterator[tuple[int, int]]:
    """(id, rater) of every assignment, read by key a chunk at a time."""
    last = 0
    while chunk := _page(
        Assignment.select(Assignment.id, Assignment.rater).where(Assignment.cycle == cycle_id),
        Assignment,
        last,
    ):
        yield from chunk
        last = chunk[-1][0]


def _people(cycle_id: int, chosen: object) -> Iterator[tuple[int, str | None]]:
    """(id, address) of participants, read by key a chunk at a time."""
    last = 0
    while chunk := _page(
        Participant.select(Participant.id, Participant.email).where(
            (Participant.cycle == cycle_id) & chosen
        ),
        Participant,
        last,
    ):
        yield from chunk
        last = chunk[-1][0]


def _page(query: ModelSelect[Any], model: type[Any], last: int) -> list[Any]:
    return list(query.where(model.id > last).order_by(model.id).limit(CHUNK).tuples())
