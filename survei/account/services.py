"""Writes of users: create, save, activate by letter, change the password."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import IntegrityError

from survei import clock
from survei.account.choices import OneTimePurpose, Role
from survei.account.errors import (
    EmailInvalid,
    EmailTaken,
    LastAdministrator,
    RoleMismatch,
    WrongPassword,
)
from survei.account.models import Session, User
from survei.account.one_time import check_password, personal_words, send_link, write_password
from survei.account.passwords import hash_password, matches
from survei.account.rules import normalise_email
from survei.audit.choices import Actor
from survei.audit.queries import last_actor_name
from survei.audit.services import record
from survei.catalogues import CATALOGUES
from survei.database import database
from survei.errors import NotFound, StaleRevision, WrongState
from survei.throttle.choices import LETTERS_TO_ACCOUNT
from survei.throttle.services import take


@dataclass(frozen=True)
class UserFacts:
    """What an administrator says about a user; never a password."""

    email: str
    name: str
    role: Role
    #: Bound to this unit and what lies below it; None for the whole organisation.
    unit_id: int | None = None
    #: The person, for whom "Tim saya" opens.
    employee_id: int | None = None
    is_active: bool = True


def create_user(facts: UserFacts, *, actor: Actor, with_letter: bool = True) -> User:
    """A user without a password, and the letter with which they choose one.

    Raises EmailInvalid, EmailTaken, RoleMismatch.
    """
    columns = _columns(facts)
    try:
        with database.atomic():
            user = User.create(
                **columns,
                inactive_since=None if facts.is_active else clock.now(),
                created_at=clock.now(),
            )
            record(actor, "user.create", "user", user.id, role=facts.role)
            if with_letter:
                send_link(user, OneTimePurpose.ACTIVATE, actor=actor)
    except IntegrityError:
        raise EmailTaken from None
    return user


def save_user(user_id: int, facts: UserFacts, *, revision: int, actor: Actor) -> User:
    """Saves and, when role, unit, person or activity changed, ends every session of the user.

    Raises EmailInvalid, EmailTaken, RoleMismatch, LastAdministrator, StaleRevision.
    """
    columns = _columns(facts)
    before = _user(user_id)
    since = None if facts.is_active else before.inactive_since or clock.now()
    ends_sessions = any(
        getattr(before, name) != columns[name]
        for name in ("role", "unit_id", "employee_id", "is_active", "email")
    )
    try:
        with database.atomic():
            _keep_an_administrator(before, facts)
            saved = (
                User.update(
                    **columns,
                    inactive_since=since,
                    revision=User.revision + 1,
                    auth_version=User.auth_version + int(ends_sessions),
                )
                .where(User.id == user_id, User.revision == revision)
                .execute()
            )
            if not saved:
                raise StaleRevision(editor=last_actor_name("user", user_id))
            if ends_sessions:
                Session.delete().where(Session.user == user_id).execute()
            record(actor, "user.save", "user", user_id, **_changes(before, columns))
    except IntegrityError:
        raise EmailTaken from None
    return _user(user_id)


def send_activation(user: User, *, actor: Actor) -> None:
    """A new letter with which the user chooses a password; older letters die.

    Raises WrongState, and TooManyAttempts for a user who was sent many within the hour.
    """
    if not user.is_active:
        raise WrongState("Aktifkan pengguna ini lebih dahulu.")
    take((LETTERS_TO_ACCOUNT, user.email))
    purpose = OneTimePurpose.RESET if user.password_hash else OneTimePurpose.ACTIVATE
    send_link(user, purpose, actor=actor)


def change_password(user_id: int, *, old: str, new: str, actor: Actor) -> None:
    """Sets another password and ends every session, this one too.

    Raises WrongPassword, WeakPassword.
    """
    user = _user(user_id)
    if not matches(old, user.password_hash):
        raise WrongPassword
    check_password(new, personal=personal_words(user))
    hashed = hash_password(new)
    with database.atomic():
        write_password(user, hashed)
        record(actor, "account.password", "user", user.id)


def set_language(user_id: int, language: str, *, actor: Actor) -> None:
    """The language of this user's pages. Raises NotFound for one without a catalogue."""
    if language not in CATALOGUES:
        raise NotFound
    with database.atomic():
        User.update(language=language).where(User.id == user_id).execute()
        record(actor, "account.language", "user", user_id, language=language)


def _user(user_id: int) -> User:
    user = User.get_or_none(User.id == user_id)
    if user is None:
        raise NotFound
    return user


def _columns(facts: UserFacts) -> dict[str, object]:
    email = normalise_email(facts.email)
    if email is None:
        raise EmailInvalid
    if facts.role == Role.APPRAISER and facts.employee_id is None:
        raise RoleMismatch
    return {
        "email": email,
        "name": facts.name,
        "role": facts.role,
        "unit_id": facts.unit_id if facts.role in (Role.HR, Role.AUDITOR) else None,
        "employee_id": facts.employee_id,
        "is_active": facts.is_active,
    }


def _keep_an_administrator(before: User, facts: UserFacts) -> None:
    stays = facts.role == Role.ADMIN and facts.is_active
    if before.role != Role.ADMIN or not before.is_active or stays:
        return
    others = User.select().where(
        User.role == Role.ADMIN,
        User.is_active,
        User.id != before.id,
    )
    if not others.exists():
        raise LastAdministrator


def _changes(before: User, columns: dict[str, object]) -> dict[str, object]:
    """Old and new value of what changed, for the log."""
    return {
        name: [getattr(before, name), value]
        for name, value in columns.items()
        if getattr(before, name) != value
    }
