"""Rows 72 and 98: a database that hangs costs a request ten seconds at most.

PostgreSQL's server is stopped by SIGSTOP: its kernel still acknowledges what is sent. SQLite has
no server; there another process holds the write lock.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import pytest
from peewee import OperationalError

from survei import bounded_postgres
from survei.audit.choices import SYSTEM
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment
from survei.database import database, is_sqlite, make_database
from survei.deadline import within
from survei.keys import use_keys
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.services import post_test_letter
from survei.settings import Settings
from tests.forked import Popen
from tests.raters import SENT, Raters, make_raters
from tests.running import ROOT, Running
from tests.waiting import wait_for

#: Seconds in which a request ends. Source: security.md, row 72.
MOST_SECONDS = 10
FAR = datetime(2099, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """What came back in time."""

    status: int
    retry_after: str | None


def ask(url: str, data: dict[str, object] | None = None) -> Answer:
    """A request of its own. Raises TimeoutError after `MOST_SECONDS`."""
    body = None if data is None else urlencode(data, doseq=True).encode()
    try:
        with _opener.open(url, body, timeout=MOST_SECONDS) as answer:
            return Answer(answer.status, answer.headers["Retry-After"])
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers["Retry-After"])


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


@contextmanager
def hanging() -> Iterator[None]:
    """PostgreSQL and all its processes stand still, or somebody holds SQLite's write lock."""
    if is_sqlite():
        with database.atomic():
            yield
        return
    folder = database.execute_sql("SHOW data_directory").fetchone()[0]
    parent = int(Path(folder, "postmaster.pid").read_text().split()[0])
    stopped = [parent, *map(int, _children(parent))]
    for process in stopped:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in stopped:
            with suppress(ProcessLookupError):  # it was ending, and its parent runs again
                os.kill(process, signal.SIGCONT)


def _children(parent: int) -> list[str]:
    return Path(f"/proc/{parent}/task/{parent}/children").read_text().split()


@pytest.fixture
def raters(committed_db: str, settings: Settings) -> Raters:
    """An open cycle of 2026 that stays open whenever the tests run."""
    use_keys(settings.keys)
    return make_raters(closes_at=FAR, peers=10)


@pytest.fixture
def web(raters: Raters, committed_db: str, settings: Settings) -> Iterator[Running]:
    """Two web processes of four threads on the committed database."""
    sizes = {"SURVEI_WORKERS": "2", "SURVEI_THREADS": "4"}
    only_web = ("--only", "web")
    running = Running(settings.instance, *only_web, SURVEI_DATABASE_URL=committed_db, **sizes)
    running.wait()
    yield running
    running.stop()


def test_requests_end_in_time_and_go_on_afterwards(web: Running, raters: Raters) -> None:
    forms = [web.url + raters.path(who) for who in raters.tokens]
    ready, alive, sign_in = (web.url + path for path in ("/readyz", "/healthz", "/masuk"))
    assert {ask(form).status for form in forms} == {200}
    with ThreadPoolExecutor(16) as pool, hanging():
        asked = [pool.submit(ask, form, SENT) for form in forms]
        asked += [pool.submit(ask, ready), pool.submit(ask, alive), pool.submit(ask, alive)]
        answers = [future.result() for future in asked]
        *away, first_alive, second_alive = answers
        assert {answer.status for answer in away} == {503}
        assert all(int(answer.retry_after or 0) > 0 for answer in away)
        assert first_alive.status == second_alive.status == 200
        read = {answer.status for answer in pool.map(ask, [*forms, f"{web.url}/admin/", sign_in])}
        assert read <= ({200, 302} if is_sqlite() else {503, 200})
    assert wait_for(lambda: ask(ready).status == 200, MOST_SECONDS)
    # What was in flight may have been stored, but nobody was thanked for it: so they send again,
    # as often as one of the processes still rests.
    for form in forms:
        assert wait_for(lambda form=form: ask(form, SENT).status == 303)
    states = {row.state for row in Assignment.select(Assignment.state)}
    assert states == {AssignmentState.SUBMITTED}


@contextmanager
def working(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """A worker that writes into `log`: a pipe that nobody empties would stop it when full."""
    pairs = [f"{name}={value}" for name, value in environment.items()]
    with log.open("w") as file:
        worker = _python(environment, "-m", "tests.worker.process", *pairs, stderr=file)
        try:
            yield worker
        finally:
            worker.kill()
            worker.communicate()


def test_worker_and_commands_say_so_and_go_on_afterwards(
    committed_db: str, settings: Settings, tmp_path: Path
) -> None:
    if is_sqlite():
        pytest.skip("they wait for SQLite's lock, as for the opening of a city")
    use_keys(settings.keys)
    given = {
        "SURVEI_INSTANCE": str(settings.instance),
        "SURVEI_DATABASE_URL": committed_db,
        "SURVEI_BASE_URL": settings.base_url,
    }
    log = tmp_path / "worker.log"
    with working(given, log) as worker:
        assert _leaves(_letter())
        with hanging():
            command = _python(given, "-m", "flask", "--app", "app", "audit", "verify")
            said = command.communicate()[1]
            assert wait_for(lambda: "cannot be read; trying again" in log.read_text())
        assert (command.returncode, "Traceback" in said) == (1, False)
        assert "basis data tidak dapat dibuka" in said
        assert _leaves(_letter())
        assert worker.poll() is None


def _leaves(letter: Letter) -> bool:
    return wait_for(lambda: Letter.get_by_id(letter.id).state == LetterState.SENT)


def _letter() -> Letter:
    return post_test_letter("test", recipient="hr@example.go.id", name="Nurul", actor=SYSTEM)


def _python(
    environment: dict[str, str], *arguments: str, stderr: Any = subprocess.PIPE
) -> subprocess.Popen[str]:
    return Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def test_a_connection_that_was_waited_for_in_vain_is_never_used_again(committed_db: str) -> None:
    if is_sqlite():
        pytest.skip("only PostgreSQL has a server")
    own = make_database(committed_db)
    with own.connection_context():
        first = own.connection()
        with hanging(), within(2), pytest.raises(OperationalError), own.atomic():
            own.execute_sql("SELECT 1")
    assert first.closed
    own.connect()
    own.close()
    with hanging():
        with within(2), pytest.raises(OperationalError), own.connection_context():
            own.execute_sql("SELECT 1")  # heard a moment ago, so that connecting does not ask
        with pytest.raises(OperationalError):
            own.connect()
    assert wait_for(lambda: _connects(own))
    own.close_all()


def test_a_server_not_heard_for_a_while_is_asked_first(
    committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_sqlite():
        pytest.skip("only PostgreSQL has a server")
    own = make_database(committed_db)
    with own.connection_context():
        assert own.execute_sql("SELECT 1").fetchone() == (1,)
    monkeypatch.setattr(bounded_postgres, "FRESH_SECONDS", -1)
    with hanging(), pytest.raises(OperationalError):
        own.connect()
    own.close_all()


def test_a_connection_that_the_server_ended_a_moment_ago_is_replaced(committed_db: str) -> None:
    if is_sqlite():
        pytest.skip("only PostgreSQL has a server")
    own = make_database(committed_db)
    with own.connection_context():
        (ended,) = own.execute_sql("SELECT pg_backend_pid()").fetchone()
        first = own.connection()
    database.execute_sql("SELECT pg_terminate_backend(%s, 5000)", (ended,))
    first.heard_at = monotonic()  # as if no time had passed meanwhile
    with own.connection_context():
        assert own.execute_sql("SELECT pg_backend_pid()").fetchone() != (ended,)
    own.close_all()


def _connects(own: Any) -> bool:
    with suppress(OperationalError), own.connection_context():
        return own.execute_sql("SELECT 1").fetchone() == (1,)
    return False
