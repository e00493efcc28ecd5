"""What a token opens, in one SELECT."""

from __future__ import annotations

import pytest

from survei.clock import now
from survei.cycle.choices import Relation
from survei.invitation import queries, token_lookup
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from tests.invitation.conftest import CLOSES, NOW, SmallCycle
from tests.invitation.links import make_link


def test_a_form_link_brings_everything_in_one_select(
    small: SmallCycle, statements: list[str]
) -> None:
    token = make_link(small, "budi", "andi")
    statements.clear()
    link = token_lookup.find_link(token + ".")
    assert link is not None
    assert link.assignment.relation == Relation.PEER
    assert link.assignment.done_on is None
    assert link.assignment.ratee.name == "Andi Ma'ruf"
    assert link.assignment.rater.name == link.participant.name == "Budi Santoso, S.Kom."
    assert link.assignment.cycle.closes_at == link.participant.cycle.closes_at == CLOSES
    assert link.assignment.cycle.period_start.year == 2026
    assert link.revoked_at is None
    assert len(statements) == 1
    assert not link.is_dirty()


def test_a_list_link_has_no_assignment(small: SmallCycle) -> None:
    link = token_lookup.find_link(make_link(small, "nur"))
    assert link is not None
    assert link.purpose == LinkPurpose.LIST
    assert link.assignment is None
    assert link.participant.cycle == small.cycle


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "\0", "\ud800", "x" * 10_000])
def test_an_unknown_or_damaged_token_is_none(small: SmallCycle, token: str) -> None:
    assert token_lookup.find_link(token) is None


def test_a_revoked_link_is_still_found(small: SmallCycle) -> None:
    token = make_link(small, "budi", "andi")
    Link.update(revoked_at=now()).execute()
    link = token_lookup.find_link(token)
    assert link is not None
    assert link.revoked_at == NOW


def test_a_code_finds_its_list(small: SmallCycle) -> None:
    token = make_link(small, "budi")
    link = token_lookup.find_link(token)
    assert link is not None
    code = queries.code_of(link)
    assert token_lookup.find_code(code.lower().replace("-", " ")) == link
    assert token_lookup.find_code("0000-0000-0000") is None
    assert token_lookup.find_code("") is None


def test_urls_are_short_and_come_from_the_base_url(small: SmallCycle) -> None:
    token = make_link(small, "budi", "andi")
    link = token_lookup.find_link(token)
    assert link is not None
    url = queries.url_of(link, "https://penilaian.makassarkota.go.id")
    assert url == f"https://penilaian.makassarkota.go.id/f/{token}"
    assert len(url) <= 120


def test_tasks_stand_by_relation_and_name(small: SmallCycle, statements: list[str]) -> None:
    tokens = [make_link(small, "budi", "citra"), make_link(small, "budi", "andi")]
    statements.clear()
    tasks = queries.tasks_of(small.people["budi"])
    assert [task.assignment.ratee.name for task in tasks] == ["Andi Ma'ruf", "Citra"]
    assert [task.path for task in tasks] == [f"/f/{token}" for token in reversed(tokens)]
    assert len(statements) == 1
