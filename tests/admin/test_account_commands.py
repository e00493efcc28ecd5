"""`user create` and `audit verify`: they say what they did and fail with a status."""

from __future__ import annotations

from flask import Flask

from survei.account.choices import OneTimePurpose
from survei.account.models import User
from survei.account.one_time import open_link
from survei.audit.models import AuditEvent
from tests.cast import Cast


def run(app: Flask, *words: str) -> tuple[int, str]:
    """Status and output of a command."""
    done = app.test_cli_runner().invoke(args=list(words))
    return done.exit_code, done.output


NEW = ("user", "create", "--email", "Ani@X.id", "--name", "Ani", "--role", "hr")


def test_a_user_is_made_and_the_link_printed(app: Flask) -> None:
    status, output = run(app, *NEW)
    assert status == 0
    token = output.strip().rpartition("/aktivasi/")[2]
    assert open_link(token, frozenset({OneTimePurpose.ACTIVATE})).user.email == "ani@x.id"


def test_a_refusal_is_told_with_a_status(app: Flask, cast: Cast) -> None:
    status, output = run(app, *NEW[:3], cast.hr.email, *NEW[4:])
    assert (status, output) == (1, "Error: Alamat surel ini sudah dipakai pengguna lain.\n")
    assert User.select().count() == 6


def test_the_chain_is_checked(app: Flask) -> None:
    run(app, *NEW)
    status, output = run(app, "audit", "verify")
    assert (status, output.splitlines()[0]) == (0, "1 catatan diperiksa; semuanya utuh.")
    AuditEvent.update(actor_name="x").execute()
    status, output = run(app, "audit", "verify")
    assert (status, "Rantai putus" in output) == (1, True)
