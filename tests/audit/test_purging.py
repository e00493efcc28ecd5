"""Old lines of the log go, and what stays still proves itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.purging import lines_before, purge_lines
from survei.audit.queries import Verdict, verify
from survei.audit.services import record
from survei.keys import use_keys
from survei.purge.holds import place_hold
from survei.purge.services import purge
from survei.retention.choices import DataClass
from survei.settings import Settings
from tests.held_keys import hold_own
from tests.purge.world import AUTHOR, make_world

KEY = b"a key of this test"
BEGIN = datetime(2026, 1, 1, 4, tzinfo=UTC)


@pytest.fixture
def lines(db: None) -> list[int]:
    """Ten lines, one a day."""
    hold_own(audit=KEY)
    return [_line(day) for day in range(10)]


def _line(day: int) -> int:
    with clock.fixed(BEGIN + timedelta(days=day)):
        return record(SYSTEM, "test.do", "thing", day).id


def test_what_stays_is_intact_and_says_how_much_went(lines: list[int]) -> None:
    assert purge_lines(BEGIN + timedelta(days=4), limit=3, actor=SYSTEM) == 3
    assert verify(KEY) == Verdict(lines=8, purged=3)
    assert purge_lines(BEGIN + timedelta(days=4), limit=3, actor=SYSTEM) == 1
    assert purge_lines(BEGIN + timedelta(days=4), limit=3, actor=SYSTEM) == 0
    assert verify(KEY) == Verdict(lines=8, purged=4)


def test_an_anchor_may_go_with_the_lines_before_a_newer_one(lines: list[int]) -> None:
    with clock.fixed(BEGIN + timedelta(days=11)):
        purge_lines(BEGIN + timedelta(days=4), limit=99, actor=SYSTEM)
    _line(12)
    with clock.fixed(BEGIN + timedelta(days=13)):
        assert purge_lines(BEGIN + timedelta(days=12), limit=99, actor=SYSTEM) == 7
    assert verify(KEY) == Verdict(lines=2, purged=11)


def test_one_line_more_cut_off_is_found_out(lines: list[int]) -> None:
    purge_lines(BEGIN + timedelta(days=4), limit=99, actor=SYSTEM)
    AuditEvent.delete().where(AuditEvent.id == lines[4]).execute()
    assert verify(KEY).broken_at == lines[5]


def test_cutting_off_without_an_anchor_is_found_out(lines: list[int]) -> None:
    AuditEvent.delete().where(AuditEvent.id <= lines[3]).execute()
    assert verify(KEY).broken_at == lines[4]


@pytest.mark.parametrize("details", ['{"hash": "x", "lines": 4}', "{}", "[", '{"other": 1}'])
def test_an_altered_anchor_is_found_out(lines: list[int], details: str) -> None:
    purge_lines(BEGIN + timedelta(days=4), limit=99, actor=SYSTEM)
    AuditEvent.update(details=details).where(AuditEvent.action == "audit.purge").execute()
    assert not verify(KEY).is_intact


def test_a_clock_that_was_wrong_makes_no_hole(lines: list[int]) -> None:
    AuditEvent.update(at=BEGIN + timedelta(days=400)).where(AuditEvent.id == lines[2]).execute()
    assert lines_before(BEGIN + timedelta(days=8)) == 2
    assert purge_lines(BEGIN + timedelta(days=8), limit=99, actor=SYSTEM) == 2


def test_a_log_that_is_wholly_old_never_becomes_empty(lines: list[int]) -> None:
    with clock.fixed(BEGIN + timedelta(days=900)):
        assert purge_lines(BEGIN + timedelta(days=800), limit=99, actor=SYSTEM) == 9
        assert purge_lines(BEGIN + timedelta(days=800), limit=99, actor=SYSTEM) == 1
    assert verify(KEY) == Verdict(lines=2, purged=10)


def test_the_run_counts_them_and_a_hold_keeps_them_all(db: None, settings: Settings) -> None:
    use_keys(settings.keys)
    world = make_world()
    for day in range(3):
        _line(day)
    hold = place_hold(world.cycle.id, reason="Sengketa di pengadilan", actor=AUTHOR)
    AuditEvent.update(at=BEGIN).where(AuditEvent.action == "retention.hold").execute()
    later = BEGIN + timedelta(days=740)
    with clock.fixed(later):
        assert DataClass.AUDIT_LOG not in purge(settings, actor=SYSTEM).counts
    hold.delete_instance()
    with clock.fixed(later):
        assert purge(settings, actor=SYSTEM).counts[DataClass.AUDIT_LOG] >= 3
    told = AuditEvent.get(AuditEvent.action == "audit.purge")
    assert json.loads(told.details)["lines"] >= 3
