"""The next form on a receipt is the first open one of the rater's list."""

from __future__ import annotations

import pytest

from survei.cycle.choices import AssignmentState, Relation
from survei.cycle.models import Assignment
from survei.invitation.models import Link
from survei.invitation.queries import path_of, tasks_of
from survei.invitation.remaining import remaining_of
from tests.raters import NOW, Raters, add_form_link, make_raters


@pytest.fixture
def raters(client: object) -> Raters:
    """Budi rates Andi as a peer, and everybody else in one more relation each."""
    made = make_raters()
    rest = [("nur", Relation.SUBORDINATE), ("dewi", Relation.SUPERVISOR), ("citra", Relation.PEER)]
    for who, relation in [*rest, ("budi", Relation.SELF)]:
        add_form_link(
            Assignment.create(
                cycle=made.cycle,
                rater=made.people["budi"],
                ratee=made.people[who],
                relation=relation,
                version=made.version,
            )
        )
    return made


def test_it_walks_the_list(raters: Raters) -> None:
    budi = raters.people["budi"].id
    seen = []
    while (rest := remaining_of(budi)).left:
        open_ones = [t for t in tasks_of(budi) if t.assignment.state == AssignmentState.OPEN]
        first = open_ones[0]
        assert (rest.left, rest.next_path, rest.next_name) == (
            len(open_ones), path_of(first.link), first.assignment.ratee.name)  # fmt: skip
        seen.append(first.assignment.relation)
        Assignment.update(state="submitted").where(Assignment.id == first.assignment.id).execute()
    assert seen == ["self", "supervisor", "peer", "peer", "subordinate"]
    assert rest.list_path == f"/u/{raters.lists['budi']}"


def test_revoked_links_lead_nowhere(raters: Raters) -> None:
    Link.update(revoked_at=NOW).execute()
    rest = remaining_of(raters.people["budi"].id)
    assert (rest.left, rest.next_path, rest.list_path) == (0, None, None)
