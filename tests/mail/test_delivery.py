"""Delivery to real servers, good and faulty. Source: security.md B7, rows 82 to 87."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from survei.audit.choices import SYSTEM
from survei.errors import WrongState
from survei.mail import leases, services
from survei.mail.choices import LetterState
from survei.mail.delivery import DeliveryCounts
from survei.mail.leases import begin_attempt, claim
from survei.mail.models import Letter
from survei.mail.queries import is_anything_due
from survei.mail.rules import mail_server
from survei.mail.transports import SmtpTransport, make_transport
from survei.settings import Settings
from tests.delivering import deliver_due
from tests.mail.conftest import Clock, Server, Sink, by_smtp, free_port, post

StartServer = Callable[..., Server]


#: What a server that says nothing is given; any other has all the time that it takes.
IMPATIENT = 0.3


def deliver(settings: Settings, *, seconds: float = 30) -> DeliveryCounts:
    """One run with these time-outs."""
    transport = make_transport(settings)
    if isinstance(transport, SmtpTransport):
        transport.timeouts = (seconds, seconds, seconds)
    return deliver_due(transport, settings)


def state_of(letter: Letter) -> tuple[str, int, str]:
    """State, tries and last error as stored."""
    row = Letter.get_by_id(letter.id)
    return row.state, row.attempts, row.last_error


def test_a_letter_arrives_once(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    letter = post()
    assert deliver(by_smtp(settings, server.port)) == DeliveryCounts(sent=1)
    assert deliver(by_smtp(settings, server.port)) == DeliveryCounts()
    assert server.sink.recipients == ["andi@example.go.id"]
    assert server.sink.accepted[0][1]["Message-ID"] == f"<{letter.id}@localhost>"
    assert state_of(letter) == (LetterState.SENT, 1, "")
    assert not is_anything_due()


def test_a_letter_waits_for_its_time(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    post(due_at=time.at + timedelta(hours=1))
    assert deliver(by_smtp(settings, server.port)).sent == 0
    time.forward(hours=1)
    assert deliver(by_smtp(settings, server.port)).sent == 1


def test_a_greylisted_letter_arrives_on_the_second_try(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server(Sink(rcpt={"andi@example.go.id": ["451 4.7.1 Greylisted"]}))
    letter = post()
    post("budi@example.go.id")
    assert deliver(by_smtp(settings, server.port)) == DeliveryCounts(sent=1, deferred=1)
    assert state_of(letter) == (LetterState.QUEUED, 1, "451 4.7.1 Greylisted")
    assert deliver(by_smtp(settings, server.port)).handled == 0
    time.forward(minutes=1.2)
    assert deliver(by_smtp(settings, server.port)).sent == 1
    assert server.sink.recipients == ["budi@example.go.id", "andi@example.go.id"]
    assert state_of(letter) == (LetterState.SENT, 2, "")


@pytest.mark.parametrize("place", ["rcpt", "data"])
def test_a_refused_letter_fails_at_once_and_blocks_nobody(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock, place: str
) -> None:
    answer = ["550 5.1.1 User unknown"]
    sink = Sink(data=answer) if place == "data" else Sink(rcpt={"andi@example.go.id": answer})
    server = smtp_server(sink)
    letter = post()
    time.forward(seconds=1)
    post("budi@example.go.id")
    assert deliver(by_smtp(settings, server.port)) == DeliveryCounts(sent=1, failed=1)
    time.forward(hours=5)
    assert deliver(by_smtp(settings, server.port)).handled == 0
    assert state_of(letter) == (LetterState.FAILED, 1, "550 5.1.1 User unknown")


def test_a_line_dropped_after_data_repeats_the_same_message(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server(Sink(data=["drop"]))
    post()
    assert deliver(by_smtp(settings, server.port)).deferred == 1
    time.forward(minutes=2)
    assert deliver(by_smtp(settings, server.port)).sent == 1
    ids = [mail["Message-ID"] for _, mail in server.sink.accepted]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_service_that_says_421_is_asked_again_later(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server(Sink(rcpt={"andi@example.go.id": ["421 4.3.2 Shutting down"]}))
    post()
    time.forward(seconds=1)
    post("budi@example.go.id")
    assert deliver(by_smtp(settings, server.port)) == DeliveryCounts(sent=1, deferred=1)
    assert server.sink.connections == 2


def test_a_silent_server_costs_a_time_out_and_no_letter(
    db: None, settings: Settings, silent_port: int, time: Clock
) -> None:
    letters = [post(f"p{number}@example.go.id") for number in range(5)]
    counts = deliver(by_smtp(settings, silent_port), seconds=IMPATIENT)
    assert counts == DeliveryCounts(deferred=3, unreachable=3)
    states = [state_of(letter) for letter in letters]
    assert {state for state, _, _ in states} == {LetterState.QUEUED}
    assert sorted(tries for _, tries, _ in states) == [0, 0, 1, 1, 1]
    assert "tidak menjawab pada waktunya" in max(error for _, _, error in states)


def test_no_server_at_all(db: None, settings: Settings, time: Clock) -> None:
    letter = post()
    deliver(by_smtp(settings, free_port()))
    assert state_of(letter) == (
        LetterState.QUEUED, 1, "Peladen surel tidak dapat dihubungi."
    )  # fmt: skip


def test_after_48_hours_a_letter_is_given_up(db: None, settings: Settings, time: Clock) -> None:
    letter = post()
    port = free_port()
    while state_of(letter)[0] == LetterState.QUEUED:
        deliver(by_smtp(settings, port))
        time.at = Letter.get().due_at
    state, attempts, error = state_of(letter)
    assert (state, error) == (LetterState.FAILED, "Peladen surel tidak dapat dihubungi.")
    assert 40 < attempts < 56


@pytest.mark.parametrize("way", ["smtps", "starttls"])
def test_a_wrong_certificate_is_refused(
    db: None,
    settings: Settings,
    smtp_server: StartServer,
    wrong_certificate: ssl.SSLContext,
    time: Clock,
    way: str,
) -> None:
    option = "ssl_context" if way == "smtps" else "tls_context"
    server = smtp_server(**{option: wrong_certificate})
    letter = post()
    tail = "?starttls=true" if way == "starttls" else ""
    scheme = "smtps" if way == "smtps" else "smtp"
    deliver(replace(settings, mail_url=f"{scheme}://127.0.0.1:{server.port}{tail}"))
    assert server.sink.accepted == []
    assert state_of(letter) == (LetterState.QUEUED, 1, "Sertifikat peladen surel tidak sah.")


@pytest.mark.parametrize("way", ["smtps", "starttls"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_right_certificate_must_name_the_host(
    db: None,
    settings: Settings,
    smtp_server: StartServer,
    right_certificate: ssl.SSLContext,
    time: Clock,
    way: str,
    host: str,
) -> None:
    option = "ssl_context" if way == "smtps" else "tls_context"
    server = smtp_server(**{option: right_certificate})
    post()
    tail = "?starttls=true" if way == "starttls" else ""
    scheme = "smtps" if way == "smtps" else "smtp"
    deliver(replace(settings, mail_url=f"{scheme}://{host}:{server.port}{tail}"))
    assert len(server.sink.accepted) == (1 if host == "localhost" else 0)


@pytest.mark.parametrize(("password", "sent"), [("s%2Fp%40ce", 1), ("wrong", 0)])
def test_signing_in_with_decoded_credentials(
    db: None,
    settings: Settings,
    smtp_server: StartServer,
    right_certificate: ssl.SSLContext,
    time: Clock,
    password: str,
    sent: int,
) -> None:
    def check(server: object, session: object, envelope: object, way: str, data: Any) -> AuthResult:
        known = (data.login, data.password) == (b"hr@dinas.id", b"s/p@ce")
        return AuthResult(success=known, handled=False)

    server = smtp_server(tls_context=right_certificate, authenticator=check, auth_required=True)
    letter = post()
    url = f"smtp://hr%40dinas.id:{password}@localhost:{server.port}?starttls=true"
    assert deliver(replace(settings, mail_url=url), seconds=5).sent == sent
    if not sent:
        assert "menolak nama pengguna atau sandi" in state_of(letter)[2]


def test_a_server_that_falls_silent_holds_up_one_letter(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server(Sink(pause=3))
    letter = post()
    time.forward(seconds=1)
    post("budi@example.go.id", due_at=time.at)

    silent = by_smtp(settings, server.port)
    assert deliver(silent, seconds=IMPATIENT) == DeliveryCounts(deferred=2)
    assert state_of(letter) == (
        LetterState.QUEUED, 1, "Peladen surel tidak menjawab pada waktunya."
    )  # fmt: skip
    server.sink.pause = 0
    time.forward(minutes=2)
    assert deliver(by_smtp(settings, server.port)).sent == 2


def test_a_server_without_starttls_gets_no_mail(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    letter = post()
    deliver(replace(settings, mail_url=f"smtp://127.0.0.1:{server.port}?starttls=true"))
    assert server.sink.accepted == []
    assert "tidak menawarkan TLS" in state_of(letter)[2]


def test_one_connection_carries_at_most_fifty(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    for number in range(60):
        post(f"p{number}@example.go.id")
    counts = deliver(by_smtp(settings, server.port, mails_per_hour=1000))
    assert counts == DeliveryCounts(sent=60), {one.last_error for one in Letter.select()}
    assert server.sink.connections == 2


def test_an_unwritable_letter_fails_and_the_rest_go_out(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    bad = post("a@x.id,e@e.test")
    unknown = services.post_letter("unknown", recipient="b@x.id", payload={})
    post()
    assert deliver(by_smtp(settings, server.port)) == DeliveryCounts(sent=1, failed=2)
    assert state_of(bad) == (LetterState.FAILED, 0, "Alamat surel penerima tidak sah.")
    assert state_of(unknown)[0] == LetterState.FAILED
    assert server.sink.recipients == ["andi@example.go.id"]


def test_the_cap_slides_and_survives_a_restart(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    for number in range(35):
        post(f"p{number}@example.go.id")
    capped = by_smtp(settings, server.port, mails_per_hour=10)
    arrivals = []
    for _ in range(60):
        before = len(server.sink.accepted)
        deliver(capped)
        arrivals += [time.at] * (len(server.sink.accepted) - before)
        time.forward(minutes=7)
    assert len(arrivals) == 35
    for at in arrivals:
        assert sum(at <= other < at + timedelta(hours=1) for other in arrivals) <= 10


def test_cycles_share_the_cap(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    for number in range(20):
        post(f"big{number}@example.go.id", cycle_id=1)
    for number in range(3):
        post(f"small{number}@example.go.id", cycle_id=2, due_at=time.at + timedelta(seconds=1))
    time.forward(minutes=1)
    deliver(by_smtp(settings, server.port, mails_per_hour=10))
    names = server.sink.recipients
    assert len(names) == 10
    assert sum(name.startswith("small") for name in names) == 3


def test_two_senders_never_take_the_same_row(db: None, time: Clock) -> None:
    for number in range(15):
        post(f"p{number}@example.go.id")
    first = claim("a" * 32, limit=10)
    second = claim("b" * 32, limit=10)
    assert len(first) == 10
    assert len(second) == 5
    assert not {letter.id for letter in first} & {letter.id for letter in second}


def test_a_dead_senders_letter_is_taken_over_after_the_lease(db: None, time: Clock) -> None:
    post()
    (letter,) = claim("a" * 32, limit=10)
    time.forward(minutes=9)
    assert claim("b" * 32, limit=10) == []
    time.forward(minutes=2)
    assert claim("b" * 32, limit=10) == [letter]
    assert not begin_attempt(letter, "a" * 32)
    leases.mark_sent(letter, "a" * 32)
    assert Letter.get_by_id(letter.id).state == LetterState.SENDING


def test_a_letter_cancelled_in_time_is_not_sent(
    db: None, settings: Settings, smtp_server: StartServer, time: Clock
) -> None:
    server = smtp_server()
    letter = post()
    services.cancel_letter(letter.id, actor=SYSTEM)
    assert deliver(by_smtp(settings, server.port)).handled == 0
    with pytest.raises(WrongState):
        services.cancel_letter(letter.id, actor=SYSTEM)
    services.retry_letter(letter.id, actor=SYSTEM)
    assert deliver(by_smtp(settings, server.port)).sent == 1
    with pytest.raises(WrongState):
        services.retry_letter(letter.id, actor=SYSTEM)


def test_all_failed_letters_are_queued_anew(db: None, time: Clock) -> None:
    failed = [post(), post()]
    sent = post()
    Letter.update(state=LetterState.FAILED).execute()
    Letter.update(state=LetterState.SENT).where(Letter.id == sent.id).execute()
    ids = [letter.id for letter in (*failed, sent)]
    assert services.retry_failed(ids, actor=SYSTEM) == 2
    assert state_of(sent)[0] == LetterState.SENT
    assert state_of(failed[0]) == (LetterState.QUEUED, 0, "")


def test_without_a_server_mails_land_in_the_instance_folder(
    db: None, settings: Settings, time: Clock
) -> None:
    letter = post()
    assert deliver(settings).sent == 1
    (path,) = (settings.instance / "mail").iterdir()
    assert path.name == f"{letter.id}.eml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_credentials_are_decoded() -> None:
    server = mail_server("smtps://hr%40dinas.id:a%3Ab@mail.go.id")
    assert (server.username, server.password) == ("hr@dinas.id", "a:b")
