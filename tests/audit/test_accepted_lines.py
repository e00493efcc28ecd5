"""Lines that do not fit, and a person who has said that the log counts all the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.head import HEAD_FILE, accept_end, keep_head, look
from survei.audit.key_changes import mark_now
from survei.audit.models import AuditEvent
from survei.audit.purging import purge_lines
from survei.audit.queries import Verdict, log_start, verify
from survei.audit.rules import ADOPTION, ANCHOR
from survei.audit.services import record
from survei.installation.choices import KeyKind
from survei.installation.rules import fingerprint
from tests.held_keys import hold_own, know_log_from_its_beginning

KEY, NEXT = b"a key of this test", b"the next key of it"


@pytest.fixture
def folder(db: None, tmp_path: Path) -> Path:
    """Of a host that has known the log from its beginning; line 3 of 6 is gone, and one changed."""
    hold_own(audit=KEY)
    know_log_from_its_beginning(tmp_path)
    ids = [record(SYSTEM, "test.do", "thing", number).id for number in range(6)]
    AuditEvent.delete().where(AuditEvent.id == ids[2]).execute()
    AuditEvent.update(details="{}").where(AuditEvent.id == ids[4]).execute()
    return tmp_path


def accept(folder: Path) -> bool:
    return accept_end(folder, "Baris rusak oleh diska; cadangan sama.", actor=SYSTEM)


def first() -> AuditEvent:
    """The oldest line."""
    return AuditEvent.select().order_by(AuditEvent.id).get()


def test_the_log_goes_on_and_is_checked_from_there(folder: Path) -> None:
    assert not verify(KEY).is_intact
    assert accept(folder)
    assert verify(KEY) == Verdict(lines=6, accepted=5)
    assert not accept(folder)
    later = record(SYSTEM, "test.do", "thing", "later")
    record(SYSTEM, "test.do", "thing", "last")
    assert verify(KEY).is_intact
    AuditEvent.delete().where(AuditEvent.id == later.id).execute()
    assert not verify(KEY).is_intact


def change(event: AuditEvent) -> None:
    AuditEvent.update(details='{"more": 1}').where(AuditEvent.id == event.id).execute()


def remove(event: AuditEvent) -> None:
    event.delete_instance()


def cut_off_as_if_its_time_was_over(event: AuditEvent) -> None:
    """With an anchor that only the audit key could make."""
    event.delete_instance()
    AuditEvent.update(action=ANCHOR, details='{"lines": 99}').where(
        AuditEvent.id == event.id + 1
    ).execute()


@pytest.mark.parametrize("tamper", [change, remove, cut_off_as_if_its_time_was_over])
def test_what_was_accepted_is_not_changed_any_further(
    folder: Path, tamper: Callable[[AuditEvent], None]
) -> None:
    accept(folder)
    tamper(first())
    assert not verify(KEY).is_intact
    assert accept(folder), "once more, with a reason of its own"
    assert verify(KEY).is_intact


def test_nobody_accepts_it_in_the_database(folder: Path) -> None:
    mark = mark_now(fingerprint(KeyKind.AUDIT, KEY), gone=0, is_accepted=True)
    last = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    AuditEvent.create(
        at=last.at, actor_kind="command", actor_name="audit", address="", action="audit.accept_end",
        object_kind="audit", object_id="-", previous_hash=last.hash, hash="f" * 64,
        details=json.dumps({"chain": mark.as_details(), "reason": "x"}),
    )  # fmt: skip
    assert not verify(KEY).is_intact


def test_it_holds_when_lines_go_in_their_time_and_under_another_key(folder: Path) -> None:
    accept(folder)
    mark = mark_now(fingerprint(KeyKind.AUDIT, KEY), gone=log_start().lines)
    hold_own(audit=NEXT)
    record(SYSTEM, ADOPTION, "keys", "-", chain=mark.as_details())
    assert verify(NEXT) == Verdict(lines=7, accepted=5, sealed=1)
    assert verify(NEXT, older=[KEY]) == Verdict(lines=7, accepted=5)
    with clock.fixed(clock.now() + timedelta(days=900)):
        record(SYSTEM, "test.do", "thing", "later")
        purge_lines(clock.now() - timedelta(days=1), limit=2, actor=SYSTEM)
        assert verify(NEXT).is_intact
        purge_lines(clock.now() - timedelta(days=1), limit=100, actor=SYSTEM)
        assert verify(NEXT).is_intact


def test_a_cut_end_and_a_broken_middle_are_accepted_at_once(folder: Path) -> None:
    keep_head(folder)
    AuditEvent.select().order_by(AuditEvent.id.desc()).get().delete_instance()
    assert look(folder / HEAD_FILE).is_missing
    accept(folder)
    assert not look(folder / HEAD_FILE).is_missing
    assert verify(KEY).is_intact
