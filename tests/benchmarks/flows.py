"""What a rater really does, from the open form to the receipt, in processor time of the servers.

All processes are counted, gunicorn's and PostgreSQL's own, on both sides: the floor runs on the
same PostgreSQL server in a database of its own.
"""

from __future__ import annotations

import http.client
import itertools
import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from app import create_app
from formulir.saving import MEDIA_TYPE, PROOF, REVISION
from survei.database import database
from survei.installation.new_keys import write_keys
from survei.schema import migrate
from survei.settings import load_settings
from tests.benchmarks.city_of_raters import make_city_of_raters
from tests.benchmarks.databases import KINDS, make_databases
from tests.benchmarks.table import Row
from tests.benchmarks.web.floor import make_database
from tests.benchmarks.web.processes import processor_seconds
from tests.benchmarks.web.servers import Server, serve
from tests.examples import twenty_ratings_document

PEOPLE = 10_000
CONNECTIONS, ROUNDS, FLOWS = 4, 3, 200
#: Saves of a form of twenty questions: as many as the script makes at most
#: (tests/browser/test_saving.py).
SAVES = 6
GZIP = {"Accept-Encoding": "gzip", "Host": "localhost"}
FORM = GZIP | {"Content-Type": "application/x-www-form-urlencoded"}

#: Method, what follows the form's path, body, headers, expected status.
Step = tuple[str, str, bytes, dict[str, str], int]


def steps_of(saves: int) -> list[Step]:
    """Form, saved answers, sending, receipt."""
    answers = dict(zip(_codes(), itertools.cycle("3454")))
    text = urlencode(answers | {"saran": "Pertahankan kerja sama yang baik."}).encode()
    show: Step = ("GET", "", b"", GZIP, 200)
    drafts = [_save(answers, number, saves) for number in range(saves)]
    return [show, *drafts, ("POST", "", text, FORM, 303), show]


def _save(answers: dict[str, str], number: int, saves: int) -> Step:
    count = len(answers) * (number + 1) // saves
    typed = {code: [value] for code, value in list(answers.items())[:count]}
    headers = GZIP | {"Content-Type": MEDIA_TYPE, REVISION: str(number)}
    return ("POST", "/draft", json.dumps(typed).encode(), headers, 200)


def _codes() -> list[str]:
    return [question.code for question in twenty_ratings_document().questions()]


@dataclass(eq=False)
class Side:
    """A server, and the process that is all of its database if that is not in the server."""

    server: Server
    #: None with SQLite.
    database_pid: int | None
    paths: Iterator[str]

    def processor_seconds(self) -> float:
        """So far, of all its processes."""
        pids = [self.server.pid, *([self.database_pid] if self.database_pid else [])]
        return sum(map(processor_seconds, pids))

    def cost(self, steps: list[Step], times: int = FLOWS) -> float:
        """Milliseconds of processor a flow, each with a link of its own."""
        paths = list(itertools.islice(self.paths, times))
        if len(paths) < times:
            raise RuntimeError("no open links are left")
        begun = self.processor_seconds()
        with ThreadPoolExecutor(CONNECTIONS) as people:
            shares = [paths[place::CONNECTIONS] for place in range(CONNECTIONS)]
            list(people.map(lambda share: _walk(self.server.port, share, steps), shares))
        return (self.processor_seconds() - begun) * 1000 / times


def _walk(port: int, paths: list[str], steps: list[Step]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path in paths:
        own = {PROOF: sha256(path.encode()).hexdigest()}  # as long as a device's
        for method, rest, body, headers, expected in steps:
            connection.request(method, path + rest, body or None, headers | own)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != expected:
                raise RuntimeError(f"{method} {rest or 'form'}: {answer.status} {said[:200]!r}")
    connection.close()


def run() -> list[Row]:
    """The figures on both databases."""
    return [row for kind in KINDS for row in _on(kind)]


def _on(kind: str) -> list[Row]:
    plain, scripted, show = steps_of(0), steps_of(SAVES), steps_of(0)[:1]
    with _sides(kind) as (ours, floor):
        for side in (ours, floor):
            side.cost(scripted)
        with_script = _in_turn(lambda side: side.cost(scripted), ours, floor)
        without = _in_turn(lambda side: side.cost(plain), ours, floor)
        sent = {side: _sent_form(side, plain) for side in (ours, floor)}
        receipt = _in_turn(lambda side: _again(side, sent[side], show), ours, floor)
        begun = {side: _sent_form(side, scripted[: 1 + SAVES]) for side in (ours, floor)}
        draft = _in_turn(lambda side: _again(side, begun[side], show), ours, floor)
        save = _in_turn(lambda side: side.cost(scripted[1:2]), ours, floor)
    unit, name = "ms CPU", f"{kind}: "
    return [
        Row(name + "flow without script, floor without", *without, unit, 2.2),
        Row(name + f"flow with script, {SAVES} saves, floor without", with_script[0], without[1],
            unit, 8),
        Row(name + f"flow with script, {SAVES} saves, floor alike", *with_script, unit, 3),
        Row(name + "receipt, floor's GET", *receipt, unit, 4),
        Row(name + "first save of a draft, floor's write", *save, unit, 3),
        Row(name + "form with a draft, floor's GET", *draft, unit, 12),
    ]  # fmt: skip


def _in_turn(cost: Callable[[Side], float], ours: Side, floor: Side) -> tuple[float, float]:
    """Medians of costs measured alternately."""
    seen = [(cost(ours), cost(floor)) for _ in range(ROUNDS)]
    return statistics.median(one for one, _ in seen), statistics.median(one for _, one in seen)


def _sent_form(side: Side, steps: list[Step]) -> str:
    path = next(side.paths)
    _walk(side.server.port, [path], steps)
    return path


def _again(side: Side, path: str, steps: list[Step]) -> float:
    """The same link again and again."""
    return Side(side.server, side.database_pid, itertools.repeat(path)).cost(steps, 1000)


@contextmanager
def _sides(kind: str) -> Iterator[tuple[Side, Side]]:
    with tempfile.TemporaryDirectory(prefix="survei-flows-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        urls, database_pid = make_databases(kind, home, ("survei", "floor"))
        environment = {
            "SURVEI_INSTANCE": str(home / "instance"),
            "SURVEI_BASE_URL": "http://localhost",
            "SURVEI_DATABASE_URL": urls[0],
        }
        links = _prepare(environment)
        # One form of each rater after the other, so that a receipt always leads to a next one.
        paths = [f"/f/{forms[place]}" for place in range(5) for forms in links]
        make_database(urls[1], [path.removeprefix("/f/") for path in paths])
        options = ("--preload", "--config", "python:tests.benchmarks.web.frozen",
                   "--worker-class", "survei.web.request_timeout.Worker")  # fmt: skip
        with serve("app:create_app()", environment, *options) as ours:
            body = home / "body.gz"
            body.write_bytes(_form_bytes(ours, paths[0]))
            files = {"FLOOR_DATABASE": urls[1], "FLOOR_BODY": str(body)}
            with serve("tests.benchmarks.web.floor:app", files) as floor:
                yield (
                    Side(ours, database_pid, iter(paths)),
                    Side(floor, database_pid, iter(paths)),
                )


def _prepare(environment: dict[str, str]) -> list[list[str]]:
    create_app(write_keys(load_settings(environment)))
    with database.connection_context():
        migrate()
        with database.atomic():
            links = make_city_of_raters(PEOPLE)
        if environment["SURVEI_DATABASE_URL"].startswith("postgresql:"):
            database.execute_sql("ANALYZE")
    database.obj.close_all()
    return links


def _form_bytes(server: Server, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", path, headers=GZIP)
    body: bytes = connection.getresponse().read()
    connection.close()
    return body
