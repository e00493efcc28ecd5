"""Mails and their records do not stay for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.keys import use_keys
from survei.mail.letters import TEST
from survei.mail.models import Letter
from survei.mail.services import post_letter
from survei.mail.transports import mail_folder, make_transport
from survei.purge.services import purge
from survei.retention.choices import DataClass
from survei.settings import Settings
from survei.worker import schedule
from tests.delivering import deliver_due


@pytest.fixture
def landed(db: None, settings: Settings) -> Letter:
    """A letter that landed in the instance folder just now."""
    use_keys(settings.keys)
    letter = post_letter(TEST, recipient="a@example.go.id", payload={"name": "Andi"})
    deliver_due(make_transport(settings), settings)
    assert (mail_folder(settings) / f"{letter.id}.eml").is_file()
    return letter


@pytest.mark.parametrize(("days", "files"), [(30, 1), (31, 0)])
def test_a_landed_mail_is_deleted_after_thirty_days(
    landed: Letter, settings: Settings, days: int, files: int
) -> None:
    with clock.fixed(clock.now() + timedelta(days=days)):
        counts = purge(settings, actor=SYSTEM).counts
    assert DataClass.LANDED_MAILS in counts or files
    assert len(list(mail_folder(settings).iterdir())) == files


def test_the_schedule_keeps_house(landed: Letter, settings: Settings) -> None:
    with clock.fixed(clock.now() + timedelta(days=91)):
        for job in schedule.periodic_tasks(settings):
            job.run()
    assert Letter.select().count() == 0
    assert list(mail_folder(settings).iterdir()) == []
