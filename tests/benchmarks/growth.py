"""What a cycle costs a form as it grows: each step of its life with 1,000, 4,000 and 16,000 people.

A step that grows faster than its rows costs more a form in the larger cycle. What PostgreSQL's own
processes take is counted with it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from app import create_app
from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.head import keep_head
from survei.bulk import insert_many, update_many
from survei.cycle.models import Assignment
from survei.cycle.queries import cycle as cycle_of
from survei.cycle.relations import CONFIDENTIAL
from survei.cycle.services import create_cycle
from survei.database import database, long_statements
from survei.drafting.queries import library
from survei.keys import own_keys
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results, finish_clearing
from survei.lifecycle.opening import open_cycle
from survei.lifecycle.publishing import publish_results
from survei.lifecycle.reminding import send_reminders
from survei.questionnaire.document import encode
from survei.questionnaire.scoring import score_table
from survei.response.models import IdentifiedSubmission, SealedSubmission
from survei.response.sealed_submissions import Sealed, box_receipt, sealed_row
from survei.schema import migrate
from survei.settings import load_settings
from tests.benchmarks.city import NOW, build_city, city_plan
from tests.benchmarks.databases import KINDS, make_databases
from tests.benchmarks.results import sent_answers
from tests.benchmarks.table import Row
from tests.benchmarks.web.processes import processor_seconds

T = TypeVar("T")

PEOPLE = (1_000, 4_000, 16_000)
#: Most that a form may cost beside one of the smallest cycle.
REACH = 1.5
SEALED_ROW = ("fingerprint", "cycle_id", "box")
NAMED_ROW = ("assignment_id", "ratee_id", "relation", "version_id", "submitted_at", "answers",
             "section_scores")  # fmt: skip
MOMENT = "2026-11-24 02:00:00.000000"


def run(people: tuple[int, ...] = PEOPLE) -> list[Row]:
    """The figures on both databases."""
    return [row for kind in KINDS for row in _on(kind, people)]


def _on(kind: str, people: tuple[int, ...]) -> list[Row]:
    """Microseconds of processor a form, of each step and size beside the smallest."""
    taken = {number: with_city(kind, number, _steps) for number in people}
    least = taken[people[0]]
    return [
        Row(f"{kind}: {step}, {number:,} people, a form", taken[number][step], least[step], "µs",
            REACH)
        for step in least
        for number in people[1:]
    ]  # fmt: skip


def with_city(kind: str, people: int, work: Callable[[int, int | None], T]) -> T:
    """What the work gives, on a cycle of a new city that is about to open, and the process of its
    database if it has one.
    """
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        (url,), database_pid = make_databases(kind, home, ("growth",))
        create_app(
            load_settings(
                {
                    "SURVEI_INSTANCE": str(home / "instance"),
                    "SURVEI_DATABASE_URL": url,
                    "SURVEI_BASE_URL": "http://localhost",
                }
            )
        )
        with clock.fixed(NOW), database.connection_context():
            migrate()
            keep_head(own_keys().folder)
            cycle_id = _prepared(people)
            if database_pid:
                database.execute_sql("ANALYZE")
            found = work(cycle_id, database_pid)
        database.obj.close_all()
    return found


def _steps(cycle_id: int, database_pid: int | None) -> dict[str, float]:
    def seconds(work: Callable[[], object]) -> float:
        return seconds_of(work, database_pid)

    taken = {"open": seconds(lambda: open_cycle(cycle_id, actor=SYSTEM))}
    with clock.fixed(NOW + timedelta(days=1)):
        taken["remind"] = seconds(lambda: send_reminders(cycle_id, actor=SYSTEM))
        answer_all(cycle_id)
        taken["close"] = seconds(lambda: close_cycle(cycle_id, actor=SYSTEM))
        taken["compute"] = seconds(lambda: compute(cycle_id))
        taken["publish"] = seconds(lambda: publish_results(cycle_id, actor=SYSTEM))
    forms = Assignment.select().count()
    return {step: one * 1_000_000 / forms for step, one in taken.items()}


def compute(cycle_id: int) -> None:
    """Opens the box and clears what is left of it."""
    compute_results(cycle_id, actor=SYSTEM)
    finish_clearing()


def seconds_of(work: Callable[[], object], database_pid: int | None) -> float:
    """Of this process, and of the database's if it has one."""
    began = time.process_time() + _database_seconds(database_pid)
    work()
    return time.process_time() + _database_seconds(database_pid) - began


def _database_seconds(pid: int | None) -> float:
    return processor_seconds(pid) if pid else 0.0


def _prepared(people: int) -> int:
    document = next(one for one in library() if one.key == "perilaku-berakhlak")
    with database.atomic():
        build_city(people, document=encode(document))
    cycle = create_cycle(
        name="Penilaian",
        period_start=NOW.date(),
        period_end=NOW.date(),
        opens_at=NOW,
        closes_at=datetime(2026, 12, 31, tzinfo=UTC),
        plan=city_plan(),
        actor=SYSTEM,
    )
    return int(cycle.id)


def answer_all(cycle_id: int) -> None:
    """Everybody sends everything; some sets of answers serve for all."""
    chance = Random(3)
    document = next(one for one in library() if one.key == "perilaku-berakhlak")
    table = score_table(document)
    sets = [sent_answers(document, table, chance) for _ in range(50)]
    forms = list(
        Assignment.select(Assignment.id, Assignment.ratee, Assignment.relation, Assignment.version)
        .where(Assignment.cycle == cycle_id)
        .tuples()
    )
    hidden = ((row, sets[row[0] % 50]) for row in forms if row[2] in CONFIDENTIAL)
    named = ((row, sets[row[0] % 50]) for row in forms if row[2] not in CONFIDENTIAL)
    cycle = cycle_of(cycle_id)
    with database.atomic(), long_statements():
        receipts = []

        def sealed() -> Iterator[tuple[object, ...]]:
            for form, answers in hidden:
                row = sealed_row(cycle, Sealed(*form[1:], *answers))
                receipts.append((box_receipt(form[0], row[0]), form[0]))
                yield row

        insert_many(SealedSubmission, SEALED_ROW, sealed())
        update_many(Assignment, ("box_receipt",), receipts)
        insert_many(
            IdentifiedSubmission, NAMED_ROW, ((*row, MOMENT, *answers) for row, answers in named)
        )
        Assignment.update(state="submitted").where(Assignment.cycle == cycle_id).execute()
