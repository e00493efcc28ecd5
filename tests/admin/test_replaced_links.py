"""A link is replaced together with all that its rater has in the cycle, and nothing that HR saw
opens any of it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survei.cycle.choices import AssignmentState, Relation
from survei.cycle.models import Assignment, Participant
from survei.database import database
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.distribution import form_urls
from survei.invitation.handouts import for_reason, hand_out_cycle
from survei.invitation.letters import NEW_LINK
from survei.invitation.models import Link
from survei.invitation.queries import EVERYONE, code_of, path_of, token_of
from survei.invitation.replacement_letter import REPLACED_LINK
from survei.invitation.replacing import post_new_links, replace_all_links
from survei.invitation.reporting import report_submission
from survei.invitation.services import reissue_all
from survei.mail.choices import LetterState
from survei.mail.models import Letter
from survei.mail.writers import write
from survei.settings import Settings
from tests.admin.reach_world import PEERS, counted, print_slip, raters, send, settle
from tests.admin.test_links import GIVEN
from tests.client import Browser
from tests.cycle.world import ACTOR
from tests.raters import SENT, Raters, add_form_link

__all__ = ["raters"]

pytestmark = pytest.mark.usefixtures("in_the_cycle")

#: What Budi rates beside Andi: by state when HR sees the links.
OTHERS = {"sent": "nur", "declined": "eko", "open": "citra"}


@pytest.fixture
def others(client: Browser, raters: Raters) -> dict[str, Assignment]:
    """Budi rates four people: one form sent, one declined, two open."""
    made = {
        state: Assignment.create(
            cycle=raters.cycle,
            rater=raters.people["budi"],
            ratee=raters.people[ratee],
            relation=Relation.PEER,
            version=raters.version,
        )
        for state, ratee in OTHERS.items()
    }
    for form in made.values():
        add_form_link(form)
    client.post(path_in_force(made["sent"]), data=SENT)
    client.post(f"{path_in_force(made['declined'])}/decline", data={"reason": "conflict"})
    return made


def held(raters: Raters, who: str = "budi") -> list[Link]:
    """All links in force of one rater."""
    person = raters.people[who]
    return list(Link.select().where((Link.participant == person) & Link.revoked_at.is_null()))


def path_in_force(form: Assignment) -> str:
    return path_of(Link.get((Link.assignment == form) & Link.revoked_at.is_null()))


def state_of(form: Assignment) -> str:
    return str(Assignment.get_by_id(form.id).state)


def by_office(raters: Raters, others: dict[str, Assignment]) -> None:
    reissue_all(raters.people["budi"].id, actor=ACTOR)


def by_report(raters: Raters, others: dict[str, Assignment]) -> None:
    link = Link.get((Link.assignment == others["sent"]) & Link.revoked_at.is_null())
    report_submission(link)


def by_adopted_key(raters: Raters, others: dict[str, Assignment]) -> None:
    with database.atomic():
        replace_all_links()
        post_new_links()


Way = Callable[[Raters, dict[str, Assignment]], None]
WAYS = pytest.mark.parametrize("replace", [by_office, by_report, by_adopted_key])


@WAYS
def test_nothing_that_was_seen_opens_anything(
    client: Browser, raters: Raters, others: dict[str, Assignment], replace: Way
) -> None:
    print_slip(client, raters, "budi")
    seen = held(raters)
    paths, codes = [path_of(link) for link in seen], [code_of(one) for one in seen if one.code_hash]
    assert len(paths) == 5
    replace(raters, others)
    fresh = [path_of(link) for link in held(raters)]
    assert len(fresh) == 5
    for path in paths:
        page = client.get(path)
        assert (page.status_code, [one for one in fresh if one in page.text]) == (410, []), path
        assert client.post(path, data=SENT).status_code in (405, 410)
        assert client.post(f"{path}/decline", data={"batal": "1"}).status_code in (404, 405, 410)
        assert client.post(f"{path}/bukan-saya", data={"yakin": "1"}).status_code in (404, 410)
    for code in codes:
        assert client.post("/kode", data={"kode": code}).status_code in (410, 422)
    assert state_of(others["declined"]) == AssignmentState.DECLINED
    assert state_of(others["open"]) == AssignmentState.OPEN
    assert {client.get(path).status_code for path in fresh} == {200}


@WAYS
def test_what_is_sent_afterwards_is_out_of_reach(
    client: Browser, raters: Raters, others: dict[str, Assignment], replace: Way
) -> None:
    print_slip(client, raters, "budi")
    replace(raters, others)
    client.post(f"{path_in_force(others['declined'])}/decline", data={"batal": "1"})
    for form in (others["declined"], others["open"]):
        assert client.post(path_in_force(form), data=SENT).status_code == 303
    send(client, raters, *PEERS)
    assert not Assignment.select().where(Assignment.sent_in_reach).exists()


@pytest.mark.parametrize("first", ["office", "nobody"])
def test_whatever_hr_saw_counts(
    client: Browser, raters: Raters, others: dict[str, Assignment], first: str
) -> None:
    """Also a form that was declined when the list was seen, and after links were replaced once."""
    print_slip(client, raters, "budi")
    if first == "office":
        by_office(raters, others)
        print_slip(client, raters, "budi")
    client.post(f"{path_in_force(others['declined'])}/decline", data={"batal": "1"})
    for form in (others["declined"], others["open"]):
        assert client.post(path_in_force(form), data=SENT).status_code == 303
    send(client, raters, *PEERS)
    settle(raters)
    assert sorted(counted()) == [("peer", 1, 1), ("peer", 1, 1), ("peer", 3, 1)]


def test_a_form_that_comes_back_is_on_the_list_that_was_seen(
    client: Browser, raters: Raters, others: dict[str, Assignment]
) -> None:
    """Taking a form away and giving it back replaces no link, so the new one stays in reach."""
    print_slip(client, raters, "budi")
    kept = {path_of(link) for link in held(raters)}
    form = raters.assignment("budi")
    address = f"/admin/penilai/langkah/?id={raters.people['budi'].id}"
    for step in ("revoke", "restore"):
        client.submit(address, {"step": step, "form": form.id, "confirmed": 1})
    assert len(kept & {path_of(link) for link in held(raters)}) == 4
    send(client, raters, *PEERS)
    settle(raters)
    assert counted() == [("peer", 3, 1)]


def test_an_export_holds_nothing_that_was_replaced_meanwhile(
    client: Browser, raters: Raters, others: dict[str, Assignment]
) -> None:
    """Between the note that links are handed out and the file that holds them."""
    occasion = for_reason(HandoutWay.EXPORT, GIVEN["reason"], ACTOR)
    hand_out_cycle(raters.cycle.id, EVERYONE, occasion)
    by_office(raters, others)
    urls = " ".join(row[3] for row in form_urls(raters.cycle.id, ""))
    assert [token_of(link) for link in held(raters) if token_of(link) in urls] == []
    assert raters.tokens["citra"] in urls


# --- letters ---------------------------------------------------------------------------------


def kinds() -> list[str]:
    return sorted(letter.kind for letter in Letter.select())


def test_one_letter_brings_what_is_new(
    client: Browser, raters: Raters, others: dict[str, Assignment], settings: Settings
) -> None:
    by_office(raters, others)
    by_office(raters, others)  # pressed twice
    letter = Letter.get()
    assert (kinds(), letter.lane) == ([REPLACED_LINK], "account")
    text = write(letter.kind, {"participant": letter.participant_id}, settings).text
    (listed,) = [link for link in held(raters) if link.purpose == LinkPurpose.LIST]
    assert path_of(listed) in text
    assert "isian yang belum terkirim perlu diisi kembali" in " ".join(text.split())
    assert "menilai 2 rekan" in text


def test_a_letter_that_is_on_its_way_may_hold_the_old_link(
    client: Browser, raters: Raters, others: dict[str, Assignment]
) -> None:
    by_office(raters, others)
    Letter.update(state=LetterState.SENDING).execute()
    by_office(raters, others)
    assert kinds() == [REPLACED_LINK, REPLACED_LINK]


def test_who_has_sent_everything_still_gets_it(
    client: Browser, raters: Raters, settings: Settings
) -> None:
    """Else whoever sent in somebody's name would take the receipt, and the report, from them."""
    send(client, raters, "budi")
    reissue_all(raters.people["budi"].id, actor=ACTOR)
    letter = Letter.get()
    text = write(letter.kind, {"participant": letter.participant_id}, settings).text
    (listed,) = [link for link in held(raters) if link.purpose == LinkPurpose.LIST]
    assert path_of(listed) in text
    assert "/bukan-saya" in client.get(path_of(listed)).text


def test_without_an_address_nothing_is_posted(client: Browser, raters: Raters) -> None:
    Participant.update(email=None).execute()
    assert reissue_all(raters.people["budi"].id, actor=ACTOR) == 2
    assert kinds() == []


def test_after_a_report_all_goes_by_mail_alone(
    client: Browser, raters: Raters, others: dict[str, Assignment], settings: Settings
) -> None:
    print_slip(client, raters, "budi")
    by_report(raters, others)
    by_office(raters, others)
    assert not any(link.is_handed_out for link in held(raters))
    refused = client.submit(f"/admin/penilai/slip/?id={raters.people['budi'].id}", GIVEN)
    assert "<svg" not in refused.text
    to_budi = Letter.select().where(Letter.participant_id == raters.people["budi"].id)
    assert [letter.kind for letter in to_budi] == ["dispute_reported"], (
        "it is not sent yet, and will bring the newest"
    )
    text = write(
        "dispute_reported",
        {"participant": raters.people["budi"].id, "assignment": others["sent"].id},
        settings,
    ).text
    (listed,) = [link for link in held(raters) if link.purpose == LinkPurpose.LIST]
    assert path_of(listed) in text


def test_an_adopted_key_ends_what_ended_at_the_same_moment_only_once(
    client: Browser, raters: Raters, others: dict[str, Assignment]
) -> None:
    by_office(raters, others)
    by_adopted_key(raters, others)
    assert len(held(raters)) == 5
    assert NEW_LINK in kinds()
