"""The log of a process: one event one line, whatever stands in it."""

from __future__ import annotations

import fcntl
import logging
from datetime import UTC, date, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path

from survei import clock

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def one_line(text: str) -> str:
    r"""The text with every character that moves a cursor or colours a terminal written out.

    A line feed becomes "\n", an escape "\x1b". Source: security.md, row 54.
    """
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in text
    )


class OneLine(logging.Formatter):
    """Message and traceback on a single line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without an end."""
        return one_line(super().format(record))


def start_logging() -> None:
    """Warnings and errors to standard error, for a process of ours."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class DailyFile(WatchedFileHandler):
    """A file that begins anew each day; the day before is kept as "name.2026-12-01".

    Several processes may write to it: whoever comes first on a new day moves the old file away,
    the others notice and follow. How long the old ones stay is a matter of `survei.retention`.
    """

    def __init__(self, filename: str) -> None:
        super().__init__(filename, delay=True)
        self._day: date | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Writes the line into the file of this day."""
        today = clock.today()
        if self._day != today:
            begin_day(Path(self.baseFilename), today)
            self._day = today
        super().emit(record)


def begin_day(file: Path, today: date) -> None:
    """Moves a log whose last line is of an earlier day away under that day."""
    if not file.is_file():  # nothing yet, or a device
        return
    with (file.parent / f"{file.name}.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            written = clock.to_local(datetime.fromtimestamp(file.stat().st_mtime, UTC)).date()
        except FileNotFoundError:
            return
        kept = file.with_name(f"{file.name}.{written.isoformat()}")
        if written < today and not kept.exists():
            file.rename(kept)


def old_days(name: str | None, oldest: date) -> list[Path]:
    """Kept days of a log before a date; a log on standard output has none.

    Side effect: a log that nobody wrote to since an earlier day is moved away first.
    """
    if not name or name == "-":
        return []
    file = Path(name).resolve()
    begin_day(file, clock.today())
    return [path for path in file.parent.glob(f"{file.name}.*") if _is_before(path, oldest)]


def _is_before(path: Path, oldest: date) -> bool:
    try:
        return date.fromisoformat(path.suffix[1:]) < oldest
    except ValueError:
        return False
