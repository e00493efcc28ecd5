"""No page and no file of the admin holds what opens a rater's page, for whomever.

The demonstration is walked link by link and form by form by every role; each answer is read byte by
byte for tokens in force and printed codes.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from survei.account.models import User
from survei.demo.services import load_demo
from survei.invitation.models import Link
from survei.invitation.queries import code_of, token_of
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from tests.catalogue.walk import Walk, demo_of
from tests.client import Browser

#: What is shown is the same whatever the database is.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WORD = re.compile(rb"[A-Za-z0-9_-]{14,}")
#: Pages that every walk begins with; some are reached by a menu that asks for a cycle first.
STARTS = ("/admin/", "/admin/penilai/", "/admin/surel/", "/admin/catatan/")


class Reader(Browser):
    """A browser that keeps every word that could be a token or a code."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """One request; what it answered is read to the end."""
        answer = super().open(*args, **kwargs)
        body = answer.get_data()
        self.words |= set(WORD.findall(body + repr(answer.headers).encode()))
        self.read += 1
        return answer

    words: set[bytes]
    read: int


def credentials() -> set[bytes]:
    """Every token in force, and every printed code."""
    links = list(Link.select().where(Link.revoked_at.is_null()))
    codes = {code_of(link) for link in links if link.code_hash}
    return {word.encode() for word in codes | {token_of(link) for link in links}}


def test_no_role_meets_a_live_link(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    settings.instance.mkdir(exist_ok=True)
    load_demo(settings)
    OutboxSender(settings).deliver()
    alive = credentials()
    app.test_client_class = Reader
    found: dict[str, set[bytes]] = {}
    for account in demo_of(app)["accounts"]:
        client: Any = app.test_client()
        client.words, client.read = set(), 0
        user = User.get(User.email == account["email"])
        walk = Walk(app, client.sign_in(user), user.language, most_alike=2, stays_in="/admin")
        for _page in walk.pages(*STARTS, *rows()):
            pass
        found[account["role"]] = client.words & alive
        assert client.read > 15
    assert len(alive) > 100
    assert len(list((settings.instance / "mail").glob("*.eml"))) > 5
    assert found == {role: set() for role in ("admin", "hr", "appraiser", "auditor")}


def rows() -> list[str]:
    """Pages of single rows: every letter that landed, raters with their slips and messages."""
    letters = [letter.id for letter in Letter.select(Letter.id).limit(20)]
    raters = [
        link.participant_id for link in Link.select().where(Link.code_hash.is_null(False)).limit(4)
    ]
    return [
        f"/admin/surel/{page}/?id={key}" for page in ("details", "tautan") for key in letters
    ] + [
        f"/admin/penilai/{page}/?id={key}"
        for page in ("details", "slip", "whatsapp")
        for key in raters
    ]
