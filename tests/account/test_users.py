"""Administrators create and save users; passwords are their own."""

from __future__ import annotations

import pytest

from survei.account.choices import Role
from survei.account.errors import (
    EmailTaken,
    LastAdministrator,
    RoleMismatch,
    WeakPassword,
    WrongPassword,
)
from survei.account.models import Session, User
from survei.account.passwords import matches
from survei.account.queries import session_of
from survei.account.services import UserFacts, change_password, create_user, save_user
from survei.account.sessions import open_session
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.errors import StaleRevision
from survei.mail.models import Letter
from tests.cast import PASSWORD, Cast, give_password


def facts_of(user: User, **changes: object) -> UserFacts:
    facts = {
        "email": user.email,
        "name": user.name,
        "role": Role(user.role),
        "unit_id": user.unit_id,
        "employee_id": user.employee_id,
        "is_active": user.is_active,
    }
    return UserFacts(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_new_user_has_no_password_and_gets_a_letter(db: None) -> None:
    user = create_user(UserFacts(" Ani@X.id", "Ani", Role.HR), actor=SYSTEM)
    assert (user.email, user.password_hash, user.is_active) == ("ani@x.id", None, True)
    assert [letter.kind for letter in Letter.select()] == ["activation"]


def test_an_address_is_taken_in_any_spelling(cast: Cast) -> None:
    with pytest.raises(EmailTaken):
        create_user(UserFacts("SDM@makassar.TEST", "Ani", Role.HR), actor=SYSTEM)
    assert Letter.select().count() == 0


def test_an_appraiser_needs_an_employee(cast: Cast) -> None:
    with pytest.raises(RoleMismatch):
        create_user(UserFacts("ani@x.id", "Ani", Role.APPRAISER), actor=SYSTEM)


@pytest.mark.parametrize(
    "change", [{"role": Role.AUDITOR}, {"is_active": False}, {"email": "baru@makassar.test"}]
)
def test_a_change_of_rights_ends_sessions(cast: Cast, change: dict[str, object]) -> None:
    token = open_session(cast.hr, address="10.0.0.1")
    save_user(cast.hr.id, facts_of(cast.hr, **change), revision=1, actor=SYSTEM)
    assert session_of(token) is None
    assert Session.select().count() == 0


def test_another_name_keeps_sessions(cast: Cast) -> None:
    token = open_session(cast.hr, address="10.0.0.1")
    saved = save_user(cast.hr.id, facts_of(cast.hr, name="Hasnah"), revision=1, actor=SYSTEM)
    assert (saved.name, saved.revision) == ("Hasnah", 2)
    assert session_of(token) is not None


def test_an_old_revision_is_refused(cast: Cast) -> None:
    save_user(cast.hr.id, facts_of(cast.hr, name="Hasnah"), revision=1, actor=SYSTEM)
    with pytest.raises(StaleRevision):
        save_user(cast.hr.id, facts_of(cast.hr, name="Hasni"), revision=1, actor=SYSTEM)
    assert User.get_by_id(cast.hr.id).name == "Hasnah"


@pytest.mark.parametrize("change", [{"role": Role.HR}, {"is_active": False}])
def test_the_last_administrator_stays(cast: Cast, change: dict[str, object]) -> None:
    with pytest.raises(LastAdministrator):
        save_user(cast.admin.id, facts_of(cast.admin, **change), revision=1, actor=SYSTEM)


def test_the_log_holds_what_changed(cast: Cast) -> None:
    save_user(cast.hr.id, facts_of(cast.hr, role=Role.AUDITOR), revision=1, actor=SYSTEM)
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.details) == ("user.save", '{"role": ["hr", "auditor"]}')


def test_changing_the_password_needs_the_old_one_and_a_good_new_one(cast: Cast) -> None:
    give_password(cast.hr)
    with pytest.raises(WrongPassword):
        change_password(cast.hr.id, old="salah sekali", new="lumba lumba menari", actor=SYSTEM)
    with pytest.raises(WeakPassword):
        change_password(cast.hr.id, old=PASSWORD, new="makassar2026", actor=SYSTEM)
    open_session(cast.hr, address="10.0.0.1")
    change_password(cast.hr.id, old=PASSWORD, new="lumba lumba menari", actor=SYSTEM)
    assert matches("lumba lumba menari", User.get_by_id(cast.hr.id).password_hash)
    assert Session.select().count() == 0
