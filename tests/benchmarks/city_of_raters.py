"""An open cycle in which everybody rates six others: a city's links, written as rows."""

from __future__ import annotations

from datetime import timedelta

from survei import clock
from survei.bulk import insert_many, reserve_ids
from survei.cycle.choices import Relation
from survei.cycle.models import Assignment, Participant
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.rules import make_nonce, make_token, token_hash
from survei.keys import own_keys
from survei.staff.models import Employee
from tests.examples import twenty_ratings_document
from tests.raters import make_raters

#: Forms of a rater.
FORMS = 6
PERSON = ("cycle_id", "nip", "name", "email", "unit_name", "unit_lineage",
          "job_role_id", "job_role_name", "rank")  # fmt: skip
LINK = ("token_hash", "nonce", "purpose", "participant_id", "assignment_id")


def make_city_of_raters(people: int) -> list[list[str]]:
    """Tokens of each rater's forms. Needs an open transaction on an empty database."""
    now, day = clock.now(), timedelta(days=1)
    first = make_raters(twenty_ratings_document(), opens_at=now - day, closes_at=now + day)
    pattern = first.people["andi"]
    ids = _add_people(pattern, people)
    pairs = [
        (rater, ids[(place + step) % people])
        for place, rater in enumerate(ids)
        for step in range(1, FORMS + 1)
    ]
    assignments = list(reserve_ids(Assignment, len(pairs)))
    insert_many(
        Assignment,
        ("id", "cycle_id", "rater_id", "ratee_id", "relation", "version_id", "state",
         "decline_note"),
        (
            (key, first.cycle.id, rater, ratee, Relation.PEER.value, first.version.id, "open", "")
            for key, (rater, ratee) in zip(assignments, pairs, strict=True)
        ),
    )  # fmt: skip
    made = [
        _link(LinkPurpose.FORM, rater, key)
        for key, (rater, _) in zip(assignments, pairs, strict=True)
    ]
    lists = [_link(LinkPurpose.LIST, rater, None) for rater in ids]
    insert_many(Link, LINK, (row for _, row in [*made, *lists]))
    tokens = [token for token, _ in made]
    return [tokens[start : start + FORMS] for start in range(0, len(tokens), FORMS)]


def _add_people(pattern: Participant, people: int) -> list[int]:
    employee = pattern.employee
    employees = list(reserve_ids(Employee, people))
    insert_many(
        Employee,
        ("id", "nip", "name", "unit_id", "job_role_id", "rank", "is_active", "revision"),
        (
            (key, f"19800101{number:010d}", f"Pegawai {number}", employee.unit_id,
             employee.job_role_id, "", True, 1)
            for number, key in enumerate(employees)
        ),
    )  # fmt: skip
    ids = list(reserve_ids(Participant, people))
    shared = [pattern.__data__[Participant._meta.columns[name].name] for name in PERSON[4:]]
    insert_many(
        Participant,
        ("id", "employee_id", *PERSON),
        (
            (key, employees[number], pattern.cycle_id, f"19800101{number:010d}",
             f"Pegawai {number}", f"p{number}@contoh.go.id", *shared)
            for number, key in enumerate(ids)
        ),
    )  # fmt: skip
    return ids


def _link(
    purpose: LinkPurpose, rater: int, assignment: int | None
) -> tuple[str, tuple[object, ...]]:
    nonce = make_nonce()
    token = make_token(own_keys().link, purpose, assignment or rater, nonce)
    return token, (token_hash(token), nonce, purpose.value, rater, assignment)
