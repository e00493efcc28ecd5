"""Mails and their records do not stay for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survei import clock, worker
from survei.audit.models import AuditEvent
from survei.mail import retention
from survei.mail.choices import LetterState
from survei.mail.delivery import deliver_due
from survei.mail.letters import TEST
from survei.mail.models import Letter
from survei.mail.services import post_letter
from survei.mail.transports import mail_folder, make_transport
from survei.settings import Settings


@pytest.fixture
def landed(db: None, settings: Settings) -> Letter:
    """A letter that landed in the instance folder just now."""
    worker.prepare_keys(settings)
    letter = post_letter(TEST, recipient="a@example.go.id", payload={"name": "Andi"})
    deliver_due(make_transport(settings), settings)
    assert (mail_folder(settings) / f"{letter.id}.eml").is_file()
    return letter


@pytest.mark.parametrize(("days", "files"), [(29, 1), (31, 0)])
def test_a_landed_mail_is_deleted_after_thirty_days(
    landed: Letter, settings: Settings, days: int, files: int
) -> None:
    with clock.fixed(clock.now() + timedelta(days=days)):
        assert retention.drop_landed(settings) == 1 - files
    assert len(list(mail_folder(settings).iterdir())) == files
    lines = [line.details for line in AuditEvent.select()]
    assert lines == ['{"letters": 1}'] * (1 - files)


@pytest.mark.parametrize(("days", "rows"), [(89, 1), (91, 0)])
def test_the_record_of_a_letter_is_deleted_after_ninety_days(
    landed: Letter, days: int, rows: int
) -> None:
    with clock.fixed(clock.now() + timedelta(days=days)):
        assert retention.drop_records() == 1 - rows
    assert Letter.select().count() == rows


def test_a_letter_that_waits_is_kept(db: None) -> None:
    post_letter(TEST, recipient="a@example.go.id", payload={"name": "Andi"})
    with clock.fixed(clock.now() + timedelta(days=400)):
        assert retention.drop_records() == 0
    assert Letter.get().state == LetterState.QUEUED


def test_the_schedule_keeps_house(landed: Letter, settings: Settings) -> None:
    with clock.fixed(clock.now() + timedelta(days=91)):
        for job in worker.jobs(settings):
            job.run()
    assert Letter.select().count() == 0
    assert list(mail_folder(settings).iterdir()) == []
