"""A form that comes back in the very moment in which its rater's list is handed out."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from survei.audit.choices import SYSTEM
from survei.cycle.choices import AssignmentState, DeclineReason
from survei.cycle.models import Assignment
from survei.database import database, is_sqlite
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.handouts import Occasion, hand_out
from survei.invitation.models import Link
from survei.invitation.queries import link_of_participant, newest_link
from survei.invitation.services import restore_form, revoke_link
from survei.response.finishing import decline, take_back_decline
from tests.raters import Raters

SLIP = Occasion(HandoutWay.SLIP, "Surel tidak sampai.", SYSTEM)
#: Who waits for a lock, as the server tells it.
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def list_of(raters: Raters) -> Link:
    found = link_of_participant(raters.people["budi"].id, LinkPurpose.LIST)
    assert found
    return found


def declined(raters: Raters) -> Callable[[], object]:
    assert decline(raters.link("budi"), reason=next(iter(DeclineReason)), note="")
    return lambda: take_back_decline(raters.link("budi"))


def revoked(raters: Raters) -> Callable[[], object]:
    link = raters.link("budi")
    revoke_link(link, actor=SYSTEM)
    return lambda: restore_form(link, actor=SYSTEM)


@pytest.mark.parametrize("prepare", [declined, revoked])
def test_it_is_in_reach(raters: Raters, prepare: Callable[[Raters], Callable[[], object]]) -> None:
    form = raters.assignment("budi").id
    come_back = prepare(raters)

    def print_slip() -> None:
        with database.connection_context():
            hand_out([list_of(raters)], SLIP)

    if is_sqlite():  # one writer: one after the other
        come_back()
        print_slip()
    else:
        at_once(come_back, print_slip)
    assert list_of(raters).is_handed_out
    link = newest_link(form)
    assert link
    assert Assignment.get_by_id(form).state == AssignmentState.OPEN
    assert link.is_handed_out


def at_once(first: Callable[[], object], second: Callable[[], None]) -> None:
    """`second` begins, and waits or ends, before the transaction of `first` ends."""
    thread = threading.Thread(target=second)
    with database.atomic():
        assert first()
        thread.start()
        while thread.is_alive() and not database.execute_sql(WAITING).fetchone()[0]:
            thread.join(0.05)
    thread.join(30)
    assert not thread.is_alive()
