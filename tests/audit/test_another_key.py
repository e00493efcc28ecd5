"""The chain goes on under another key, and what was before stays proved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.key_changes import mark_now
from survei.audit.models import AuditEvent
from survei.audit.purging import purge_lines
from survei.audit.queries import Verdict, log_start, verify
from survei.audit.rules import ADOPTION
from survei.audit.services import record
from survei.installation.choices import KeyKind
from survei.installation.rules import fingerprint
from tests.held_keys import hold_own

OLD, NEW, NEWEST = (bytes([number]) * 32 for number in (1, 2, 3))


def write(count: int) -> list[int]:
    return [record(SYSTEM, "test.do", "thing", n).id for n in range(count)]


def adopt(before: bytes, after: bytes) -> int:
    mark = mark_now(fingerprint(KeyKind.AUDIT, before), gone=log_start().lines)
    hold_own(audit=after)
    return record(SYSTEM, ADOPTION, "keys", "-", chain=mark.as_details()).id


@pytest.fixture
def lines(db: None) -> list[int]:
    """Five lines, a mark, three lines, a mark, two lines."""
    hold_own(audit=OLD)
    first = write(5)
    second = [adopt(OLD, NEW), *write(3)]
    return [*first, *second, adopt(NEW, NEWEST), *write(2)]


def test_what_is_proved_depends_on_the_keys_at_hand(lines: list[int]) -> None:
    assert verify(NEWEST) == Verdict(lines=12, sealed=9)
    assert verify(NEWEST, older=[NEW]) == Verdict(lines=12, sealed=5)
    assert verify(NEWEST, older=[OLD, NEW]) == Verdict(lines=12)


def change(number: int) -> None:
    AuditEvent.update(details='{"a": 1}').where(AuditEvent.id == number).execute()


def remove(number: int) -> None:
    AuditEvent.delete().where(AuditEvent.id == number).execute()


@pytest.mark.parametrize("tamper", [change, remove])
@pytest.mark.parametrize("place", range(1, 11))
def test_every_change_is_found_without_the_old_keys(
    lines: list[int], tamper: Callable[[int], None], place: int
) -> None:
    tamper(lines[place])
    assert not verify(NEWEST).is_intact
    assert not verify(NEWEST, older=[OLD, NEW]).is_intact


def test_nobody_sets_a_mark_without_the_new_key(lines: list[int]) -> None:
    AuditEvent.update(actor_name="somebody else").where(AuditEvent.id == lines[-1]).execute()
    forged = replace(mark_now(fingerprint(KeyKind.AUDIT, b"x" * 32), gone=0), id=0)
    hold_own(audit=b"x" * 32)
    record(SYSTEM, ADOPTION, "keys", "-", chain=forged.as_details())
    assert not verify(NEWEST).is_intact


def test_the_key_itself_has_to_fit(lines: list[int]) -> None:
    assert not verify(NEW).is_intact
    assert not verify(NEWEST, older=[b"another"]).broken_at


def test_what_was_begun_to_be_deleted_is_only_held_together(lines: list[int]) -> None:
    purge_lines(clock.now() + timedelta(days=1), limit=2, actor=SYSTEM)
    assert verify(NEWEST) == Verdict(lines=11, purged=2, sealed=4, linked=3)
    remove(lines[3])
    assert verify(NEWEST).broken_at == lines[4]
