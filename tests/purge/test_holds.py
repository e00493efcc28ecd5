"""A legal hold keeps everything of its cycle, and nothing of others, until it is lifted."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.audit.queries import verify
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.errors import NotFound, WrongState
from survei.keys import use_keys
from survei.mail.transports import mail_folder
from survei.purge.holds import AlreadyHeld, ReasonMissing, lift_hold, place_hold
from survei.purge.queries import class_statuses, hold_of
from survei.purge.services import purge
from survei.response.models import Draft
from survei.retention.choices import DataClass as D
from survei.settings import Settings
from tests.purge.world import AUTHOR, CLOSED, World, counts, make_job, make_letter, make_world

LATER = CLOSED + timedelta(days=4000)
REASON = "Sengketa hasil di PTUN Makassar"


@pytest.fixture
def world(db: None, settings: Settings) -> World:
    """A cycle that was closed and published."""
    use_keys(settings.keys)
    return make_world()


def test_nothing_of_a_held_cycle_goes(world: World, settings: Settings) -> None:
    make_job(CLOSED, world.cycle.id)
    make_letter(CLOSED, None)
    landed = mail_folder(settings)
    landed.mkdir(parents=True, exist_ok=True)
    for letter in ("of-nobody", make_letter(CLOSED, world.cycle.id).id):
        path = landed / f"{letter}.eml"
        path.write_text("x")
        os.utime(path, (CLOSED.timestamp(), CLOSED.timestamp()))
    place_hold(world.cycle.id, reason=REASON, actor=AUTHOR)
    before, lines = counts(), AuditEvent.select().count()
    with clock.fixed(LATER):
        purged = purge(settings, actor=SYSTEM)
    assert purged.counts == {D.MAIL_RECORDS: 1, D.LANDED_MAILS: 1, D.JOB_FILES: 1}
    assert counts() == before | {"letter": before["letter"] - 1}
    assert Draft.select().count() == 1
    assert AuditEvent.select().count() == lines + 1
    assert world.cycle.answers_erased_at is None


def test_the_page_and_the_command_see_what_a_hold_keeps(world: World, settings: Settings) -> None:
    place_hold(world.cycle.id, reason=REASON, actor=AUTHOR)
    with clock.fixed(LATER):
        found = {one.data: (one.due, one.held) for one in class_statuses(settings)}
    assert found[D.SUBMISSIONS] == (0, 3)
    assert found[D.RESULTS] == (0, 1)
    assert found[D.SESSIONS] == (0, 0)


def test_once_it_is_lifted_the_next_run_takes_what_is_due(world: World, settings: Settings) -> None:
    hold = place_hold(world.cycle.id, reason=REASON, actor=AUTHOR)
    lift_hold(hold.id, reason="Putusan sudah berkekuatan tetap", actor=AUTHOR)
    with clock.fixed(LATER):
        purge(settings, actor=SYSTEM)
    assert counts()["confidential_submission"] == counts()["result"] == 0
    assert hold_of(world.cycle.id) is None


def test_holds_of_other_cycles_change_nothing(world: World, settings: Settings) -> None:
    row = Cycle.select().where(Cycle.id == world.cycle.id).dicts().get()
    other = Cycle.create(**{key: value for key, value in row.items() if key != "id"})
    place_hold(other.id, reason=REASON, actor=AUTHOR)
    with clock.fixed(LATER):
        purge(settings, actor=SYSTEM)
    assert counts()["confidential_submission"] == 0


def test_both_steps_leave_a_line_with_the_reason(world: World, settings: Settings) -> None:
    hold = place_hold(world.cycle.id, reason=f"  {REASON}\n", actor=AUTHOR)
    lift_hold(hold.id, reason="Perkara dicabut", actor=AUTHOR)
    told = [
        (line.action, line.object_id, json.loads(line.details))
        for line in AuditEvent.select().where(AuditEvent.action.startswith("retention."))
    ]
    number = str(world.cycle.id)
    assert told == [
        ("retention.hold", number, {"reason": REASON}),
        ("retention.lift", number, {"reason": "Perkara dicabut"}),
    ]
    assert verify(settings.keys.audit).is_intact


def test_what_cannot_be_done_says_so(world: World) -> None:
    hold = place_hold(world.cycle.id, reason=REASON, actor=AUTHOR)
    with pytest.raises(AlreadyHeld):
        place_hold(world.cycle.id, reason=REASON, actor=AUTHOR)
    with pytest.raises(ReasonMissing):
        lift_hold(hold.id, reason="  selesai ", actor=AUTHOR)
    lift_hold(hold.id, reason="Perkara dicabut", actor=AUTHOR)
    with pytest.raises(WrongState):
        lift_hold(hold.id, reason="Perkara dicabut", actor=AUTHOR)
    with pytest.raises(NotFound):
        lift_hold(0, reason="Perkara dicabut", actor=AUTHOR)
    Cycle.update(state=CycleState.DRAFT).execute()
    with pytest.raises(WrongState):
        place_hold(world.cycle.id, reason=REASON, actor=AUTHOR)
