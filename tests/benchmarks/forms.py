"""The rater's page: how fast it comes, how fast it is taken in, what it weighs."""

from __future__ import annotations

import gzip
import http.client
import itertools
import re
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from app import create_app
from survei import clock
from survei.database import database
from survei.installation.new_keys import write_keys
from survei.schema import migrate
from survei.settings import load_settings
from tests.benchmarks.table import Row
from tests.benchmarks.web.floor import make_database
from tests.benchmarks.web.load import Done, get, load, post
from tests.benchmarks.web.servers import Server, serve
from tests.examples import twenty_ratings_document
from tests.raters import RATERS, make_raters

CONNECTIONS = 16
ROUNDS = 5
SECONDS = 2.0
FORMS = 1000
MOST_KILOBYTES, MOST_REQUESTS = 25, 4
#: A round that takes longer than that is given up.
MOST_SECONDS = 60.0
#: Submissions of a round: a number and not a time, so that no speed runs out of open links.
SENDINGS = 1_500


@dataclass(frozen=True)
class Bench:
    """Both servers over the same forms."""

    ours: Server
    floor: Server
    #: Tokens of open forms, the first for reading, the others for sending.
    tokens: list[str]


def run() -> list[Row]:
    """All four figures from one run."""
    with _bench() as bench:
        rows = [_reading(bench), *_weight(bench)]
        rows.append(_memory(bench))
        rows.insert(1, _sending(bench))
        return rows


@contextmanager
def _bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder:
        home = Path(folder)
        environment = {
            "SURVEI_INSTANCE": str(home / "instance"),
            "SURVEI_BASE_URL": "http://localhost",
        }
        tokens = _prepare(environment)
        options = ("--preload", "--config", "python:tests.benchmarks.web.frozen")
        with serve("app:create_app()", environment, *options) as ours:
            body = home / "body.gz"
            body.write_bytes(_fetch(ours, f"/f/{tokens[0]}")[1])
            make_database(str(home / "floor.sqlite3"), tokens)
            files = {"FLOOR_DATABASE": str(home / "floor.sqlite3"), "FLOOR_BODY": str(body)}
            with serve("tests.benchmarks.web.floor:app", files) as floor:
                yield Bench(ours, floor, tokens)


def _prepare(environment: dict[str, str]) -> list[str]:
    """A database with one big open cycle; the tokens of its peers' forms."""
    create_app(write_keys(load_settings(environment)))
    with database.connection_context():
        migrate()
        with database.atomic():
            now, day = clock.now(), timedelta(days=1)
            raters = make_raters(
                twenty_ratings_document(),
                peers=SENDINGS * (ROUNDS + 1) + len(RATERS),
                opens_at=now - day,
                closes_at=now + day,
            )
    return [token for who, token in raters.tokens.items() if who not in RATERS]


def _reading(bench: Bench) -> Row:
    request = get(f"/f/{bench.tokens[0]}")

    def one(server: Server) -> Done:
        return load(server.port, lambda: request, connections=CONNECTIONS, seconds=SECONDS,
                    expected=200)  # fmt: skip

    ours, floor = _in_turn(one, bench)
    return Row("GET an open form, 16 connections, 2 workers", ours, floor, "requests/s", 0.6, True)


def _sending(bench: Bench) -> Row:
    body = _answers()
    fresh = {server: iter(bench.tokens[1:]) for server in (bench.ours, bench.floor)}

    def one(server: Server) -> Done:
        tokens = itertools.islice(fresh[server], SENDINGS)
        requests = iter([post(f"/f/{token}", body) for token in tokens])
        return load(
            server.port,
            lambda: next(requests, None),
            connections=CONNECTIONS,
            seconds=MOST_SECONDS,
            expected=303,
        )

    ours, floor = _in_turn(one, bench)
    return Row("POST a complete submission, durable", ours, floor, "requests/s", 0.5, True)


def _answers() -> bytes:
    codes = [question.code for question in twenty_ratings_document().questions()]
    values = itertools.cycle("3454")
    return urlencode(
        {code: next(values) for code in codes} | {"saran": "Pertahankan kerja sama yang baik."}
    ).encode()


def _in_turn(one: object, bench: Bench) -> tuple[float, float]:
    """Medians of ours and the floor, measured alternately; a first round warms both up."""
    rates: dict[Server, list[float]] = {bench.ours: [], bench.floor: []}
    for _ in range(ROUNDS + 1):
        for server, seen in rates.items():
            done = one(server)  # type: ignore[operator]
            if done.wrong:
                raise RuntimeError(f"unexpected answers: {sorted(set(done.wrong))}")
            seen.append(done.per_second)
    ours, floor = (statistics.median(seen[1:]) for seen in rates.values())
    return ours, floor


def _weight(bench: Bench) -> list[Row]:
    """All bytes of a first visit, heads included, and how many requests they take."""
    page_head, page = _fetch(bench.ours, f"/f/{bench.tokens[0]}")
    html = gzip.decompress(page).decode()
    linked = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="(/[^"]+)"', html)
    parts = [
        (page_head, page),
        *(_fetch(bench.ours, path.replace("&amp;", "&")) for path in linked),
    ]
    kilobytes = sum(head + len(body) for head, body in parts) / 1024
    return [
        Row("first visit on a phone, all bytes", kilobytes, None, "KB", MOST_KILOBYTES),
        Row("first visit on a phone, requests", len(parts), None, "requests", MOST_REQUESTS),
    ]


def _fetch(server: Server, path: str) -> tuple[int, bytes]:
    """(bytes of the head, body as sent) with gzip."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Host": "localhost"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 19
    body = answer.read()
    connection.close()
    return head, body


def _memory(bench: Bench) -> Row:
    """Of a worker that has given out 1,000 forms and taken in many."""
    for server in (bench.ours, bench.floor):
        paths = iter([get(f"/f/{token}") for token in bench.tokens[-FORMS:]])
        load(server.port, lambda paths=paths: next(paths, None), connections=CONNECTIONS,
             seconds=MOST_SECONDS, expected=200)  # fmt: skip
    ours, floor = bench.ours.worker_megabytes(), bench.floor.worker_megabytes()
    return Row("memory of a worker (PSS) after 1,000 forms", ours, floor, "MB", 3.0)
