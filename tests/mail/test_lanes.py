"""Account letters go first and at once; letters to many never hold them up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from survei.database import database, is_sqlite
from survei.mail import writers
from survei.mail.choices import Lane, LetterState
from survei.mail.delivery import DeliveryCounts
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from survei.mail.queries import is_anything_due, next_letters
from survei.mail.services import post_letter
from survei.mail.transports import ABORTED, make_transport
from survei.settings import Settings
from survei.worker.process import WRITERS
from tests.delivering import deliver_due
from tests.effort import at_most
from tests.mail.conftest import Clock, Server, Sink, by_smtp, post
from tests.waiting import wait_for

StartServer = Callable[..., Server]


def post_account_letter(recipient: str = "reset@example.go.id") -> Letter:
    """What somebody waits for at the screen."""
    return post_letter("account", recipient=recipient, payload={})


@pytest.mark.parametrize(
    ("kind", "lane"),
    [
        ("activation", Lane.ACCOUNT),
        ("reset", Lane.ACCOUNT),
        ("test", Lane.ACCOUNT),
        ("invitation", Lane.BULK),
        ("reminder", Lane.BULK),
        ("result", Lane.BULK),
        ("nobody's", Lane.BULK),
    ],
)
def test_the_lane_is_a_matter_of_the_kind(kind: str, lane: Lane) -> None:
    assert WRITERS
    assert writers.lane_of(kind) is lane


def test_an_account_letter_overtakes_a_hundred_invitations(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    for number in range(100):
        post(f"p{number}@example.go.id", cycle_id=1)
    time.forward(seconds=1)
    post_account_letter()
    deliver_due(make_transport(by_smtp(settings, server.port)), settings, limit=5)
    assert server.sink.recipients[0] == "reset@example.go.id"


def test_account_letters_neither_wait_for_the_cap_nor_use_it_up(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    capped = by_smtp(settings, server.port, mails_per_hour=2)
    for number in range(4):
        post(f"p{number}@example.go.id")
        post_account_letter(f"reset{number}@example.go.id")
    assert deliver_due(make_transport(capped), capped) == DeliveryCounts(sent=6, is_capped=True)
    post_account_letter("late@example.go.id")
    assert deliver_due(make_transport(capped), capped) == DeliveryCounts(sent=1, is_capped=True)
    assert server.sink.recipients[-1] == "late@example.go.id"
    assert Letter.select().where(Letter.state == LetterState.QUEUED).count() == 2


class Watching:
    """A sender of one lane in a thread of its own, which looks often."""

    def __init__(self, settings: Settings, lane: Lane) -> None:
        self.sender = OutboxSender(settings, (lane,))
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self) -> None:
        while not self.sender.stopping.wait(0.05):
            with database.connection_context():
                self.sender.look()

    def end(self) -> None:
        self.sender.abort()
        self.thread.join(60)


@pytest.fixture
def watch() -> Any:
    """Starts senders and ends them."""
    begun: list[Watching] = []

    def start(settings: Settings, lane: Lane) -> Watching:
        begun.append(Watching(settings, lane))
        return begun[-1]

    yield start
    for one in begun:
        one.end()


def states() -> dict[str, str]:
    """State of each letter by recipient."""
    return {letter.recipient.partition("@")[0]: letter.state for letter in Letter.select()}


def test_a_slow_letter_to_many_holds_no_account_letter_up(
    committed_db: str, settings: Settings, smtp_server: StartServer, watch: Any
) -> None:
    server = smtp_server(Sink(held={"slow@example.go.id"}))
    on_wire = by_smtp(settings, server.port)
    post("slow@example.go.id")
    for lane in Lane:
        watch(on_wire, lane)
    assert wait_for(lambda: server.sink.waiting == ["slow@example.go.id"])
    post_account_letter()
    assert wait_for(lambda: server.sink.recipients == ["reset@example.go.id"])
    assert wait_for(lambda: states()["reset"] == LetterState.SENT)
    assert states()["slow"] == LetterState.SENDING
    server.sink.held.clear()
    assert wait_for(lambda: states()["slow"] == LetterState.SENT)


def test_a_stop_gives_back_at_once_what_is_not_on_the_wire(
    committed_db: str, settings: Settings, smtp_server: StartServer, watch: Any
) -> None:
    server = smtp_server(Sink(held={"a@example.go.id"}))
    on_wire = by_smtp(settings, server.port)
    post("a@example.go.id")
    others = [post(f"b{number}@example.go.id") for number in range(5)]
    first = watch(on_wire, Lane.BULK)
    assert wait_for(lambda: server.sink.waiting == ["a@example.go.id"])
    assert set(states().values()) == {LetterState.SENDING}
    first.sender.stop()
    assert [Letter.get_by_id(one.id).lease for one in others] == [None] * 5
    assert [Letter.get_by_id(one.id).attempts for one in others] == [0] * 5
    second = watch(on_wire, Lane.BULK)
    # That the server has them is not enough: what is not written down yet, a stop breaks off.
    assert wait_for(lambda: sorted(states().values()) == ["sending", *["sent"] * 5])
    second.end()
    assert states()["a"] == LetterState.SENDING
    server.sink.held.clear()
    first.thread.join(60)
    assert set(states().values()) == {LetterState.SENT}
    assert sorted(server.sink.recipients) == sorted({*server.sink.recipients})


def test_a_letter_that_takes_too_long_at_a_stop_is_broken_off_and_tried_again(
    committed_db: str, settings: Settings, smtp_server: StartServer, watch: Any
) -> None:
    server = smtp_server(Sink(held={"a@example.go.id"}))
    letter = post("a@example.go.id")
    one = watch(by_smtp(settings, server.port), Lane.BULK)
    assert wait_for(lambda: server.sink.waiting == ["a@example.go.id"])
    one.end()
    assert not one.thread.is_alive()
    row = Letter.get_by_id(letter.id)
    assert (row.state, row.attempts, row.lease, row.last_error) == ("queued", 1, None, ABORTED)
    server.sink.held.clear()


MANY = """
    WITH RECURSIVE numbers(i) AS (
        SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < 99999
    )
    INSERT INTO letter (id, kind, lane, payload, recipient, cycle_id, state, queued_at, due_at,
        attempts, last_error)
    SELECT CAST(i AS TEXT), 'greeting', 'bulk', '{}', 'a@x.id', i - i / 7 * 7, 'queued',
        '2026-11-23 02:32:00.000000', '2026-12-02 02:32:00.000000', 0, '' FROM numbers
"""


def test_picking_is_cheap_among_very_many(db: None, time: Clock) -> None:
    """100,000 wait for a day to come, 3 are due: a look costs no walk through the rest."""
    database.execute_sql(MANY)
    if not is_sqlite():
        database.execute_sql("ANALYZE letter")  # as its server does by itself
    for cycle_id in (None, 3, 5):
        post(cycle_id=cycle_id)
    with at_most(0.2):
        for _ in range(20):
            assert is_anything_due([Lane.BULK])
            assert not is_anything_due([Lane.ACCOUNT])
    with at_most(0.2):
        assert len(next_letters(Lane.BULK, 10)) == 3
