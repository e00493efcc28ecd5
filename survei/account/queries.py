"""Reads of accounts: the session of a cookie, one-time links, users."""

from __future__ import annotations

from peewee import JOIN

from survei import clock
from survei.account.choices import Role
from survei.account.models import OneTimeLink, Session, User
from survei.account.policy import Principal
from survei.account.rules import is_live, sha256
from survei.staff.models import Unit


def session_of(token: str) -> Session | None:
    """The live session of a cookie's value, with its user and the user's unit; one SELECT.

    None when it is unknown, past its limits, or older than the user's last change of password,
    role or activity.
    """
    session = (
        Session.select(Session, User, Unit)
        .join(User)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(
            Session.id == sha256(token),
            Session.auth_version == User.auth_version,
            User.is_active,
        )
        .first()
    )
    if session is None:
        return None
    live = is_live(
        created_at=session.created_at, last_seen_at=session.last_seen_at, now=clock.now()
    )
    return session if live else None


def owner_of(token: str) -> int | None:
    """User id of a cookie's session even when it has run out; None when it is gone."""
    row = Session.select(Session.user).where(Session.id == sha256(token)).tuples().first()
    return row[0] if row else None


def principal_of(session: Session) -> Principal:
    """The signed-in user as the policy sees it."""
    user = session.user
    return Principal(
        user_id=user.id,
        name=user.name,
        email=user.email,
        role=Role(user.role),
        language=user.language,
        employee_id=user.employee_id,
        unit_lineage=user.unit.lineage if user.unit else None,
        confirmed_at=session.confirmed_at,
        address=session.address,
    )


def user_of_email(email: str) -> User | None:
    """The user with this normalised address."""
    return User.get_or_none(User.email == email)


def one_time_link(token: str) -> OneTimeLink | None:
    """The link of a token, spent or not, with its user."""
    return (
        OneTimeLink.select(OneTimeLink, User)
        .join(User, JOIN.LEFT_OUTER)
        .where(OneTimeLink.token_hash == sha256(token))
        .first()
    )


def is_unclaimed() -> bool:
    """Whether nobody can sign in yet, so that the first administrator may be made."""
    return not User.select().where(User.password_hash.is_null(False)).exists()
