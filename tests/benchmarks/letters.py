"""Twenty thousand invitations delivered to a mail server on this machine, beside smtplib handing
over the very same mails, written beforehand, over one connection.
"""

from __future__ import annotations

import smtplib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app import create_app
from survei import clock
from survei.audit.choices import SYSTEM
from survei.cycle.services import create_cycle
from survei.database import database
from survei.lifecycle.opening import open_cycle
from survei.mail.choices import LetterState
from survei.mail.compose import compose
from survei.mail.models import Letter
from survei.mail.transports import make_transport
from survei.schema import migrate
from survei.settings import Settings, load_settings
from tests.benchmarks.city import NOW, build_city, city_plan
from tests.benchmarks.mail_sink import mail_sink
from tests.benchmarks.table import Row
from tests.delivering import deliver_due

LETTERS, REACH = 20_000, 10
#: Most statements a letter.
STATEMENTS = 6.0
#: Letters of one run of the courier.
RUN = 500


def run() -> list[Row]:
    """Processor time of the sender a letter, and its statements."""
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder, mail_sink() as port:
        return rows_of(Path(folder), port, LETTERS)


def rows_of(folder: Path, port: int, letters: int) -> list[Row]:
    """The figures for so many letters."""
    with clock.fixed(NOW), _posted(folder, port, letters) as settings:
        mails = [(one.recipient, compose(one, settings).content) for one in _some(2_000)]
        floor = _handed_over(mails, port)
        begun, counted = time.process_time(), _statements()
        deliver_all(settings)
        taken, statements = time.process_time() - begun, counted()
        # before and after: the machine may be another's meanwhile
        floor = (floor + _handed_over(mails, port)) / (2 * len(mails))
        sent = Letter.select().where(Letter.state == LetterState.SENT).count()
        assert sent >= letters - 1
        return [
            Row(f"{sent:,} letters", taken * 1000 / sent, floor * 1000, "ms/letter", REACH),
            Row("statements a letter", statements / sent, None, "statements", STATEMENTS),
        ]


def deliver_all(settings: Settings) -> None:
    """Run after run, as the courier does."""
    while deliver_due(make_transport(settings), settings, limit=RUN).handled:
        pass


def _some(count: int) -> list[Letter]:
    return list(Letter.select().limit(count))


def _handed_over(mails: list[tuple[str, bytes]], port: int) -> float:
    """Seconds of processor."""
    began = time.process_time()
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for recipient, text in mails:
            smtp.sendmail("survei@contoh.go.id", recipient, text)
    return time.process_time() - began


def _statements():  # type: ignore[no-untyped-def]
    """Counts what the database is asked from now on."""
    asked, plain = [0], database.obj.execute_sql

    def counting(*args, **more):  # type: ignore[no-untyped-def]
        asked[0] += 1
        return plain(*args, **more)

    database.obj.execute_sql = counting
    return lambda: asked[0]


@contextmanager
def _posted(folder: Path, port: int, people: int) -> Iterator[Settings]:
    """An open cycle whose invitations wait."""
    settings = load_settings(
        {
            "SURVEI_INSTANCE": str(folder / "instance"),
            "SURVEI_DATABASE_URL": f"sqlite:///{folder}/letters.sqlite3",
            "SURVEI_BASE_URL": "http://localhost",
            "SURVEI_MAIL_URL": f"smtp://127.0.0.1:{port}",
            "SURVEI_MAILS_PER_HOUR": "1000000",
        }
    )
    create_app(settings)
    with database.connection_context():
        migrate()
        with database.atomic():
            build_city(people)
        cycle = create_cycle(
            name="Penilaian",
            period_start=NOW.date(),
            period_end=NOW.date(),
            opens_at=NOW,
            closes_at=datetime(2026, 12, 31, tzinfo=UTC),
            plan=city_plan(),
            actor=SYSTEM,
        )
        open_cycle(cycle.id, actor=SYSTEM)
        yield settings
    database.obj.close_all()
