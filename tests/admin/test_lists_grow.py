"""Lists cost what a page costs, however many rows there are: counted in SQLite's own steps, so
that the suite sees growth without a clock. `python -m tests.benchmarks admin_pages` says it in
time, at 20,000 people and on both databases.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import admin.cycles.follow
import admin.listing
import admin.mail.outbox
import admin.staff.employee_filters
from survei import clock
from survei.database import database
from survei.result import result_lists
from survei.search import queries
from tests.benchmarks.admin_city import AdminCity, admin_city
from tests.benchmarks.admin_pages import addresses
from tests.benchmarks.city import NOW

SMALL, LARGE = 200, 1_200
#: Lists are counted no further; as many blocks are read row by row.
MOST_ROWS, MOST_BLOCKS = 100, 60
COUNTED = (
    admin.listing,
    admin.mail.outbox,
    admin.staff.employee_filters,
    admin.cycles.follow,
    result_lists,
)
#: Who opens which lists: all, and of those bound to a unit or a team the largest.
LISTS = {
    "admin": ("catatan/", "penilai/", "pegawai/", "pengguna/", "surel/", "hasil/3/", "hasil/4/",
              "periode/kemajuan/1/belum/", "periode/kemajuan/1/penolakan/"),
    "unit_hr": ("surel/", "penilai/?open"),
    "appraiser": ("tim/",),
}  # fmt: skip
#: No lists; and what finds few in the small installation, where it is read to its end.
OTHERS = ("slip-unit", "slip/", "daeng", "kepala+sekolah")
#: Steps of SQLite that a row more may cost: the blocks of a search, which are read all; and where
#: the searched column itself is, in an index.
A_ROW, A_LETTER = 1.5, 12
#: Steps between two counts: few enough to see, many enough not to be slow.
STRIDE = 10


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AdminCity, AdminCity]]:
    """A small and a large installation, on SQLite."""
    bound, folder = database.obj, tmp_path_factory.mktemp("cities")
    with clock.fixed(NOW), ExitStack() as stack:
        yield tuple(
            stack.enter_context(admin_city(folder / name, people, _url(folder, name)))
            for name, people in (("small", SMALL), ("large", LARGE))
        )
    database.initialize(bound)


def _url(folder: Path, name: str) -> str:
    return f"sqlite:///{folder}/{name}.sqlite3"


def steps(city: AdminCity, who: str, address: str) -> int | None:
    """Steps that SQLite takes for a page; None where this user may not go."""
    database.initialize(city.database)
    taken = [0]

    def count() -> None:
        taken[0] += STRIDE

    with database.connection_context():
        database.connection().set_progress_handler(count, STRIDE)
    answer = city.clients[who].get(address)
    with database.connection_context():
        database.connection().set_progress_handler(None, 0)
    return taken[0] if answer.status_code == 200 else None


def test_no_list_grows_with_its_rows(
    cities: tuple[AdminCity, AdminCity], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in COUNTED:
        monkeypatch.setattr(module, "MOST_ROWS", MOST_ROWS)
    monkeypatch.setattr(queries, "MOST_BLOCKS", MOST_BLOCKS)
    small, large = cities
    grown, seen = [], 0
    with clock.fixed(NOW):
        pages = zip(addresses(large), addresses(small), strict=True)
        for (who, address), (_, other) in pages:
            if _is_list(who, address):
                many, few = steps(large, who, address), steps(small, who, other)
                seen += many is not None
                if many and few and many > 1.5 * few + _a_row(address) * (LARGE - SMALL):
                    grown.append(f"{who}: {address}: {few} -> {many}")
    assert seen > 120
    assert not grown, "\n".join(grown)


def _is_list(who: str, address: str) -> bool:
    path = address.removeprefix("/admin/")
    return path.startswith(LISTS.get(who, ())) and not any(other in path for other in OTHERS)


def _a_row(address: str) -> float:
    return A_LETTER if "surel/" in address and "search=" in address else A_ROW
