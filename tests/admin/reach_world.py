"""A cycle whose raters have sent nothing yet, while HR can hand out their links."""

from __future__ import annotations

import pytest

from survei.cycle.models import Cycle, Participant
from survei.cycle.plan import Plan, Scheme, encode_plan
from survei.invitation.models import ReachedGroup
from survei.invitation.queries import newest_link, token_of
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.lifecycle.publishing import publish_results
from survei.result.document import ResultDocument
from survei.result.models import Result
from survei.result.stored_document import decode_result
from tests.admin.test_links import GIVEN
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import ACTOR
from tests.raters import SENT, Raters, make_raters

RULE = Plan(scheme=Scheme(least_by_own_links=True))
PEERS = ("budi", "citra", "dewi")


@pytest.fixture
def raters(client: Browser, cast: Cast) -> Raters:
    """Nobody has sent anything; HR is signed in."""
    return raters_of(client, cast)


def raters_of(client: Browser, cast: Cast, *, plan: Plan | None = None, peers: int = 3) -> Raters:
    """The same with another plan, or more peers."""
    raters = make_raters(unit=cast.school, plan=plan, peers=peers)
    Participant.update(whatsapp="6281234567890").execute()
    client.sign_in(cast.hr)
    return raters


def under_the_rule() -> None:
    """The cycle was opened with it."""
    Cycle.update(plan=encode_plan(RULE)).execute()


def send(client: Browser, raters: Raters, *who: str) -> None:
    """Each by the newest link of the own form."""
    for name in who:
        link = newest_link(raters.assignment(name).id)
        assert link is not None
        answer = client.post(f"/f/{token_of(link)}", data=SENT)
        assert answer.status_code == 303, name


def print_slip(client: Browser, raters: Raters, *who: str) -> None:
    for name in who:
        address = f"/admin/penilai/slip/?id={raters.people[name].id}"
        assert client.submit(address, GIVEN).status_code == 200


def settle(raters: Raters) -> None:
    close_cycle(raters.cycle.id, actor=ACTOR)
    compute_results(raters.cycle.id, actor=ACTOR)


def counted() -> list[tuple[str, int, int]]:
    """(relation, answers, of them in reach) of each group that has any."""
    rows = ReachedGroup.select().order_by(ReachedGroup.ratee, ReachedGroup.relation)
    return [(row.relation, row.answers, row.in_reach) for row in rows]


def published(raters: Raters) -> ResultDocument:
    publish_results(raters.cycle.id, actor=ACTOR)
    return decode_result(Result.get(Result.ratee == raters.people["andi"].id).document)


def publish_page(raters: Raters) -> str:
    return f"/admin/hasil/{raters.cycle.id}/"
