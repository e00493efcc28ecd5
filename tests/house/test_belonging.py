"""Keys and address belong to a database: with others nothing starts, mails or exports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from survei.audit.models import AuditEvent
from survei.database import database
from survei.installation.models import KnownKey
from survei.installation.services import set_address
from survei.invitation.queries import is_made_with
from survei.mail.models import Letter
from survei.settings import Settings
from survei.starting import require_keys
from survei.timekeeping.models import ClockMark
from tests.forked import Popen, run
from tests.held_keys import hold_those_in
from tests.raters import make_raters
from tests.running import ROOT, Running, free_port
from tests.waiting import wait_for

SITE = "https://penilaian.example.go.id"
COMMANDS = (
    ("links", "export", "1", "-o", "{folder}/links.csv"),
    ("employees", "import", str(ROOT / "survei" / "demo" / "staff.csv")),
    ("backup", "{folder}/backup"),
    ("migrate",),
    ("run", "--port", "0"),
)
ROLES = ((), ("--only", "web"), ("--only", "worker"))


class House:
    """One installation, used in processes of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.instance = folder, folder / "instance"
        self.environment = {"SURVEI_INSTANCE": str(self.instance), "SURVEI_DATABASE_URL": url}

    def flask(self, *arguments: str, **more: str) -> tuple[int, str]:
        """Exit code and all that a command prints."""
        words = [word.format(folder=self.folder) for word in arguments]
        return self.run("-m", "flask", "--app", "app", *words, **more)

    def run(self, *arguments: str, **more: str) -> tuple[int, str]:
        """Exit code and all that a Python process prints."""
        environment = os.environ | self.environment | more
        done = run([sys.executable, *arguments], cwd=ROOT, env=environment)
        return done.returncode, done.stdout + done.stderr

    def files(self) -> set[str]:
        """Names in the instance folder and beside it."""
        return {path.name for path in (*self.folder.iterdir(), *self.instance.iterdir())}


@pytest.fixture
def house(committed_db: str, tmp_path: Path) -> House:
    """An installation that was prepared, whose database knows its keys."""
    made = House(tmp_path, committed_db)
    assert made.flask("migrate")[0] == 0
    return made


def test_without_its_link_key_nothing_happens(house: House) -> None:
    key = house.instance / "link.key"
    kept = key.read_text()
    key.unlink()
    before = house.files()
    answers = [house.flask(*command) for command in COMMANDS]
    starts = [house.run("app.py", "--port", str(free_port()), *only) for only in ROLES]
    assert [status for status, _ in answers + starts] == [1] * len(COMMANDS) + [2] * len(ROLES)
    for _, printed in answers + starts:
        assert f"Kunci tautan ({key}) tidak ada, padahal" in printed
        assert "keys adopt" in printed
        assert "Traceback" not in printed
    assert house.files() == before

    key.write_text("x" * 20 + kept)
    status, printed = house.flask("mail", "deliver")
    assert (status, "bukan milik basis data ini" in printed) == (1, True)
    key.write_text(kept)
    assert house.flask("cycles", "list")[0] == 0


def test_a_lost_key_is_made_anew_on_purpose_only(house: House) -> None:
    key = house.instance / "link.key"
    kept = key.read_text()
    key.unlink()
    status, printed = house.flask("keys", "adopt")  # nobody there to say yes
    assert (status, key.exists()) == (1, False)
    assert "0 tautan mati" in printed
    assert house.flask("keys", "adopt", "--yes")[0] == 0
    assert key.stat().st_mode & 0o777 == 0o600
    assert house.flask("cycles", "list")[0] == 0
    key.write_text(kept)
    status, printed = house.flask("cycles", "list")
    assert (status, "sudah diganti dengan kunci lain" in printed) == (1, True)


@contextmanager
def another_release(change: str, back: str) -> Iterator[None]:
    """The list of migrations says that the database is of another release."""
    database.execute_sql(change)
    try:
        yield
    finally:
        database.execute_sql(back)


def test_every_role_and_command_refuses_another_schema(house: House) -> None:
    last = database.execute_sql("SELECT max(name) FROM schema_migration").fetchone()[0]
    added = "INSERT INTO schema_migration (name, applied) VALUES ('%s', '2030-01-01')"
    removed = "DELETE FROM schema_migration WHERE name = '%s'"
    newer = another_release(added % "9999_later", removed % "9999_later")
    older = another_release(removed % last, added % last)
    cases = ((newer, "versi yang lebih baru", ROLES), (older, "belum disiapkan", ROLES[1:]))
    for state, words, roles in cases:
        with state:
            said = [house.run("app.py", "--port", str(free_port()), *only) for only in roles]
            said.append(house.flask("mail", "deliver"))
        assert [status for status, _ in said] == [*[2] * len(roles), 1]
        assert all(words in printed for _, printed in said), said


@pytest.mark.parametrize("name", ["audit.key", "secret.key"])
def test_every_key_counts(house: House, name: str) -> None:
    (house.instance / name).unlink()
    status, printed = house.flask("mail", "deliver")
    assert (status, name in printed) == (1, True), printed


def test_secret_keys_rotate(house: House) -> None:
    old = (house.instance / "secret.key").read_text().strip()
    new = "m3Wq9vX2bN7kR5tY8uP1aS4dF6gH0jLz-berikutnya"
    assert house.flask("cycles", "list", SURVEI_SECRET_KEYS=new)[0] == 1
    assert house.flask("cycles", "list", SURVEI_SECRET_KEYS=f"{new},{old}")[0] == 0
    assert house.flask("cycles", "list", SURVEI_SECRET_KEYS=new)[0] == 0
    assert KnownKey.select().where(KnownKey.kind == "secret").count() == 2


def test_a_command_follows_the_site_and_refuses_another(house: House) -> None:
    user = ("user", "create", "--name", "A", "--role", "admin", "--email")
    status, printed = house.flask(*user, "a@example.go.id")
    assert (status, "belum diketahui" in printed) == (0, True), printed

    set_address(SITE)
    status, printed = house.flask(*user, "b@example.go.id")
    assert (status, f"{SITE}/aktivasi/" in printed) == (0, True), printed
    status, printed = house.flask(*user, "c@example.go.id", SURVEI_BASE_URL="http://localhost:8000")
    assert status == 1
    assert f"Situs ini beralamat {SITE}, sedangkan SURVEI_BASE_URL menyebut" in printed
    for command in (("links", "export", "1", "-o", "{folder}/x"), ("mail", "deliver")):
        assert house.flask(*command, SURVEI_BASE_URL="http://localhost:8000")[0] == 1
    assert not (house.folder / "x").exists()


@pytest.mark.parametrize("only", ["web", "worker"])
def test_a_process_notices_that_other_keys_were_adopted(house: House, only: str) -> None:
    """Within seconds: pages are refused, and the log of either says what to do."""
    one = house.environment | {"SURVEI_WORKERS": "1"}  # each notices by itself
    running = Running(house.instance, "--only", only, **one)
    try:
        assert wait_for(lambda: only == "worker" or running.get("/masuk")[0] == 200)
        assert wait_for(lambda: only == "web" or ClockMark.select().exists())
        (house.instance / "link.key").unlink()
        status, printed = house.flask("keys", "adopt", "--yes", SURVEI_BASE_URL=running.url)
        assert status == 0, printed
        assert wait_for(lambda: "sudah diganti dengan kunci lain" in running.log.read_text())
        if only == "web":
            assert wait_for(lambda: running.get("/masuk")[0] == running.get("/")[0] == 503)
            assert running.get("/healthz")[0] == 200
    finally:
        said = running.stop()
    assert "Traceback" not in said


def test_an_adoption_that_is_killed_is_whole_or_not_there(house: House) -> None:
    """The new key is written before the commit: whoever comes next is told, and adopts it."""
    hold_those_in(house.instance)
    make_raters()
    key = house.instance / "link.key"
    key.unlink()
    command = [sys.executable, "-m", "flask", "--app", "app", "keys", "adopt", "--yes"]
    process = Popen(command, cwd=ROOT, env=os.environ | house.environment)
    assert wait_for(key.exists)
    process.kill()
    process.wait()
    was_done = AuditEvent.select().where(AuditEvent.action == "keys.adopt").count()
    assert Letter.select().exists() is bool(was_done)
    assert is_made_with(key.read_text().strip().encode()) is bool(was_done)
    if not was_done:
        status, printed = house.flask("cycles", "list")
        assert (status, "bukan milik basis data ini" in printed) == (1, True)
        assert house.flask("keys", "adopt", "--yes")[0] == 0
    assert house.flask("cycles", "list")[0] == 0
    assert is_made_with(key.read_text().strip().encode())
    in_use = (KnownKey.kind == "link") & KnownKey.replaced_at.is_null()
    assert KnownKey.select().where(in_use).count() == 1


#: Every command that makes links, or letters with links, with words enough to begin.
MAKES_LINKS = (
    ("cycles", "open", "1"),
    ("cycles", "close", "1"),
    ("cycles", "reopen", "1", "--until", "2030-01-01T10:00", "--reason", "Diminta kepala dinas"),
    ("cycles", "publish", "1"),
    ("keys", "adopt", "--yes"),
    ("links", "export", "1", "-o", "links.csv"),
    ("mail", "deliver"),
    ("user", "create", "--email", "a@example.go.id", "--name", "A", "--role", "admin"),
)


@pytest.mark.parametrize("words", MAKES_LINKS, ids=" ".join)
def test_no_command_makes_links_for_another_address(
    app: Flask, settings: Settings, words: tuple[str, ...]
) -> None:
    require_keys(settings)
    set_address(SITE)
    done = app.test_cli_runner().invoke(args=words)
    assert (done.exit_code, f"Situs ini beralamat {SITE}" in done.stderr) == (1, True)
    assert Letter.select().count() == 0
