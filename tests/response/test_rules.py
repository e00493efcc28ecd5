"""Pure rules: equal answers, locked drafts, the instant of closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from survei.cycle.choices import CycleState
from survei.cycle.relations import is_confidential
from survei.response import rules
from survei.response.rules import all_equal, decrypt_old_draft, is_before, takes_answers
from tests.examples import every_kind_document

CLOSES = datetime(2026, 12, 12, 15, 59, tzinfo=UTC)


@dataclass
class Window:
    opens_at: datetime = CLOSES - timedelta(days=9)
    closes_at: datetime = CLOSES
    grace_minutes: int = 15
    state: str = CycleState.OPEN


@pytest.mark.parametrize(
    ("answers", "equal"),
    [
        ({"tepat-waktu": 3, "mutu": 3, "keluhan": 3, "sapa": 3}, True),
        ({"tepat-waktu": 3, "mutu": 3, "keluhan": 3, "sapa": 2}, False),
        ({"tepat-waktu": "na", "mutu": "na", "keluhan": "na"}, True),
        ({"tepat-waktu": "na", "mutu": 3, "keluhan": 3}, False),
        ({"tepat-waktu": 3, "mutu": 3}, False),
        ({}, False),
    ],
)
def test_all_equal(answers: dict[str, object], equal: bool) -> None:
    assert all_equal(every_kind_document(), answers) is equal


@pytest.mark.parametrize("padding", [b"\x80" + bytes(900), b" " * 900], ids=["bits", "spaces"])
def test_drafts_of_older_releases_open_with_their_token_only(padding: bytes) -> None:
    text, nonce = b'{"saran":["lama"]}', b"n" * 12
    stored = nonce + rules._cipher("T" * 43).encrypt(nonce, text + padding, b"7")
    assert decrypt_old_draft("T" * 43, 7, stored) == text
    assert decrypt_old_draft("U" * 43, 7, stored) is None
    assert decrypt_old_draft("T" * 43, 8, stored) is None


@pytest.mark.parametrize(
    ("seconds", "opened_before", "accepted"),
    [
        (-1, False, True),
        (0, False, False),
        (1, False, False),
        (0, True, True),
        (15 * 60 - 1, True, True),
        (15 * 60, True, False),
    ],
)
def test_closing_instant(seconds: int, opened_before: bool, accepted: bool) -> None:
    opened_at = CLOSES - timedelta(minutes=5) if opened_before else None
    now = CLOSES + timedelta(seconds=seconds)
    assert takes_answers(Window(), now, opened_at=opened_at) is accepted


def test_opening_after_the_closing_has_no_grace() -> None:
    now = CLOSES + timedelta(minutes=2)
    assert not takes_answers(Window(), now, opened_at=CLOSES)


def test_before() -> None:
    assert is_before(Window(), CLOSES - timedelta(days=10))
    assert is_before(Window(state=CycleState.DRAFT), CLOSES)
    assert not is_before(Window(), CLOSES)


@pytest.mark.parametrize(
    ("relation", "expected"),
    [("self", False), ("supervisor", False), ("peer", True), ("subordinate", True)],
)
def test_confidential_relations(relation: str, expected: bool) -> None:
    assert is_confidential(relation) is expected
