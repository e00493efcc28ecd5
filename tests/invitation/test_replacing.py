"""Replacing the links of a rater from two sides at the very same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from survei import clock
from survei.audit.choices import SYSTEM
from survei.database import database
from survei.errors import WrongState
from survei.invitation.models import Link
from survei.invitation.services import reissue_all
from survei.mail.models import Letter
from tests.held_keys import hold_own
from tests.invitation.conftest import KEY, NOW, SmallCycle, make_cycle
from tests.invitation.links import make_link

OFFICERS = 4


@pytest.fixture
def kept(committed_db: str) -> SmallCycle:
    """The small cycle with Budi's list and two forms, seen by other connections."""
    made = make_cycle()
    make_link(made, "budi")
    for ratee in ("andi", "citra"):
        make_link(made, "budi", ratee)
    return made


def test_each_thing_has_one_link_in_force_and_the_rater_one_letter(kept: SmallCycle) -> None:
    person = kept.people["budi"].id
    start = Barrier(OFFICERS)

    def replace(_: int) -> str:
        with database.connection_context():
            hold_own(link=KEY)
            start.wait(60)
            try:
                with clock.fixed(NOW):
                    reissue_all(person, actor=SYSTEM)
            except WrongState:
                return "refused"
            return "replaced"

    with ThreadPoolExecutor(OFFICERS) as officers:
        outcomes = set(officers.map(replace, range(OFFICERS)))
    in_force = [link.assignment_id for link in Link.select().where(Link.revoked_at.is_null())]
    assert len(in_force) == len(set(in_force)) == 3
    assert "replaced" in outcomes
    assert Letter.select().count() == 1
