"""Many letters: few statements each, and still at most one extra copy when a sender dies."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from survei.mail.cap import take_places
from survei.mail.choices import Lane, LetterState
from survei.mail.delivery import DeliveryCounts
from survei.mail.mime import header, recipient_header, written
from survei.mail.models import Letter
from survei.mail.queries import attempts_in_window
from survei.mail.rules import batch_size, one_line
from survei.mail.transports import make_transport
from survei.settings import Settings
from tests.delivering import deliver_due
from tests.forked import Popen
from tests.mail.conftest import Clock, Server, Sink, by_smtp, post
from tests.mail.test_lanes import states, watch
from tests.waiting import wait_for

StartServer = Callable[..., Server]
__all__ = ["watch"]

#: Statements of a letter beside those of its writer: the one before it, itself, its place, and
#: both ends of their transaction.
PER_LETTER = 5
#: Letters of a batch under a wide cap, and statements of one.
BATCH = batch_size(10_000)
PER_BATCH = 15


def deliver(settings: Settings) -> DeliveryCounts:
    return deliver_due(make_transport(settings), settings)


def test_a_letter_costs_few_statements(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock, statements: list[str]
) -> None:
    roomy = by_smtp(settings, smtp_server().port, mails_per_hour=10_000)
    asked = []
    for letters in (BATCH, 2 * BATCH):
        for number in range(letters):
            post(f"p{number}@example.go.id", cycle_id=1)
        statements.clear()
        assert deliver(roomy).sent == letters
        asked.append(len(statements))
    assert asked[1] - asked[0] <= BATCH * PER_LETTER + PER_BATCH


def test_a_killed_sender_costs_at_most_one_extra_copy(
    committed_db: str, settings: Settings, smtp_server: StartServer, time: Clock, tmp_path: Path
) -> None:
    server = smtp_server(Sink(held={"p12@example.go.id"}))
    names = [f"p{number}@example.go.id" for number in range(30)]
    for name in names:
        post(name)
    command = [sys.executable, "-m", "tests.mail.sender", committed_db, str(server.port)]
    with Popen([*command, str(tmp_path)]) as sender:
        assert wait_for(lambda: server.sink.waiting == ["p12@example.go.id"])
        sender.kill()
    server.sink.held.clear()
    time.forward(minutes=11)
    while deliver(by_smtp(settings, server.port)).handled:
        pass
    copies = Counter(server.sink.recipients)
    assert sorted(copies) == sorted(names)
    assert sum(copies.values()) <= len(names) + 1
    assert {letter.state for letter in Letter.select()} == {LetterState.SENT}


def test_a_stop_forgets_nothing_that_has_left(
    committed_db: str, settings: Settings, smtp_server: StartServer, watch: Any
) -> None:
    server = smtp_server(Sink(held={"b@example.go.id"}))
    on_wire = by_smtp(settings, server.port)
    for name in ("a", "b", "c"):
        post(f"{name}@example.go.id")
    first = watch(on_wire, Lane.BULK)
    assert wait_for(lambda: server.sink.waiting == ["b@example.go.id"])
    first.sender.stop()
    watch(on_wire, Lane.BULK)
    assert wait_for(lambda: "c@example.go.id" in server.sink.recipients)
    server.sink.held.clear()
    first.thread.join(60)
    assert wait_for(lambda: set(states().values()) == {LetterState.SENT})
    assert sorted(server.sink.recipients) == [f"{name}@example.go.id" for name in "abc"]


def test_places_that_were_not_needed_come_back(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    capped = by_smtp(settings, smtp_server().port, mails_per_hour=5)
    post()
    post("nobody")
    assert deliver(capped) == DeliveryCounts(sent=1, failed=1)
    assert attempts_in_window() == 1
    assert len(take_places(10, per_hour=5)) == 4


def test_places_of_a_dead_sender_count_as_sent(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    capped = by_smtp(settings, smtp_server().port, mails_per_hour=5)
    assert len(take_places(3, per_hour=5)) == 3
    for number in range(5):
        post(f"p{number}@example.go.id")
    assert deliver(capped) == DeliveryCounts(sent=2, is_capped=True)
    time.forward(minutes=61)
    assert deliver(capped).sent == 3


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


#: Words as they stand in names and subjects, and whatever else somebody may type.
TEXTS = st.one_of(
    st.text(max_size=120), st.from_regex(r"[A-Za-z .,'()/-]{0,90}", fullmatch=True)
).map(one_line)


@given(name=TEXTS, subject=TEXTS, body=st.text(st.characters(codec="utf-8"), max_size=300))
def test_a_mail_reads_as_the_standard_library_would_write_it(
    name: str, subject: str, body: str
) -> None:
    body = body.replace("\r", "") + "\n"
    model = EmailMessage(policy=SMTP)
    model["To"] = Address(name, addr_spec="andi@example.go.id")
    model["Subject"] = subject
    model.set_content(body)
    headers = (recipient_header(name, "andi@example.go.id"), header("Subject", subject))
    content = written(headers, body, body, boundary="=_b")
    mail, expected = read(content), read(model.as_bytes())
    assert mail["To"].addresses == expected["To"].addresses
    assert mail["Subject"] == expected["Subject"]
    assert not mail.defects
    for part in mail.iter_parts():
        assert part.get_content().replace("\r\n", "\n") == body
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
