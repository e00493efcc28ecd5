"""How many answers of a group others than their raters could have written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from survei import clock
from survei.cycle.choices import Relation
from survei.cycle.models import Assignment
from survei.invitation.choices import DisputeDecision
from survei.invitation.models import HandedLink, Link
from survei.invitation.queries import newest_link, token_of
from survei.invitation.reporting import report_submission
from survei.invitation.services import reissue_all, send_again
from survei.lifecycle.box_opening import BoxMismatch, decide_box, mismatch_of
from survei.lifecycle.closing import close_cycle
from survei.lifecycle.computing import compute_results
from survei.lifecycle.disputing import decide_dispute
from survei.mail.outbox_sender import OutboxSender
from survei.purge.services import purge
from survei.response.models import SealedSubmission
from survei.settings import Settings
from tests.admin.reach_world import (
    PEERS,
    counted,
    print_slip,
    raters,
    raters_of,
    send,
    settle,
)
from tests.admin.test_links import GIVEN
from tests.cast import Cast
from tests.client import Browser
from tests.cycle.world import ACTOR
from tests.raters import NOW, SENT, Raters, add_form_link

__all__ = ["raters"]

pytestmark = pytest.mark.usefixtures("in_the_cycle")


def by_slip(client: Browser, raters: Raters, settings: Settings) -> None:
    print_slip(client, raters, "budi")


def by_whatsapp(client: Browser, raters: Raters, settings: Settings) -> None:
    address = f"/admin/penilai/whatsapp/?id={raters.people['budi'].id}"
    assert client.submit(address, GIVEN).status_code == 200


def by_letter(client: Browser, raters: Raters, settings: Settings) -> None:
    letter = send_again(raters.people["budi"].id, actor=ACTOR)
    OutboxSender(settings).deliver()
    assert client.submit(f"/admin/surel/tautan/?id={letter.id}", GIVEN).status_code == 200


def by_export(client: Browser, raters: Raters, settings: Settings) -> None:
    send(client, raters, "citra", "dewi")
    fields = {"cycle": raters.cycle.id, **GIVEN}
    assert client.submit("/admin/penilai/unduh/", fields).status_code == 200


def by_command(client: Browser, raters: Raters, settings: Settings) -> None:
    send(client, raters, "citra", "dewi")
    file = settings.instance / "links.csv"
    args = ["links", "export", str(raters.cycle.id), "-o", str(file), "--reason", GIVEN["reason"]]
    assert client.application.test_cli_runner().invoke(args=args).exit_code == 0


@pytest.mark.parametrize("way", [by_slip, by_whatsapp, by_letter, by_export, by_command])
def test_each_way_to_have_a_link_counts(
    client: Browser,
    raters: Raters,
    settings: Settings,
    way: Callable[[Browser, Raters, Settings], None],
) -> None:
    way(client, raters, settings)
    send(client, raters, "budi", "nur")
    if way not in (by_export, by_command):
        send(client, raters, "citra", "dewi")
    settle(raters)
    assert counted() == [("peer", 3, 1)]
    assert not Assignment.select().where(Assignment.sent_in_reach).exists()


def test_the_own_link_by_mail_does_not(client: Browser, raters: Raters, settings: Settings) -> None:
    letter = send_again(raters.people["budi"].id, actor=ACTOR)
    OutboxSender(settings).deliver()
    client.get(f"/admin/surel/details/?id={letter.id}")  # masked
    send(client, raters, *PEERS)
    settle(raters)
    assert counted() == []


def test_what_was_sent_before_does_not(client: Browser, raters: Raters) -> None:
    send(client, raters, *PEERS)
    print_slip(client, raters, "budi")
    settle(raters)
    assert counted() == []


def test_new_links_that_nobody_had_do_not(client: Browser, raters: Raters) -> None:
    print_slip(client, raters, "budi")
    reissue_all(raters.people["budi"].id, actor=ACTOR)
    send(client, raters, *PEERS)
    settle(raters)
    assert counted() == []


def test_a_report_takes_nothing_off_what_was_sent_and_ends_it_for_the_rest(
    client: Browser, raters: Raters
) -> None:
    """Budi's forms about two people: one sent while HR had his links, one after the report."""
    other = Assignment.create(
        cycle=raters.cycle,
        rater=raters.people["budi"],
        ratee=raters.people["nur"],
        relation=Relation.SUBORDINATE,
        version=raters.version,
    )
    add_form_link(other)
    print_slip(client, raters, "budi")
    send(client, raters, *PEERS)
    report_submission(raters.link("budi"))
    link = newest_link(other.id)
    assert link is not None
    assert not link.is_handed_out
    assert client.post(f"/f/{token_of(link)}", data=SENT).status_code == 303
    decide_dispute(
        raters.assignment("budi").id, DisputeDecision.KEEP, reason="Tidak terbukti.", actor=ACTOR
    )
    settle(raters)
    assert counted() == [("peer", 3, 1)]


def test_a_form_that_was_declined_when_the_list_was_handed_out(
    client: Browser, raters: Raters
) -> None:
    """Whoever has the list takes the declining back."""
    client.post(f"{raters.path('budi')}/decline", data={"reason": "conflict"})
    print_slip(client, raters, "budi")
    client.post(f"{raters.path('budi')}/decline", data={"batal": "1"})
    page = client.get(raters.path("budi")).text
    assert "Tautan Anda dicetak" in page
    send(client, raters, *PEERS)
    settle(raters)
    assert counted() == [("peer", 3, 1)]


def test_a_handout_is_told_once_after_declining_and_coming_back(
    client: Browser, raters: Raters
) -> None:
    print_slip(client, raters, "budi")
    client.post(f"{raters.path('budi')}/decline", data={"reason": "conflict"})
    client.post(f"{raters.path('budi')}/decline", data={"batal": "1"})
    form = raters.link("budi")
    assert HandedLink.select().where(HandedLink.link == form).count() == 1


def test_named_raters_are_not_counted(client: Browser, raters: Raters) -> None:
    print_slip(client, raters, "nur", "andi")
    send(client, raters, "nur", "andi", *PEERS)
    settle(raters)
    assert counted() == []


def test_answers_that_are_missing_from_the_box_are_no_others(client: Browser, cast: Cast) -> None:
    """Four were sent, three are left of them, one by a link in reach."""
    raters = raters_of(client, cast, peers=4)
    print_slip(client, raters, "budi")
    send(client, raters, *PEERS, "rekan4")
    close_cycle(raters.cycle.id, actor=ACTOR)
    SealedSubmission.select().first().delete_instance()
    with pytest.raises(BoxMismatch):
        compute_results(raters.cycle.id, actor=ACTOR)
    assert counted() == []
    found = mismatch_of(raters.cycle.id)
    assert found is not None
    decide_box(raters.cycle.id, about=found.digest, reason="Sudah diperiksa.", actor=ACTOR)
    compute_results(raters.cycle.id, actor=ACTOR)
    assert counted() == [("peer", 3, 1)]


@pytest.mark.parametrize("purged", ["before", "after"])
def test_the_count_outlives_the_links(
    client: Browser, raters: Raters, settings: Settings, purged: str
) -> None:
    print_slip(client, raters, "budi")
    send(client, raters, *PEERS)
    close_cycle(raters.cycle.id, actor=ACTOR)
    if purged == "after":
        compute_results(raters.cycle.id, actor=ACTOR)
    with clock.fixed(NOW + timedelta(days=60)):
        purge(settings, actor=ACTOR)
        assert Link.select().count() == HandedLink.select().count() == 0
        if purged == "before":
            compute_results(raters.cycle.id, actor=ACTOR)
    assert counted() == [("peer", 3, 1)]
