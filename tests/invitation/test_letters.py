"""Each letter as a whole: subject, text and HTML. Source: issue "links and letters"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from survei.audit.choices import SYSTEM
from survei.cycle.choices import AssignmentState, CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.services import extend_cycle
from survei.invitation.letters import (
    LOST_LINK,
    NEW_LINK,
    NEW_RESULT_LINK,
    RESULT,
    task_lines,
)
from survei.invitation.models import Link
from survei.invitation.queries import INVITATION, REMINDER, REOPENING
from survei.invitation.replacement_letter import REPLACED_LINK
from survei.lifecycle.publishing import result_links
from survei.mail.writers import Message, NothingToSay, write
from survei.settings import Settings
from tests.invitation.conftest import NAMES, SmallCycle
from tests.invitation.links import make_link
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "snapshots"
TOKEN = "T" * 43


@pytest.fixture
def written(small: SmallCycle, settings: Settings) -> SmallCycle:
    """The small cycle with list links."""
    for rater in {rater for rater, _ in small.assignments}:
        make_link(small, rater)
    return small


def message(small: SmallCycle, kind: str, name: str, settings: Settings) -> Message:
    """The letter of a kind to one person."""
    settings = replace(settings, privacy_contact="BKPSDM, telepon 0411-123456")
    return write(kind, {"participant": small.people[name].id}, settings)


def shown(letter: Message, small: SmallCycle, name: str) -> tuple[str, str]:
    """Text (with the subject) and HTML, the token made the same for every run."""
    tokens = [letter.text.split("http://localhost/")[1].split("\n")[0].split("/")[1]]
    text = f"Subject: {letter.subject}\n\n{letter.text}".replace(tokens[0], TOKEN)
    return text, letter.html.replace(tokens[0], TOKEN)


@pytest.mark.parametrize(
    "kind",
    [INVITATION, REMINDER, REOPENING, NEW_LINK, RESULT, NEW_RESULT_LINK, LOST_LINK, REPLACED_LINK],
)
def test_letters_stay_as_they_were_agreed(
    written: SmallCycle, settings: Settings, kind: str
) -> None:
    result_links(written.cycle)
    person = "andi" if kind in (RESULT, NEW_RESULT_LINK) else "budi"
    text, html = shown(message(written, kind, person, settings), written, person)
    assert_snapshot(SNAPSHOTS / f"{kind}.txt", text)
    assert_snapshot(SNAPSHOTS / f"{kind}.html", html)


@pytest.mark.parametrize("kind", [INVITATION, REMINDER, REOPENING, NEW_LINK, REPLACED_LINK])
def test_no_ratee_is_named_and_nothing_is_fetched(
    written: SmallCycle, settings: Settings, kind: str
) -> None:
    letter = message(written, kind, "budi", settings)
    for name in NAMES.values():
        if name != NAMES["budi"]:
            assert name not in letter.text + letter.html
    assert "src=" not in letter.html
    assert "url(" not in letter.html


def test_a_name_with_markup_is_text(written: SmallCycle, settings: Settings) -> None:
    name = '"><img src=x onerror=alert(1)> {0.__class__} %(x)s {{7*7}} ${7*7}'
    Participant.update(name=name).execute()
    Cycle.update(name=name).execute()
    letter = message(written, INVITATION, "budi", settings)
    assert name in " ".join(letter.text.split())
    assert "<img" not in letter.html
    assert "{{7*7}} ${7*7}" in letter.html


@pytest.mark.parametrize("kind", [INVITATION, REMINDER, REOPENING, NEW_LINK, REPLACED_LINK])
def test_nothing_is_said_when_nothing_is_left(
    written: SmallCycle, settings: Settings, kind: str
) -> None:
    Assignment.update(state=AssignmentState.SUBMITTED).execute()
    with pytest.raises(NothingToSay):
        message(written, kind, "budi", settings)


@pytest.mark.parametrize("kind", [INVITATION, REMINDER, REOPENING])
def test_another_deadline_is_named_beside_the_announced_one(
    written: SmallCycle, settings: Settings, kind: str
) -> None:
    later = written.cycle.closes_at + timedelta(days=8)
    extend_cycle(written.cycle.id, closes_at=later, actor=SYSTEM)
    text = " ".join(message(written, kind, "budi", settings).text.split())
    assert "20 Desember 2026 pukul 23.59 WITA (diubah; semula 12 Desember 2026 pukul" in text


def test_nothing_is_said_after_the_closing(written: SmallCycle, settings: Settings) -> None:
    Cycle.update(state=CycleState.CLOSED).execute()
    with pytest.raises(NothingToSay):
        message(written, INVITATION, "budi", settings)


@pytest.mark.parametrize("kind", [INVITATION, RESULT])
def test_nothing_is_said_without_a_link(written: SmallCycle, settings: Settings, kind: str) -> None:
    Link.delete().execute()
    with pytest.raises(NothingToSay):
        message(written, kind, "budi", settings)


def test_tasks_are_told_by_relation() -> None:
    one = dict.fromkeys(Relation, 1)
    assert task_lines(one) == [
        "menilai diri sendiri",
        "menilai 1 pegawai yang Anda pimpin",
        "menilai 1 rekan",
        "menilai atasan Anda",
    ]
    assert task_lines({Relation.SUBORDINATE: 2}) == ["menilai 2 atasan"]
