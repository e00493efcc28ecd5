"""Row 12: the access log shows that a link was opened, never which."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.logs import DailyFile, OneLine, old_days
from survei.purge.services import purge
from survei.retention.choices import DataClass
from survei.settings import Settings
from survei.web.link_routes import mask
from survei.web.server import AccessLogger, Web

TOKEN = "Ab-_" * 10 + "xyz"


@pytest.mark.parametrize(
    "path",
    ["/f/{}", "/f/{}/draft", "/f/{}/decline", "/u/{}", "/hasil/{}", "/aktivasi/{}",
     "/atur-ulang/{}", "/admin-pertama/{}", "/f/{}.", "/f/{}%3D"],
)  # fmt: skip
def test_no_credential_is_logged(path: str) -> None:
    """Row 12: also of a damaged link and of the pages below it."""
    masked = mask(path.format(TOKEN))
    assert TOKEN[:8] not in masked
    assert masked.startswith(f"/{path.split('/')[1]}/***")


@pytest.mark.parametrize(
    "path",
    ["//f/{}", "/f//{}", "///hasil///{}", "/F/{}", "/HASIL/{}", "/./u/{}", "/x/../f/{}",
     "/masuk/f/{}", "/{}", "/kode/{}", "/\\f/{}", "GET http://[x/f/{} HTTP/1.1"],
)  # fmt: skip
def test_no_credential_is_logged_of_a_bent_link(path: str) -> None:
    """Row 12: mail programs double slashes, change case, and put links behind other paths."""
    assert mask(path.format(TOKEN)) == path.format("***")


@pytest.mark.parametrize("path", ["//f/{}", "/f//{}", "/F/{}/draft"])
def test_no_part_of_a_credential_is_logged(path: str) -> None:
    """Of a link that lost its end, either."""
    assert mask(path.format(TOKEN[:30])) == path.format("***")


def test_the_server_repeats_no_link_that_it_could_not_read(settings: Settings) -> None:
    """gunicorn's own warning has the line as it came."""
    web = Web(settings, "127.0.0.1:0", lambda settings: None)  # type: ignore[arg-type, return-value]
    logger = AccessLogger(web.cfg)
    text = f"Invalid HTTP request line: '/f/{TOKEN}\x1b[31m'"
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 1, text, (), None)
    (handler,) = [one for one in logger.error_log.handlers if getattr(one, "_gunicorn", False)]
    line = handler.format(record)
    assert line.endswith("Invalid HTTP request line: '/f/***\\x1b[31m'")


def test_other_paths_stay() -> None:
    assert mask("/admin/pegawai/") == "/admin/pegawai/"


@pytest.mark.parametrize("name", ["a\r\nINFO login ok", "\x1b[31mmerah\x1b[0m", "a\u2028b\x85c"])
def test_one_event_is_one_line(name: str) -> None:
    """Row 54: messages and tracebacks alike."""
    try:
        raise ValueError(name)
    except ValueError:
        record = logging.LogRecord("web", logging.ERROR, "", 1, "%s", (name,), sys.exc_info())
        line = OneLine().format(record)
    assert len(line.splitlines()) == 1
    assert line.isprintable()


def lines_of(folder: Path) -> dict[str, list[str]]:
    """{name of the file: its lines}, without the file of the turn."""
    return {
        path.name: path.read_text().splitlines()
        for path in sorted(folder.glob("akses.log*"))
        if path.suffix != ".turn"
    }


def write(handler: DailyFile, text: str) -> None:
    handler.emit(logging.LogRecord("web", logging.INFO, "", 1, text, (), None))


def at(day: int) -> datetime:
    """A morning of December 2026."""
    return datetime(2026, 12, day, 1, tzinfo=UTC)


@pytest.fixture
def handlers(tmp_path: Path) -> Iterator[tuple[DailyFile, DailyFile]]:
    """The handlers of two processes on one file."""
    pair = DailyFile(str(tmp_path / "akses.log")), DailyFile(str(tmp_path / "akses.log"))
    yield pair
    for handler in pair:
        handler.close()


def test_each_day_has_a_file_of_its_own(
    tmp_path: Path, handlers: tuple[DailyFile, DailyFile]
) -> None:
    """Two processes write to it; whoever comes first on a new day moves the old file away."""
    first, second = handlers
    file = tmp_path / "akses.log"
    with clock.fixed(at(1)):
        write(first, "satu")
        write(second, "dua")
    os.utime(file, (at(1).timestamp(), at(1).timestamp()))
    with clock.fixed(at(2)):
        write(second, "tiga")
        write(first, "empat")
    assert lines_of(tmp_path) == {
        "akses.log": ["tiga", "empat"],
        "akses.log.2026-12-01": ["satu", "dua"],
    }


def test_old_days_are_deleted_after_ninety(db: None, settings: Settings, tmp_path: Path) -> None:
    """Whatever else lies there stays, and a log that is no file has no days."""
    file = tmp_path / "akses.log"
    for name in ("akses.log", "akses.log.2026-09-02", "akses.log.2026-09-03", "akses.log.bak"):
        (tmp_path / name).write_text("x")
    os.utime(file, (at(1).timestamp(), at(1).timestamp()))
    with clock.fixed(at(2)):
        counts = purge(replace(settings, access_log=str(file)), actor=SYSTEM).counts
        assert counts == {DataClass.ACCESS_LOG: 1}
        for name in ("-", "/dev/null", None):
            assert old_days(name, date(2030, 1, 1)) == []
    assert sorted(lines_of(tmp_path)) == [
        "akses.log.2026-09-03", "akses.log.2026-12-01", "akses.log.bak",
    ]  # fmt: skip


def test_the_web_process_writes_such_a_log(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "akses.log"
    web = Web(replace(settings, access_log=str(file)), "127.0.0.1:0", lambda settings: None)  # type: ignore[arg-type, return-value]
    logger = AccessLogger(web.cfg)
    own = [one for one in logger.access_log.handlers if getattr(one, "_gunicorn", False)]
    assert [type(one) for one in own] == [DailyFile]
    for handler in own:
        logger.access_log.removeHandler(handler)
        handler.close()
