"""No usable link lies anywhere: not in the database, its log, the queue. Source: security.md B1,
rows 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.models import Participant
from survei.database import database, is_sqlite
from survei.invitation import queries, services
from survei.invitation.models import Link
from survei.keys import use_keys
from survei.lifecycle.opening import open_cycle
from survei.lifecycle.publishing import result_links
from survei.mail.outbox_sender import OutboxSender
from survei.settings import Settings
from tests.cycle.world import ACTOR, NOON, World
from tests.mail.conftest import Server, smtp_server
from tests.tables import TABLES

__all__ = ["smtp_server"]


@pytest.fixture
def mailed(
    committed_db: str, settings: Settings, smtp_server: Callable[..., Server]
) -> Iterator[tuple[Settings, Server]]:
    """A cycle was opened, mailed, reminded of; a rater's links were issued anew and mailed."""
    server = smtp_server()
    settings = replace(settings, mail_url=f"smtp://127.0.0.1:{server.port}", mails_per_hour=1000)
    use_keys(settings.keys)
    with clock.fixed(NOON):
        cycle = World().cycle()
        open_cycle(cycle.id, actor=ACTOR)
        result_links(cycle)
        OutboxSender(settings).deliver()
        person = Participant.get(Participant.cycle == cycle)
        services.reissue_all(person.id, actor=ACTOR)
        services.send_again(person.id, actor=SYSTEM)
        OutboxSender(settings).deliver()
        yield settings, server


def everything_at_rest(settings: Settings) -> str:
    """Every byte of every file of the installation but its keys, and every row of every table."""
    kept = ""
    folders = {settings.instance}
    if is_sqlite():
        path = Path(settings.database_url.removeprefix("sqlite:///"))
        folders.add(path.parent)
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and file.suffix != ".key":
                kept += file.read_bytes().decode("latin-1")
    for model in TABLES:
        rows = database.execute_sql(f'SELECT * FROM "{model._meta.table_name}"').fetchall()
        kept += "\n".join(map(repr, rows))
    return kept


def test_no_token_and_no_code_is_at_rest(mailed: tuple[Settings, Server]) -> None:
    settings, server = mailed
    mails = "".join(
        mail.get_body((kind,)).get_content()
        for _, mail in server.sink.accepted
        for kind in ("plain", "html")
    )
    tokens = set(re.findall(r"http://localhost/(?:u|hasil)/([\w-]{43})", mails))
    assert len(tokens) > 20
    tokens |= {queries.token_of(link) for link in Link}
    codes = {queries.code_of(link) for link in Link if link.code_hash}
    kept = everything_at_rest(settings)
    assert "Nurhayati" in kept or "guru 1 SD Negeri 2" in kept
    assert [token for token in tokens if token in kept] == []
    assert [code for code in codes if code in kept or code.replace("-", "") in kept] == []


def test_mailed_links_are_opaque(mailed: tuple[Settings, Server]) -> None:
    _, server = mailed
    tokens = [queries.token_of(link) for link in Link.select().order_by(Link.participant)]
    assert len(set(tokens)) == len(tokens)
    assert max(tokens.count(token) for token in tokens) == 1
    assert len({token[:5] for token in tokens}) > 0.99 * len(tokens)
    assert tokens != sorted(tokens)
    bodies = [mail.get_body(("plain",)).get_content() for _, mail in server.sink.accepted]
    assert all(len(line) <= 120 for body in bodies for line in body.splitlines())
