"""Writes of signing in and out: who may enter, and the rows that say who is inside."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from peewee import OperationalError

from survei import clock
from survei.account.errors import SignInRefused, WrongPassword
from survei.account.models import Session, User
from survei.account.passwords import hash_password, is_weaker, matches
from survei.account.policy import Principal
from survei.account.queries import user_of_email
from survei.account.rules import (
    LONGEST_IDLE,
    MOST_SESSIONS,
    normalise_email,
    sha256,
)
from survei.audit.choices import Actor, ActorKind
from survei.audit.services import record
from survei.database import database, patience
from survei.throttle.choices import SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS, SIGN_IN_PAIR, Limit
from survei.throttle.queries import seconds_to_wait
from survei.throttle.services import forget, give_back, take


def sign_in(email: str, password: str, *, address: str) -> tuple[str, User]:
    """Opens a session and returns the cookie's value and the user.

    Raises SignInRefused, the same and as slowly whatever was wrong, and TooManyAttempts.
    Side effects: counts the attempt, makes a weak hash anew, ends the oldest session beyond
    the limit, writes an audit line either way.
    """
    known = normalise_email(email) or email.strip().lower()[:254]
    hits = _limits(known, address)
    take(*hits)
    user = user_of_email(known)
    is_right = matches(password, user.password_hash if user and user.is_active else None)
    if not user or not is_right:
        _record_failure(user, known, address)
        raise SignInRefused
    give_back(*hits)
    forget(SIGN_IN_PAIR, f"{known}\n{address}")
    with database.atomic():
        if is_weaker(user.password_hash):
            User.update(password_hash=hash_password(password)).where(User.id == user.id).execute()
        token = open_session(user, address=address)
        record(_actor(user, address), "account.sign_in", "user", user.id)
    return token, user


def open_session(user: User, *, address: str) -> str:
    """Inserts a session row and returns the cookie's value; the database keeps its hash."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with database.atomic():
        User.update(last_signed_in_at=now).where(User.id == user.id).execute()
        _make_room(user, now)
        Session.create(
            id=sha256(token),
            user=user,
            auth_version=user.auth_version,
            created_at=now,
            last_seen_at=now,
            confirmed_at=now,
            address=address[:64],
        )
    return token


def sign_out(token: str, *, actor: Actor) -> None:
    """Deletes the session; the cookie is worth nothing from now on."""
    with database.atomic():
        if Session.delete().where(Session.id == sha256(token)).execute():
            record(actor, "account.sign_out", "user", actor.id)


def touch_session(session: Session) -> None:
    """Notes that the session was used just now; not worth waiting for a long transaction."""
    try:
        with patience(0), database.atomic():
            Session.update(last_seen_at=clock.now()).where(Session.id == session.id).execute()
    except OperationalError as error:
        if "locked" not in str(error):
            raise


def save_session_data(session: Session, data: dict[str, Any]) -> None:
    """Keeps the small things of a browser (flashed messages)."""
    with database.atomic():
        Session.update(data=json.dumps(data)).where(Session.id == session.id).execute()


def confirm_password(token: str, password: str, *, principal: Principal) -> None:
    """Notes that the owner typed the password just now. Raises WrongPassword, TooManyAttempts."""
    hits = _limits(principal.email, principal.address)
    take(*hits)
    user = User.get_by_id(principal.user_id)
    if not matches(password, user.password_hash):
        _record_failure(user, principal.email, principal.address)
        raise WrongPassword
    give_back(*hits)
    with database.atomic():
        Session.update(confirmed_at=clock.now()).where(Session.id == sha256(token)).execute()
        record(principal.actor, "account.confirm", "user", user.id)


def _limits(email: str, address: str) -> tuple[tuple[Limit, str], ...]:
    return (
        (SIGN_IN_PAIR, f"{email}\n{address}"),
        (SIGN_IN_ACCOUNT, email),
        (SIGN_IN_ADDRESS, address),
    )


def _record_failure(user: User | None, email: str, address: str) -> None:
    """The line names a known user only: what was typed may be a password."""
    actor = Actor(ActorKind.ANONYMOUS, address=address)
    with database.atomic():
        record(actor, "account.sign_in_failed", "user", user.id if user else "-")
        if seconds_to_wait(SIGN_IN_PAIR, f"{email}\n{address}"):
            record(actor, "account.lockout", "user", user.id if user else "-")


def _make_room(user: User, now: datetime) -> None:
    kept = (
        Session.select(Session.id)
        .where(
            Session.user == user,
            Session.last_seen_at > now - LONGEST_IDLE,
            Session.last_seen_at <= clock.latest_credible(now),
        )
        .order_by(Session.last_seen_at.desc())
        .limit(MOST_SESSIONS - 1)
    )
    ids = [row.id for row in kept]
    Session.delete().where(Session.user == user, Session.id.not_in(ids)).execute()


def _actor(user: User, address: str) -> Actor:
    return Actor(ActorKind.USER, user.id, user.name, address)
