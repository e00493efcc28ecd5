"""Opening, revoking, issuing anew, reminding. Source: security.md B1, row 10; B7, row 82."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState, CycleState
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.rules import CycleNotReady
from survei.database import database
from survei.errors import WrongState
from survei.invitation import queries, services, token_lookup
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.services import AlreadyQueued, NoAddress
from survei.lifecycle.opening import open_cycle
from survei.lifecycle.publishing import result_links
from survei.lifecycle.reminding import send_reminders
from survei.mail.models import Letter
from tests.cycle.world import ACTOR, World
from tests.invitation.conftest import NOW, SmallCycle
from tests.invitation.links import make_link


@pytest.fixture
def opened(small: SmallCycle) -> SmallCycle:
    """The small cycle with all its links, as opening makes them."""
    for rater, ratee in small.assignments:
        make_link(small, rater, ratee)
    for rater in {rater for rater, _ in small.assignments}:
        make_link(small, rater)
    return small


def letters(kind: str) -> list[str]:
    """Addresses of the letters of a kind."""
    query = Letter.select().where(Letter.kind == kind).order_by(Letter.recipient)
    return [letter.recipient for letter in query]


def link_of(small: SmallCycle, rater: str, ratee: str | None = None) -> Link:
    """The link in force."""
    if ratee:
        link = queries.newest_link(small.assignments[rater, ratee].id)
    else:
        link = queries.link_of_participant(small.people[rater].id, LinkPurpose.LIST)
    assert link is not None
    return link


# --- opening ---------------------------------------------------------------------------------


def test_opening_makes_links_and_letters_together(world: World) -> None:
    cycle = world.cycle()
    steps: list[tuple[int, int]] = []
    counts = open_cycle(cycle.id, actor=ACTOR, progress=lambda *at: steps.append(at))
    assert (counts.participants, counts.assignments) == (13, 79)
    assert counts.links == 79 + 13
    assert counts.letters + counts.without_email == 13
    assert Letter.select().where(Letter.cycle_id == cycle.id).count() == counts.letters
    forms = Link.select().where(Link.purpose == LinkPurpose.FORM)
    assert sorted(link.assignment_id for link in forms) == sorted(a.id for a in Assignment)
    assert all(done <= total for done, total in steps)
    assert steps == sorted(steps)
    rater = Participant.get(Participant.cycle == cycle)
    for task in queries.tasks_of(rater):
        link = token_lookup.find_link(task.path.rsplit("/", 1)[1])
        assert link is not None
        assert link.assignment == task.assignment


def test_the_log_is_written_last(world: World) -> None:
    """On PostgreSQL whoever writes a line waits for the transaction that wrote the one before."""
    seen: list[int] = []
    opening = AuditEvent.select().where(AuditEvent.action == "cycle.open")
    open_cycle(world.cycle().id, actor=ACTOR, progress=lambda *_: seen.append(opening.count()))
    assert (set(seen), opening.count()) == ({0}, 1)


def test_a_rater_gets_one_letter_whatever_the_number_of_forms(world: World) -> None:
    open_cycle(world.cycle().id, actor=ACTOR)
    recipients = letters("invitation")
    assert len(recipients) == len(set(recipients))


def test_an_opening_that_fails_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle = world.cycle()

    def broken(*args: object, **kwargs: object) -> int:
        raise OSError("disk")

    monkeypatch.setattr("survei.invitation.issuing.post_letters", broken)
    with pytest.raises(OSError, match="disk"), database.atomic():
        open_cycle(cycle.id, actor=ACTOR)
    assert (Link.select().count(), Letter.select().count()) == (0, 0)
    assert Cycle.get_by_id(cycle.id).state == CycleState.DRAFT


def test_a_cycle_opens_once(world: World) -> None:
    cycle = world.cycle()
    open_cycle(cycle.id, actor=ACTOR)
    before = (Link.select().count(), Letter.select().count())
    with pytest.raises((WrongState, CycleNotReady)):
        open_cycle(cycle.id, actor=ACTOR)
    assert (Link.select().count(), Letter.select().count()) == before


def test_letters_wait_for_the_first_day(world: World) -> None:
    cycle = world.cycle()
    later = clock.now() + timedelta(days=1)
    Cycle.update(opens_at=later).where(Cycle.id == cycle.id).execute()
    open_cycle(cycle.id, actor=ACTOR)
    assert {letter.due_at for letter in Letter} == {later}


# --- one link --------------------------------------------------------------------------------


def test_new_links_replace_the_old_ones(opened: SmallCycle) -> None:
    person = opened.people["budi"].id
    old = [link_of(opened, "budi", "andi"), link_of(opened, "budi")]
    assert services.reissue_all(person, actor=SYSTEM) == 3
    new = [link_of(opened, "budi", "andi"), link_of(opened, "budi")]
    for before, after in zip(old, new, strict=True):
        found = token_lookup.find_link(queries.token_of(before))
        assert found is not None
        assert found.revoked_at == NOW
        assert queries.token_of(after) != queries.token_of(before)
        assert token_lookup.find_link(queries.token_of(after)) == after
    assert Link.select().where(Link.revoked_at.is_null(False)).count() == 3


def test_who_has_no_link_gets_none_by_replacing(small: SmallCycle) -> None:
    with pytest.raises(WrongState), database.atomic():
        services.reissue_all(small.people["budi"].id, actor=SYSTEM)
    assert Link.select().count() == AuditEvent.select().count() == 0


def test_a_revoked_form_is_no_longer_asked_for_and_can_come_back(opened: SmallCycle) -> None:
    link = link_of(opened, "budi", "andi")
    services.revoke_link(link, actor=SYSTEM)
    assignment = opened.assignments["budi", "andi"]
    assert Assignment.get_by_id(assignment.id).state == AssignmentState.REVOKED
    assert [task.assignment.ratee.name for task in queries.tasks_of(opened.people["budi"])] == [
        "Citra"
    ]
    with pytest.raises(WrongState):
        services.revoke_link(link, actor=SYSTEM)
    services.restore_form(link, actor=SYSTEM)
    assert Assignment.get_by_id(assignment.id).state == AssignmentState.OPEN


@pytest.mark.parametrize("state", [AssignmentState.SUBMITTED, AssignmentState.DECLINED])
def test_a_form_that_is_done_is_neither_revoked_nor_given_back(
    opened: SmallCycle, state: AssignmentState
) -> None:
    link = link_of(opened, "budi", "andi")
    Assignment.update(state=state).execute()
    for step in (services.revoke_link, services.restore_form):
        with pytest.raises(WrongState), database.atomic():
            step(link, actor=SYSTEM)
    assert link_of(opened, "budi", "andi") == link


def test_a_new_list_has_another_code(opened: SmallCycle) -> None:
    code = queries.code_of(link_of(opened, "budi"))
    services.reissue_all(opened.people["budi"].id, actor=SYSTEM)
    new = link_of(opened, "budi")
    assert token_lookup.find_code(queries.code_of(new)) == new
    found = token_lookup.find_code(code)
    assert found is not None
    assert found.revoked_at == NOW


def test_the_links_of_forms_that_are_done_are_replaced_as_well(opened: SmallCycle) -> None:
    """Their receipts lead to the list."""
    done = opened.assignments["budi", "citra"]
    Assignment.update(state=AssignmentState.SUBMITTED).where(Assignment.id == done.id).execute()
    before = link_of(opened, "budi", "citra")
    assert services.reissue_all(opened.people["budi"].id, actor=SYSTEM) == 3
    assert link_of(opened, "budi", "citra") != before
    assert Assignment.get_by_id(done.id).state == AssignmentState.SUBMITTED


def test_the_log_names_the_rater_and_never_the_token(opened: SmallCycle) -> None:
    services.reissue_all(opened.people["budi"].id, actor=SYSTEM)
    event = AuditEvent.select().order_by(AuditEvent.id.desc()).get()
    assert (event.action, event.object_kind) == ("link.reissue", "participant")
    assert event.object_id == str(opened.people["budi"].id)
    assert json.loads(event.details) == {"links": 3}


# --- letters ---------------------------------------------------------------------------------


def test_a_letter_is_sent_again_with_the_same_link(opened: SmallCycle) -> None:
    token = queries.token_of(link_of(opened, "budi"))
    services.send_again(opened.people["budi"].id, actor=SYSTEM)
    assert letters("invitation") == ["budi@example.go.id"]
    assert queries.token_of(link_of(opened, "budi")) == token
    with pytest.raises(AlreadyQueued), database.atomic():
        services.send_again(opened.people["budi"].id, actor=SYSTEM)


def test_whom_no_letter_reaches(opened: SmallCycle) -> None:
    with pytest.raises(NoAddress), database.atomic():
        services.send_again(opened.people["dewi"].id, actor=SYSTEM)
    Assignment.update(state=AssignmentState.SUBMITTED).execute()
    with pytest.raises(WrongState), database.atomic():
        services.send_again(opened.people["budi"].id, actor=SYSTEM)


def test_reminders_go_to_those_with_open_forms_once_a_day(opened: SmallCycle) -> None:
    done = opened.assignments["nur", "andi"]
    Assignment.update(state=AssignmentState.SUBMITTED).where(Assignment.id == done.id).execute()
    assert queries.is_anyone_to_remind(opened.cycle.id)
    assert send_reminders(opened.cycle.id, actor=SYSTEM) == 3
    assert letters("reminder") == [
        "andi@example.go.id", "budi@example.go.id", "citra@example.go.id"
    ]  # fmt: skip
    assert send_reminders(opened.cycle.id, actor=SYSTEM) == 0
    assert not queries.is_anyone_to_remind(opened.cycle.id)
    with clock.fixed(NOW + timedelta(days=1)):
        assert send_reminders(opened.cycle.id, actor=SYSTEM) == 3


def test_a_closed_cycle_reminds_nobody(opened: SmallCycle) -> None:
    Cycle.update(state=CycleState.CLOSED).execute()
    with pytest.raises(WrongState):
        send_reminders(opened.cycle.id, actor=SYSTEM)


def test_result_links_are_made_once(opened: SmallCycle) -> None:
    assert result_links(opened.cycle) == 2
    assert letters("result") == ["andi@example.go.id", "citra@example.go.id"]
    assert result_links(opened.cycle) == 0
    assert len(letters("result")) == 2
    link = queries.link_of_participant(opened.people["andi"].id, LinkPurpose.RESULT)
    assert link is not None
    assert re.fullmatch(r"/hasil/[\w-]{43}", queries.path_of(link))
