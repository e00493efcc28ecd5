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
from urllib.parse import urlencode

from flask_admin.model import BaseModelView
from werkzeug.routing import Rule

from admin.cycles.preparing import STEPS
from survei import clock
from survei.cycle.models import Participant
from survei.database import database
from survei.mail.models import Letter
from survei.questionnaire.models import Questionnaire
from tests.benchmarks.admin_city import AdminCity, admin_city
from tests.benchmarks.city import NOW
from tests.benchmarks.table import Row

SMALL, LARGE = 1_000, 20_000
RUNS, REACH = 9, 1.5

#: Routes that are no pages: files, and what belongs to one upload, errand, hold or questionnaire.
NO_PAGES = frozenset(
    {
        "audit.export", "employees.workbook", "staff_imports.report", "staff_imports.report_file",
        "staff_imports.template_file", "questionnaire_import.show", "questionnaire_import.report",
        "questionnaire_files.file", "questionnaire_files.library", "questionnaire_files.schema",
        "paper.form", "errands.show", "retention.lift", "retention.period", "scale_library.edit",
        "designer_part.edit", "designer.places", "vendor.file", "team.evidence", "team.submission",
        "questionnaires.difference", "cycle.ask", "static",
        "question_bank.question", "designer.add", "links.whatsapp",
    }
)  # fmt: skip
#: What a page is opened with beside its plain address.
QUERIES: dict[str, tuple[str, ...]] = {
    "results.cycle": ("page=9999", "search=Pegawai", "search=Sekolah+7", "search=tidakada"),
    "cycle_progress.progress": ("page=9999",),
    "cycle_progress.missing": ("page=9999", "nama=Pegawai", "nama=tidakada"),
    "cycle_progress.declines": ("page=9999",),
    "units.index_view": ("search=Sekolah", "search=tidakada", "level=2"),
    "links.index_view": ("open=1", "open=0", "email=0", "search=Sekolah+7"),
    "employees.index_view": ("search=Sekolah+7",),
    "mail.index_view": ("state=failed", "state=queued", "kind=invitation"),
    "audit.index_view": ("area=staff", "area=cycle"),
    "question_bank.index": ("search=kerja",),
}
LIST_QUERIES = ("page=39", "search=1", "search=Pegawai+3", "search=tidakada")


def run() -> list[Row]:
    """A row for each page and who opens it."""
    with tempfile.TemporaryDirectory(prefix="survei-bench-") as folder, clock.fixed(NOW):
        where = Path(folder)
        with (
            admin_city(where / "small", SMALL, f"sqlite:///{folder}/small.sqlite3") as small,
            admin_city(where / "large", LARGE, f"sqlite:///{folder}/large.sqlite3") as large,
        ):
            return rows_of(large, small)


def rows_of(large: AdminCity, small: AdminCity) -> list[Row]:
    """A row for each page and who opens it."""
    rows = []
    for (who, address), (_, other) in zip(addresses(large), addresses(small), strict=True):
        found = compared((large, who, address), (small, who, other))
        if found:
            rows.append(Row(f"{who}: {address}", *found, "ms", REACH))
    return rows


Visit = tuple[AdminCity, str, str]


def compared(large: Visit, small: Visit) -> tuple[float, float] | None:
    """Least milliseconds of several visits each, in turn; None where this user may not go."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for visit, taken in zip((large, small), times, strict=True):
            found = _visit(*visit)
            if found is None:
                return None
            taken.append(found)
    return min(times[0]), min(times[1])


def _visit(city: AdminCity, who: str, address: str) -> float | None:
    database.initialize(city.database)
    began = time.process_time()
    answer = city.clients[who].get(address)
    milliseconds = (time.process_time() - began) * 1000
    is_elsewhere = answer.status_code == 404 and (who != "admin" or "/tim/" in address)
    if answer.status_code in (403, 302, 303) or is_elsewhere:
        return None
    assert answer.status_code == 200, f"{who} {address}: {answer.status_code}"
    return milliseconds


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
        view.endpoint
        for view in city.app.extensions["admin"][0]._views
        if isinstance(view, BaseModelView)
    }
    rules = [rule for rule in city.app.url_map.iter_rules() if _is_page(rule)]
    for rule in sorted(rules, key=str):
        for plain in _filled(rule, city):
            yield plain
            more = QUERIES.get(rule.endpoint, ())
            if rule.endpoint.removesuffix(".index_view") in lists:
                more += LIST_QUERIES
            yield from (f"{plain}?{query}" for query in more)


def _is_page(rule: Rule) -> bool:
    is_admin = rule.rule.startswith("/admin/") and rule.endpoint not in NO_PAGES
    return is_admin and "GET" in (rule.methods or ())


def _filled(rule: Rule, city: AdminCity) -> list[str]:
    """The addresses of a route: for each state of a cycle one."""
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
    "employees.ajax_lookup": lambda city: {"name": "supervisor", "query": "Pegawai 3"},
    "units.ajax_lookup": lambda city: {"name": "parent", "query": "Sekolah 1"},
    "users.ajax_lookup": lambda city: {"name": "employee", "query": "Pegawai 3"},
}
