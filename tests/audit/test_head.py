"""The end of the log is kept outside the database: what is cut off from it is missed."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.head import HEAD_FILE, HeadState, keep_head, look, newest_head, note_restore
from survei.audit.models import AuditEvent
from survei.audit.purging import purge_lines
from survei.audit.queries import verify
from survei.audit.services import record
from survei.settings import Settings
from survei.starting import require_keys
from tests.cast import Cast
from tests.client import Browser
from tests.held_keys import hold_those_in
from tests.house.test_backup import postgres_programs
from tests.house.test_belonging import House, house
from tests.running import Running
from tests.waiting import wait_for

__all__ = ["house", "postgres_programs"]

Command = Callable[..., Result]


@pytest.fixture
def folder(app: Flask, settings: Settings) -> Path:
    """The instance folder of a database that knows its keys and whose log has five lines."""
    require_keys(settings)
    for number in range(5):
        record(SYSTEM, "test.do", "thing", number)
    return settings.instance


@pytest.fixture
def command(app: Flask, folder: Path) -> Command:
    return lambda *words: app.test_cli_runner().invoke(args=words)


def cut(lines: int) -> None:
    """What the owner of the database can do without a trace in the chain."""
    last = AuditEvent.select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(lines)
    AuditEvent.delete().where(AuditEvent.id.in_([event.id for event in last])).execute()


@pytest.mark.parametrize("lines", [1, 4, 5])
def test_a_cut_end_is_found(command: Command, folder: Path, settings: Settings, lines: int) -> None:
    keep_head(folder)
    kept = look(folder / HEAD_FILE).head
    cut(lines)
    assert verify(settings.keys.audit).is_intact  # the chain alone does not show it
    done = command("audit", "verify")
    assert done.exit_code == 1
    assert f"Akhir catatan terpotong: catatan nomor {kept.id}, terakhir dilihat" in done.stderr
    assert "accept-end" in done.stderr


def test_lines_written_since_do_not_hide_it(command: Command, folder: Path) -> None:
    """Not even under the numbers that became free; and the head stays what it was."""
    keep_head(folder)
    kept = look(folder / HEAD_FILE)
    cut(2)
    for number in range(9):
        record(SYSTEM, "test.do", "thing", number)
    assert keep_head(folder).state == HeadState.CUT
    assert look(folder / HEAD_FILE).head == kept.head
    assert command("audit", "verify").exit_code == 1


def test_every_command_moves_it_on_and_warns(
    command: Command, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert look(folder / HEAD_FILE).head.id == 0
    command("user", "create", "--email", "a@x.id", "--name", "A", "--role", "admin")
    found = look(folder / HEAD_FILE)
    assert (found.state, found.head.id) == (HeadState.FITS, newest_head().id)
    assert stat.S_IMODE((folder / HEAD_FILE).stat().st_mode) == 0o600
    assert "Akhir catatan utuh sampai nomor" in command("audit", "verify").output
    cut(1)
    assert command("cycles", "list").exit_code == 0
    assert "Akhir catatan kejadian hilang" in caplog.text


def test_lines_that_went_when_their_time_was_over_are_not_missed(folder: Path) -> None:
    keep_head(folder)
    with clock.fixed(clock.now() + timedelta(days=900)):
        record(SYSTEM, "test.do", "thing", "later")
        purge_lines(clock.now() - timedelta(days=1), limit=100, actor=SYSTEM)
        assert look(folder / HEAD_FILE).state == HeadState.FITS
        cut(1)  # with it the line that tells of the purge
        assert look(folder / HEAD_FILE).state == HeadState.CUT


def test_a_person_says_why_it_is_missing(command: Command, folder: Path) -> None:
    keep_head(folder)
    before = look(folder / HEAD_FILE).head
    cut(2)
    assert command("audit", "accept-end", "--reason", "x").exit_code == 1
    done = command("audit", "accept-end", "--reason", "Cadangan kemarin disalin dengan tangan")
    assert done.exit_code == 0, done.output
    line = AuditEvent.get(AuditEvent.action == "audit.accept_end")
    assert json.loads(line.details)["before"]["hash"] == before.hash
    assert command("audit", "verify").exit_code == 0
    assert "tidak ada yang perlu" in command(
        "audit", "accept-end", "--reason", "Cadangan kemarin disalin"
    ).output  # fmt: skip


def test_a_restore_is_told_apart(command: Command, folder: Path) -> None:
    """On the machine of the restore, and on another one that had seen more."""
    keep_head(folder)
    other = folder.with_name("other.head")
    other.write_bytes((folder / HEAD_FILE).read_bytes())
    cut(2)
    note_restore(folder, "kemarin.cadangan")
    assert command("cycles", "list").exit_code == 0
    line = AuditEvent.get(AuditEvent.action == "audit.restore")
    assert json.loads(line.details)["file"] == "kemarin.cadangan"
    done = command("audit", "verify", "--head", str(other))
    assert done.exit_code == 0, done.output
    assert "Akhir catatan utuh sampai nomor" in done.output
    assert "sesudah itu basis data dikembalikan dari cadangan" in done.output
    assert AuditEvent.select().where(AuditEvent.action == "audit.restore").count() == 1


def test_a_host_that_came_later_knows_nothing_until_a_person_says_so(
    command: Command, folder: Path
) -> None:
    """It misses what is cut from then on; what was cut before it could not see."""
    (folder / HEAD_FILE).unlink()
    assert look(folder / HEAD_FILE).state == HeadState.UNPROVED
    for _ in range(2):
        done = command("audit", "verify")
        assert (done.exit_code, "yang dipotong sebelumnya tidak terlihat" in done.stderr) == (
            1,
            True,
        )
    record(SYSTEM, "test.do", "thing", "-")
    keep_head(folder)
    kept = look(folder / HEAD_FILE)
    assert (kept.state, kept.head.id) == (HeadState.UNPROVED, newest_head().id)
    cut(1)
    assert keep_head(folder).state == HeadState.CUT
    assert command("audit", "accept-end", "--reason", "Dibandingkan, sama").exit_code == 0
    assert look(folder / HEAD_FILE).state == HeadState.FITS
    assert command("audit", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("action", "number"),
    [("audit.accept_end", "-"), ("audit.restore", "-"), ("audit.purge", "999")],
)
def test_nobody_explains_it_in_the_database(folder: Path, action: str, number: str) -> None:
    """In place of an older line, until the head was written anew over what is left: then the chain
    would fit again, and the head as well.
    """
    keep_head(folder)
    kept = look(folder / HEAD_FILE).head
    cut(2)
    older = AuditEvent.select().order_by(AuditEvent.id).get()
    older.delete_instance()
    AuditEvent.create(
        id=older.id, at=clock.now() + timedelta(minutes=1), actor_kind="command", actor_name="x",
        address="", action=action, object_kind="audit", object_id=number, details="{}",
        previous_hash=older.previous_hash, hash="f" * 64,
    )  # fmt: skip
    assert keep_head(folder).state == HeadState.CUT
    assert look(folder / HEAD_FILE).head == kept


def test_on_an_empty_log_nothing_is_missing(app: Flask, settings: Settings) -> None:
    """A fresh installation: its host has known the log from the beginning."""
    path = settings.instance / HEAD_FILE
    path.unlink()
    assert look(path).state == HeadState.ABSENT
    keep_head(settings.instance)
    record(SYSTEM, "test.do", "thing", "-")
    assert look(path).state == HeadState.FITS
    keep_head(settings.instance)
    cut(1)
    assert look(path).state == HeadState.CUT


def test_a_head_of_an_older_release_counts(folder: Path) -> None:
    newest = newest_head()
    older = {"id": newest.id, "hash": newest.hash, "seen_at": newest.seen_at}
    (folder / HEAD_FILE).write_text(json.dumps(older))
    assert look(folder / HEAD_FILE).state == HeadState.FITS


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"id": 1}', '{"id": "x", "hash": 1, "seen_at": 2}']
)
def test_a_damaged_head_is_said_and_kept(command: Command, folder: Path, text: str) -> None:
    (folder / HEAD_FILE).write_text(text)
    done = command("audit", "verify")
    assert (done.exit_code, "rusak" in done.stderr) == (1, True)
    assert (folder / HEAD_FILE).read_text() == text


def test_the_log_page_says_it(client: Browser, cast: Cast, folder: Path) -> None:
    client.sign_in(cast.auditor)
    assert "terpotong" not in client.get("/admin/catatan/").text
    record(SYSTEM, "test.do", "thing", "-")
    keep_head(folder)
    cut(1)
    page = client.get("/admin/catatan/").text
    assert "Akhir catatan terpotong." in page
    checked = client.submit("/admin/catatan/periksa/", follow_redirects=True)
    assert "Akhir catatan terpotong atau" in checked.text


def test_a_running_process_keeps_it_and_says_when_it_is_cut(house: House) -> None:
    """Seconds after a commit, without a command; and a backup carries the head beside it."""
    running = Running(house.instance, "--only", "web", **house.environment)
    try:
        running.wait()
        hold_those_in(house.instance)
        line = record(SYSTEM, "test.do", "thing", "-")
        assert wait_for(lambda: _head_of(house) == line.id)
        backup = house.folder / "cadangan"
        status, printed = house.flask("backup", str(backup))
        assert status == 0, printed
        beside = backup.with_name("cadangan.audit.head")
        assert json.loads(beside.read_text())["hash"] == line.hash
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600
        cut(1)
        assert wait_for(lambda: "Akhir catatan kejadian hilang" in running.log.read_text())
        assert running.get("/readyz")[0] == 200
        status, printed = house.flask("audit", "verify", "--head", str(beside))
        assert (status, "terpotong" in printed) == (1, True)
    finally:
        running.stop()


def _head_of(house: House) -> int:
    found = look(house.instance / HEAD_FILE).head
    return found.id if found else 0
