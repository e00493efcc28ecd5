"""A rule of the cycle: answers that HR could have written are not enough to show a group."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from flask import Flask

from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.cycle.plan import Scheme
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import ReachedGroup
from survei.invitation.queries import link_of_participant, token_of
from survei.response.models import ConfidentialSubmission
from survei.result.choices import Showing
from survei.result.composition import make_result
from survei.result.models import QuestionStatistic
from survei.result.norms import Norms
from survei.result.queries import ratee_inputs
from survei.result.rules import are_own_enough, strict
from survei.result.stored_document import encode_result
from survei.staff.models import Employee
from tests.admin.reach_world import (
    PEERS,
    RULE,
    counted,
    print_slip,
    publish_page,
    published,
    raters,
    raters_of,
    send,
    settle,
    under_the_rule,
)
from tests.admin.test_links import GIVEN
from tests.cast import Cast
from tests.client import Browser
from tests.raters import Raters

__all__ = ["raters"]

pytestmark = pytest.mark.usefixtures("in_the_cycle")


def test_without_the_rule_the_group_is_shown(client: Browser, raters: Raters) -> None:
    print_slip(client, raters, "budi")
    send(client, raters, *PEERS)
    settle(raters)
    peers = published(raters).group(Relation.PEER)
    assert peers is not None
    assert (peers.showing, peers.n) == (Showing.SHOWN, 3)


def test_by_the_rule_it_counts_nowhere(
    app: Flask, client: Browser, cast: Cast, raters: Raters, tmp_path: Path
) -> None:
    under_the_rule()
    Employee.update(supervisor=cast.headmaster).where(
        Employee.id == raters.people["andi"].employee_id
    ).execute()
    print_slip(client, raters, "budi")
    send(client, raters, "nur", *PEERS)
    settle(raters)
    page = client.get(publish_page(raters)).text
    words = " ".join(page.split())
    assert "Menurut ketentuan periode ini kelompok berikut tidak ditampilkan" in page
    assert "Kelompok tertutup yang akan ditampilkan</dt> <dd> 0 </dd>" in words
    result = published(raters)
    peers = result.group(Relation.PEER)
    assert peers is not None
    assert (peers.showing, peers.n, peers.score, peers.weight_used) == (
        Showing.WITHHELD, None, None, 0,
    )  # fmt: skip
    for section in result.sections():
        assert section.cells[Relation.PEER].showing == Showing.WITHHELD
        assert section.cells[Relation.PEER].score is None
    assert Relation.PEER not in {comments.relation for comments in result.comments}
    assert "group_withheld_own" in {note.code for note in result.withheld}
    assert "rule_own_links" in {note.code for note in result.rules}
    asked = QuestionStatistic.select().where(QuestionStatistic.relation == Relation.PEER)
    assert not asked.exists()
    link = link_of_participant(raters.people["andi"].id, LinkPurpose.RESULT)
    assert link is not None
    own = client.get(f"/hasil/{token_of(link)}").text
    assert "pasti dikirim sendiri oleh penilainya kurang dari 3" in own
    for word in ("slip", "WhatsApp", "diserahkan", "pengelola SDM", GIVEN["reason"]):
        assert word not in own
    team = client.sign_in(cast.appraiser).get("/admin/tim/").text
    assert ("Andi Ma" in team, "Tidak cukup" in team, "Sudah cukup" in team) == (True, True, False)


def text_of(raters: Raters) -> str:
    """The document as it would be stored now."""
    (inputs,) = (
        one
        for one in ratee_inputs(Cycle.get())
        if one.ratee.participant_id == raters.people["andi"].id
    )
    norms = Norms()
    norms.add(inputs.groups, inputs.scheme)
    return encode_result(make_result(inputs, norms=norms, chance=Random(1)))


def test_nothing_tells_such_a_group_from_a_small_one(client: Browser, raters: Raters) -> None:
    """Nor, therefore, that anybody was handed a link."""
    under_the_rule()
    print_slip(client, raters, "budi")
    send(client, raters, "nur", *PEERS)
    settle(raters)
    with_handed = text_of(raters)
    ReachedGroup.delete().execute()
    assert text_of(raters) != with_handed
    one = ConfidentialSubmission.select().first()
    one.delete_instance()
    assert text_of(raters) == with_handed
    ConfidentialSubmission.delete().execute()
    assert text_of(raters) == with_handed


def test_a_group_that_has_enough_without_them_is_shown_whole(client: Browser, cast: Cast) -> None:
    raters = raters_of(client, cast, plan=RULE, peers=4)
    print_slip(client, raters, "budi")
    send(client, raters, *PEERS, "rekan4")
    settle(raters)
    assert counted() == [("peer", 4, 1)]
    peers = published(raters).group(Relation.PEER)
    assert peers is not None
    assert (peers.showing, peers.n) == (Showing.SHOWN, 4)


@pytest.mark.parametrize(
    ("is_rule", "n", "in_reach", "enough"),
    [
        (False, 3, 3, True),
        (True, 3, 0, True),
        (True, 3, 1, False),
        (True, 4, 1, True),
        (True, 9, 7, False),
        (True, 1, 0, True),
    ],
    ids=["no rule", "none", "one of three", "one of four", "most", "a named rater"],
)
def test_what_is_left_must_reach_the_threshold(
    is_rule: bool, n: int, in_reach: int, enough: bool
) -> None:
    scheme = strict(Scheme(least_by_own_links=is_rule, least_submissions=1))
    assert are_own_enough(scheme, n=n, in_reach=in_reach) == enough


def test_the_raters_are_told_of_the_rule(client: Browser, raters: Raters) -> None:
    said = "tanpa jawaban dari tautan yang diserahkan sebelum terkirim tidak ditampilkan"
    paths = (raters.path("budi"), f"/u/{raters.lists['budi']}")
    assert [said in client.get(path).text for path in paths] == [False, False]
    under_the_rule()
    assert [said in client.get(path).text for path in paths] == [True, True]
    assert said not in client.get(raters.path("nur")).text
