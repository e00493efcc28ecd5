"""What a search finds is what a look at every row finds, however the rows came and changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import cycle, islice, product
from random import Random

import pytest

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.audit.models import AuditEvent
from survei.audit.services import record
from survei.database import database, is_sqlite
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.search import queries
from survei.search.models import SearchBlock
from survei.search.queries import BLOCK, found
from survei.staff.models import Employee, JobRole, Unit
from tests.cast import Cast
from tests.waiting import wait_for

NAMES = (
    *("Andi Tenri", "I Made Suardana", "Nur'aini 100%", "SITI_AMINAH"),
    *("Drs. H. Élan", "Böhm, S.Pd."),
)
WORDS = ("tenri", "TENRI", "a", "%", "_", "'", "100%", "Élan", "zq", "198", "\\", "s.pd")


@pytest.fixture
def people(cast: Cast) -> list[int]:
    """Ids of a hundred employees with odd names."""
    chance = Random(3)
    unit, role = Unit.select().first(), JobRole.select().first()
    return [
        Employee.create(
            nip=f"1985{number:014d}",
            name=f"{chance.choice(NAMES)} {number}",
            unit=unit,
            job_role=role,
        ).id
        for number in range(100)
    ]


def by_words(*words: str) -> list[int]:
    query = Employee.select(Employee.id).order_by(Employee.id).tuples()
    return [key for (key,) in found(query, (Employee.name, Employee.nip), words)]


def row_by_row(*words: str) -> list[int]:
    query = Employee.select(Employee.id).order_by(Employee.id).tuples()
    for word in words:
        query = query.where(Employee.name.contains(word) | Employee.nip.contains(word))
    return [key for (key,) in query]


def blocks_are_true() -> bool:
    """Whether each block holds the lines of its rows, and there is no other."""
    wanted: dict[int, list[str]] = {}
    for person in Employee.select():
        lines = wanted.setdefault(person.id // BLOCK, [])
        lines += [_small(person.name), person.nip]
    kept = {
        block.number: sorted(block.body.split("\n"))
        for block in SearchBlock.select().where(SearchBlock.subject == "employee")
    }
    return kept == {number: sorted(lines) for number, lines in wanted.items()}


def _small(text: str) -> str:
    """As the database writes it: SQLite knows the capitals of ASCII."""
    if not is_sqlite():
        return text.lower()
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


@pytest.mark.parametrize("most", [100, 2], ids=["few", "many"])
def test_a_search_finds_what_a_look_at_each_row_finds(
    people: list[int], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(queries, "MOST_BLOCKS", most)
    for word in WORDS:
        assert by_words(word) == row_by_row(word), word
        assert by_words(word, "1") == row_by_row(word, "1"), word


def test_blocks_follow_every_change(people: list[int]) -> None:
    assert blocks_are_true()
    Employee.update(name="Daeng Baru").where(Employee.id.in_(people[::7])).execute()
    assert blocks_are_true()
    assert len(by_words("daeng")) == len(people[::7])
    Employee.update(email="a@contoh.go.id").where(Employee.id.in_(people)).execute()
    assert blocks_are_true()
    Employee.delete().where(Employee.id.in_(people[::2])).execute()
    assert blocks_are_true()
    Employee.delete().where(Employee.id.in_(people)).execute()
    assert blocks_are_true()


def test_what_is_deleted_can_be_read_nowhere(people: list[int]) -> None:
    Employee.update(name="Rahasia").where(Employee.id == people[50]).execute()
    Employee.delete().where(Employee.id == people[50]).execute()
    assert not SearchBlock.select().where(SearchBlock.body.contains("rahasia")).exists()


def test_a_line_of_the_log_is_found_at_once(cast: Cast) -> None:
    with database.atomic():
        line = record(Actor(ActorKind.USER, 1, "Saparuddin"), "unit.save", "unit", 4711)
    query = AuditEvent.select(AuditEvent.id).tuples()
    columns = (AuditEvent.actor_name, AuditEvent.action, AuditEvent.object_id)
    assert list(found(query, columns, ["4711"])) == [(line.id,)]
    assert list(found(query, columns, ["4711", "unit.save", "SAPARUDDIN"])) == [(line.id,)]


@pytest.fixture
def letters(cast: Cast) -> list[str]:
    """Ids of two hundred letters: of two cycles, and of accounts."""
    kinds = product(("tenri", "a_b", "siti"), (1, 2, None))
    rows = [
        (f"{number * 7919 % 97:03x}{number:029x}", f"p{number % 60}.{name}@contoh.go.id", part)
        for number, (name, part) in enumerate(islice(cycle(kinds), 200))
    ]
    Letter.insert_many(
        [
            {"id": key, "kind": "x", "payload": "{}", "recipient": to, "cycle_id": part}
            | {"queued_at": clock.now(), "due_at": clock.now()}
            for key, to, part in rows
        ]
    ).execute()
    return [key for key, _to, _part in rows]


def letters_by(*words: str, parts: tuple[int, ...] | None = None) -> set[str]:
    query = Letter.select(Letter.id).tuples()
    return {key for (key,) in found(query, (Letter.recipient,), words, parts=parts)}


def letter_blocks_are_true() -> bool:
    wanted: dict[tuple[int, int], list[str]] = {}
    for letter in Letter.select():
        block = wanted.setdefault((letter.cycle_id or 0, int(letter.id[:3], 16) // 4), [])
        block.append(letter.recipient)
    kept = {
        (block.part, block.number): sorted(block.body.split("\n"))
        for block in SearchBlock.select().where(SearchBlock.subject == "letter")
    }
    return kept == {key: sorted(lines) for key, lines in wanted.items()}


@pytest.mark.parametrize("most", [100, 2], ids=["few", "many"])
def test_letters_are_found_by_their_address(
    letters: list[str], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(queries, "MOST_BLOCKS", most)
    rows = {letter.id: letter.recipient for letter in Letter.select()}
    for word in ("tenri", "TENRI", "p7.", "_b@", "%", "zq", "go.id"):
        wanted = {key for key, recipient in rows.items() if word.lower() in recipient}
        assert letters_by(word) == wanted, word
    assert letters_by("p7.", "siti") == {
        key for key, to in rows.items() if to.startswith("p7.siti")
    }


def test_blocks_of_letters_follow_every_change(letters: list[str]) -> None:
    assert letter_blocks_are_true()
    Letter.update(recipient="baru@contoh.go.id").where(Letter.id.in_(letters[::7])).execute()
    assert letter_blocks_are_true()
    assert letters_by("baru@") == {*letters[::7]}
    Letter.update(state=LetterState.SENT).where(Letter.id.in_(letters)).execute()
    assert letter_blocks_are_true()
    Letter.delete().where(Letter.id.in_(letters[::2])).execute()
    assert letter_blocks_are_true()
    Letter.delete().where(Letter.id.in_(letters)).execute()
    assert letter_blocks_are_true()


def test_a_search_asks_for_no_more_letters_than_there_are_to_find(letters: list[str]) -> None:
    """A database takes so many values in a statement: blocks of a city hold more letters."""
    query = found(Letter.select(Letter.id), (Letter.recipient,), ["p7."], parts=None)
    _sql, values = query.sql()
    assert len([value for value in values if value in letters]) == len(list(query)) == 4


Change = Callable[[str], object]


def add(key: str) -> None:
    now = clock.now()
    Letter.create(
        id=key, kind="x", payload="{}", recipient=f"{key[-1]}@contoh.go.id", queued_at=now,
        due_at=now,
    )  # fmt: skip


def delete(key: str) -> None:
    Letter.delete().where(Letter.id == key).execute()


def anonymise(key: str) -> None:
    Letter.update(recipient="").where(Letter.id == key).execute()


@pytest.mark.parametrize("second", [delete, anonymise])
@pytest.mark.parametrize("first", [add, delete, anonymise])
def test_two_at_a_time_leave_a_block_true(committed_db: str, first: Change, second: Change) -> None:
    """Nothing is written back that the other one takes away, and nothing left out that it adds."""
    one, other, third = (f"0c0{number:029x}" for number in range(3))
    for key in (other, third) if first is add else (one, other, third):
        add(key)

    def change() -> None:
        with database.connection_context():
            second(other)

    thread = threading.Thread(target=change)
    with database.atomic():
        first(one)
        thread.start()
        assert wait_for(lambda: is_sqlite() or is_anybody_waiting())
    thread.join()
    assert letter_blocks_are_true()


def is_anybody_waiting() -> bool:
    """Whether a connection waits for another one's lock."""
    return bool(database.execute_sql("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall())
