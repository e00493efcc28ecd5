"""The log shows that it was touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.queries import Verdict, verify
from survei.audit.services import record
from tests.held_keys import hold_own

KEY = b"a key of this test"


@pytest.fixture
def lines(db: None) -> list[int]:
    """Five lines, with odd characters in them."""
    hold_own(audit=KEY)
    names = ("Ma'ruf", "ᨔᨗᨄᨀᨕᨗᨂᨛ", 'a"b', "x\r\ny", "é")
    return [record(SYSTEM, "test.do", "thing", n, name=name).id for n, name in enumerate(names)]


def change(ids: list[int]) -> None:
    AuditEvent.update(details="{}").where(AuditEvent.id == ids[2]).execute()


def backdate(ids: list[int]) -> None:
    earlier = clock.now() - timedelta(days=1)
    AuditEvent.update(at=earlier).where(AuditEvent.id == ids[2]).execute()


def remove(ids: list[int]) -> None:
    AuditEvent.delete().where(AuditEvent.id == ids[1]).execute()


def test_an_untouched_chain_is_intact(lines: list[int]) -> None:
    assert verify(KEY) == Verdict(lines=5)


@pytest.mark.parametrize("tamper", [change, backdate, remove])
def test_the_first_line_that_does_not_fit_is_named(
    lines: list[int], tamper: Callable[[list[int]], None]
) -> None:
    tamper(lines)
    assert verify(KEY).broken_at == lines[2]


def test_another_key_does_not_fit(lines: list[int]) -> None:
    assert verify(b"another key").broken_at == lines[0]
