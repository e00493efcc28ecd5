"""Loads the demonstration: Dinas Pendidikan Kota Makassar in small, all of it invented."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from survei import clock
from survei.account.choices import Role
from survei.account.models import User
from survei.account.one_time import write_password
from survei.account.passwords import hash_password
from survei.account.services import UserFacts, create_user
from survei.audit.choices import SYSTEM
from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.database import database
from survei.demo.account_file import write_demo
from survei.demo.example_cycles import past_cycle, present_cycle, publish_library, stand_for
from survei.demo.example_drafts import begin_forms, open_links_of
from survei.invitation.models import Link
from survei.invitation.queries import url_of
from survei.settings import Settings
from survei.staff.imports import import_file
from survei.staff.models import Employee

#: The invented office, in the form that the import reads.
STAFF = Path(__file__).parent / "staff.csv"
#: The appraiser who signs in: head of the largest school.
APPRAISER = "rosdiana.daeng.kebo@makassar.example"
#: Who else signs in: role, name, address.
ACCOUNTS = (
    (Role.ADMIN, "Administrator Peragaan", "admin@makassar.example"),
    (Role.HR, "Pengelola SDM Peragaan", "sdm@makassar.example"),
    (Role.AUDITOR, "Auditor Peragaan", "auditor@makassar.example"),
)
#: How long ago the office began to use the product: before its first cycle.
SET_UP = timedelta(days=150)
#: Links of each relation that demo.json names.
LINKS_PER_RELATION = 3


def load_demo(settings: Settings) -> bool:
    """Loads people, questionnaires, two cycles and accounts; writes `demo.json` (0600).

    Only into an empty database: anything in it is left alone and False comes back. All of it or
    nothing, so that a start that was broken off can be made again. Passwords are made anew each
    time.
    """
    if Employee.select().exists() or User.select().exists() or Cycle.select().exists():
        return False
    with database.atomic():
        with clock.fixed(clock.now() - SET_UP):
            import_file(STAFF.name, STAFF.read_bytes(), actor=SYSTEM)
            versions = publish_library(SYSTEM)
            stand_for(versions, SYSTEM)
            accounts = _accounts()
        past_cycle(versions, SYSTEM)
        cycle = present_cycle(versions, SYSTEM)
        _write(settings, accounts, cycle)
    return True


def _accounts() -> list[dict[str, str]]:
    head = Employee.get(Employee.email == APPRAISER)
    people = [*ACCOUNTS, (Role.APPRAISER, head.name, APPRAISER)]
    return [_account(role, name, email) for role, name, email in people]


def _account(role: Role, name: str, email: str) -> dict[str, str]:
    password = secrets.token_urlsafe(12)
    employee = Employee.get_or_none(Employee.email == email)
    facts = UserFacts(email, name, role, employee_id=employee.id if employee else None)
    user = create_user(facts, actor=SYSTEM, with_letter=False)
    with database.atomic():
        write_password(user, hash_password(password))
    return {"role": str(role), "email": email, "password": password}


def _write(settings: Settings, accounts: list[dict[str, str]], cycle: Cycle) -> None:
    content = {
        "base_url": settings.base_url,
        "accounts": accounts,
        "links": [link for relation in Relation for link in _links(settings, cycle, relation)],
        "drafts": [_entry(settings, link) | {"code": code} for link, code in begin_forms(cycle)],
    }
    write_demo(settings, content)


def _links(settings: Settings, cycle: Cycle, relation: Relation) -> list[dict[str, Any]]:
    open_links = open_links_of(cycle, relation)[:LINKS_PER_RELATION]
    return [_entry(settings, link) for link in open_links]


def _entry(settings: Settings, link: Link) -> dict[str, Any]:
    assert link.assignment is not None
    return {"relation": link.assignment.relation, "url": url_of(link, settings.base_url)}
