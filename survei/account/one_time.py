"""Writes around one-time links: the first administrator, activation, reset.

The table holds a nonce and the token's hash; the letter is written from the nonce, so that no
usable token lies anywhere.
"""

from __future__ import annotations

import secrets

from survei import clock
from survei.account.choices import OneTimePurpose, Role
from survei.account.errors import EmailInvalid, LinkSpent, WeakPassword
from survei.account.letters import ACTIVATION, RESET
from survei.account.models import OneTimeLink, Session, User
from survei.account.passwords import common_passwords, hash_password, matches
from survei.account.queries import is_unclaimed, one_time_link, user_of_email
from survei.account.rules import (
    link_expires_at,
    make_link_token,
    normalise_email,
    opens,
    password_problem,
    sha256,
)
from survei.audit.choices import Actor, ActorKind
from survei.audit.services import record
from survei.database import database
from survei.errors import NotFound
from survei.keys import own_keys
from survei.mail.services import post_letter
from survei.throttle.choices import RESET_ACCOUNT, RESET_ADDRESS
from survei.throttle.services import TooManyAttempts, take
from survei.timekeeping.queries import true_span


def token_of(link: OneTimeLink) -> str:
    """The token of a link, made again."""
    return make_link_token(own_keys().link, OneTimePurpose(link.purpose), link.user_id, link.nonce)


def make_link(
    purpose: OneTimePurpose, user: User | None, *, is_by_letter: bool = False
) -> OneTimeLink:
    """A new link; older unused ones of the same user (or of the first administrator) die.

    One that goes by letter opens from its sending on (`survei.account.letters.note_sending`).
    """
    now = clock.now()
    nonce = secrets.token_hex(16)
    token = make_link_token(own_keys().link, purpose, user.id if user else None, nonce)
    same = OneTimeLink.user == user if user else OneTimeLink.user.is_null()
    with database.atomic():
        OneTimeLink.update(used_at=now).where(same, OneTimeLink.used_at.is_null()).execute()
        return OneTimeLink.create(
            token_hash=sha256(token),
            nonce=nonce,
            purpose=purpose,
            user=user,
            created_at=now,
            expires_at=link_expires_at(
                purpose, created_at=now, sent_at=None, is_by_letter=is_by_letter
            ),
        )


def live_links() -> list[OneTimeLink]:
    """Links to a password that are not used and have not run out, each with its user."""
    return list(
        OneTimeLink.select(OneTimeLink, User)
        .join(User)
        .where(OneTimeLink.used_at.is_null() & (OneTimeLink.expires_at > clock.now()))
    )


def replace_links(*, actor: Actor) -> int:
    """Another link and its letter for each that another link key has made dead. Returns how many.
    Part of the caller's transaction.
    """
    dead = live_links()
    for link in dead:
        assert link.user is not None
        send_link(link.user, OneTimePurpose(link.purpose), actor=actor)
    return len(dead)


def offer_first_administrator() -> str | None:
    """A token for /admin-pertama/ while nobody can sign in; None afterwards."""
    if not is_unclaimed():
        return None
    return token_of(make_link(OneTimePurpose.FIRST_ADMIN, None))


def open_link(token: str, purposes: frozenset[OneTimePurpose]) -> OneTimeLink:
    """The unspent link of a token. Raises NotFound, or LinkSpent when used or run out."""
    link = one_time_link(token)
    if link is None or link.purpose not in purposes:
        raise NotFound
    is_dead_user = link.user is not None and not link.user.is_active
    if link.used_at or is_dead_user or not _is_in_time(link):
        raise LinkSpent
    if link.purpose == OneTimePurpose.FIRST_ADMIN and not is_unclaimed():
        raise LinkSpent
    return link


def _is_in_time(link: OneTimeLink) -> bool:
    """By the clock, or by what is known of the true time while the clock is not trusted."""
    stamps = {
        "created_at": link.created_at,
        "sent_at": link.sent_at,
        "expires_at": link.expires_at,
    }
    return opens(**stamps, now=clock.now()) or opens(**stamps, now=true_span().earliest)


def create_first_administrator(
    link: OneTimeLink, *, email: str, name: str, password: str, address: str
) -> User:
    """Spends the link. Raises EmailInvalid, WeakPassword, LinkSpent."""
    known = normalise_email(email)
    if known is None:
        raise EmailInvalid
    check_password(password, personal=(known, name))
    hashed = hash_password(password)
    with database.atomic():
        _spend(link)
        user = User.create(
            email=known,
            name=name[:200],
            role=Role.ADMIN,
            password_hash=hashed,
            created_at=clock.now(),
        )
        record(_actor(user, address), "user.create", "user", user.id, role=Role.ADMIN)
    return user


def set_password_by_link(link: OneTimeLink, password: str, *, address: str) -> User:
    """Spends the link, sets the password and ends every session. Raises WeakPassword, LinkSpent."""
    user = link.user
    if user is None:
        raise NotFound
    check_password(password, personal=personal_words(user))
    hashed = hash_password(password)
    with database.atomic():
        _spend(link)
        write_password(user, hashed)
        record(_actor(user, address), f"account.{link.purpose}", "user", user.id)
    return User.get_by_id(user.id)


def request_reset(email: str, *, address: str) -> None:
    """Queues a reset letter if the address is a user's; tells nobody whether it was.

    Raises TooManyAttempts for an address that asks for many; beyond the account's own limit it
    is silent, or the limit would tell which accounts exist.
    """
    known = normalise_email(email)
    take((RESET_ADDRESS, address))
    matches("", None)  # a hash's work for everybody: beside it, writing a letter does not show
    user = user_of_email(known) if known else None
    if user is None or not user.is_active:
        return
    try:
        take((RESET_ACCOUNT, user.email))
    except TooManyAttempts:
        return
    purpose = OneTimePurpose.RESET if user.password_hash else OneTimePurpose.ACTIVATE
    send_link(user, purpose, actor=Actor(ActorKind.ANONYMOUS, address=address))


def send_link(user: User, purpose: OneTimePurpose, *, actor: Actor) -> None:
    """Makes a link and puts its letter into the outbox, together."""
    kind = RESET if purpose == OneTimePurpose.RESET else ACTIVATION
    with database.atomic():
        link = make_link(purpose, user, is_by_letter=True)
        post_letter(kind, recipient=user.email, payload={"link": link.token_hash})
        record(actor, f"account.{kind}_letter", "user", user.id)


def check_password(password: str, *, personal: tuple[str, ...]) -> None:
    """Raises WeakPassword with the reason."""
    problem = password_problem(password, personal=personal, common=common_passwords())
    if problem:
        raise WeakPassword(problem)


def personal_words(user: User) -> tuple[str, ...]:
    """What a user's password must not hold."""
    nip = (user.employee.nip,) if user.employee else ()
    return (user.email, user.name, *nip)


def write_password(user: User, hashed: str) -> None:
    """Stores a hash and ends every session of the user. Runs in the caller's transaction."""
    User.update(
        password_hash=hashed,
        auth_version=User.auth_version + 1,
        revision=User.revision + 1,
    ).where(User.id == user.id).execute()
    Session.delete().where(Session.user == user).execute()


def _spend(link: OneTimeLink) -> None:
    """One of many at once wins. Raises LinkSpent."""
    spent = (
        OneTimeLink.update(used_at=clock.now())
        .where(OneTimeLink.token_hash == link.token_hash, OneTimeLink.used_at.is_null())
        .execute()
    )
    if not spent:
        raise LinkSpent


def _actor(user: User, address: str) -> Actor:
    return Actor(ActorKind.USER, user.id, user.name, address)
