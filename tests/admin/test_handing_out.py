"""No link of a rater is seen by HR without the password, a reason, and a line in the log."""

from __future__ import annotations

import csv
import io
import json

import pytest

from survei.audit.models import AuditEvent
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment
from survei.invitation.models import HandedLink, Handout, Link
from survei.invitation.queries import code_of, newest_link, token_of
from survei.invitation.services import reissue_all, restore_form, revoke_link, send_again
from survei.mail.models import Letter
from survei.mail.outbox_sender import OutboxSender
from survei.settings import Settings
from tests.admin.test_links import GIVEN, small, url
from tests.cast import PASSWORD, Cast
from tests.client import Browser
from tests.cycle.world import ACTOR
from tests.invitation.conftest import SmallCycle

pytestmark = pytest.mark.usefixtures("in_the_cycle")

__all__ = ["small"]

REASON = GIVEN["reason"]


def live(text: str) -> set[str]:
    """Holders and purposes of the links that stand in a text, and of the printed codes."""
    return {
        f"{link.participant.name} {link.purpose}"
        for link in Link.select().where(Link.revoked_at.is_null())
        if token_of(link) in text or (link.code_hash and code_of(link) in text)
    }


def lines() -> list[tuple[str, str, dict[str, object]]]:
    """(action, kind of its object, details) of the log's lines about links, oldest first."""
    found = AuditEvent.select().where(AuditEvent.action.startswith("link."))
    return [
        (line.action, line.object_kind, json.loads(line.details))
        for line in found.order_by(AuditEvent.id)
    ]


def landed_letter(small: SmallCycle, settings: Settings) -> Letter:
    letter = send_again(small.people["budi"].id, actor=ACTOR)
    OutboxSender(settings).deliver()
    return letter


def test_opening_the_slip_shows_no_link(client: Browser, cast: Cast, small: SmallCycle) -> None:
    page = client.sign_in(cast.hr).get(url(small, "budi", "slip")).text
    assert live(page) == set()
    assert "Budi Santoso" in page
    assert "setiap penilai membaca" in page
    assert lines() == []


def test_a_letter_in_the_admin_shows_its_link_masked(
    client: Browser, cast: Cast, small: SmallCycle, settings: Settings
) -> None:
    letter = landed_letter(small, settings)
    page = client.sign_in(cast.hr).get(f"/admin/surel/details/?id={letter.id}").text
    assert live(page) == set()
    assert "http://localhost/u/***" in page
    assert "&lt;!doctype html&gt;" in page


def told(small: SmallCycle, name: str) -> list[tuple[str, str, str]]:
    """(purpose of a link in force of this person, way, reason), each time it was handed out."""
    rows = (
        HandedLink.select(HandedLink, Handout, Link)
        .join_from(HandedLink, Handout)
        .join_from(HandedLink, Link)
        .where((Link.participant == small.people[name].id) & Link.revoked_at.is_null())
        .order_by(HandedLink.id)
    )
    return [(row.link.purpose, row.handout.way, row.handout.reason) for row in rows]


def test_reason_and_password_show_the_slip_and_are_noted(
    client: Browser, cast: Cast, small: SmallCycle
) -> None:
    page = client.sign_in(cast.hr).submit(url(small, "budi", "slip"), GIVEN).text
    assert live(page) == {"Budi Santoso, S.Kom. list"}
    details = {"way": "slip", "raters": 1, "links": 3, "reason": REASON}
    assert lines() == [("link.handout", "participant", details)]
    assert sorted(told(small, "budi")) == [
        ("form", "slip", REASON), ("form", "slip", REASON), ("list", "slip", REASON),
    ]  # fmt: skip
    assert told(small, "citra") == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": "", "confirm_password": PASSWORD}, "Bagian ini wajib diisi."),
        ({"reason": "x", "confirm_password": PASSWORD}, "paling sedikit 10"),
        ({"reason": "x" * 501, "confirm_password": PASSWORD}, "Paling banyak 500 karakter."),
        ({"reason": REASON}, "Bagian ini wajib diisi."),
        ({"reason": REASON, "confirm_password": "salah sekali"}, "Kata sandi"),
    ],
    ids=["no reason", "a letter", "a novel", "no password", "a wrong one"],
)
@pytest.mark.parametrize("page", ["slip", "whatsapp", "slip-unit", "action", "unduh"])
def test_without_either_nothing_is_shown_or_noted(
    client: Browser,
    cast: Cast,
    small: SmallCycle,
    page: str,
    wrong: dict[str, str],
    said: str,
) -> None:
    client.sign_in(cast.hr)
    address, fields = ways(small, cast)[page]
    answer = client.submit(address, {**fields, **wrong})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert (live(answer.text), lines(), Handout.select().count()) == (set(), [], 0)


def ways(small: SmallCycle, cast: Cast) -> dict[str, tuple[str, dict[str, object]]]:
    """Address and fields of each way to see links."""
    unit = f"/admin/penilai/slip-unit/?cycle={small.cycle.id}&unit={cast.school.lineage}"
    ids = [small.people[name].id for name in ("budi", "dewi")]
    return {
        "slip": (url(small, "budi", "slip"), {}),
        "whatsapp": (url(small, "dewi", "whatsapp"), {}),
        "slip-unit": (unit, {}),
        "action": ("/admin/penilai/action/", {"action": "slips", "rowid": ids}),
        "unduh": ("/admin/penilai/unduh/", {"cycle": small.cycle.id}),
    }


def test_wrong_passwords_are_slowed(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    guess = {"reason": REASON, "confirm_password": "salah sekali"}
    answers = [client.submit(url(small, "budi", "slip"), guess) for _ in range(11)]
    assert [answer.status_code for answer in answers][-1] == 429
    assert "slip-code" not in answers[-1].text


def test_a_unit_is_asked_for_once(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    address, _fields = ways(small, cast)["slip-unit"]
    asked = client.get(address).text
    assert (live(asked), "Tautan milik 4 orang." in asked) == (set(), True)
    page = client.submit(address, GIVEN).text
    assert len(live(page)) == 4
    (line,) = lines()
    assert (line[0], line[1], line[2]["raters"]) == ("link.handout", "cycle", 4)


def test_messages_to_ticked_raters(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr)
    ids = [small.people[name].id for name in ("budi", "dewi")]
    fields = {"action": "whatsapp", "rowid": ids}
    asked = client.submit("/admin/penilai/action/", fields).text
    assert (live(asked), "Tautan milik 1 orang." in asked) == (set(), True)
    page = client.submit("/admin/penilai/action/", {**fields, **GIVEN}).text
    assert live(page) == {"Dewi Lestari list"}
    assert told(small, "budi") == []


def test_the_export_tells_each_rater(client: Browser, cast: Cast, small: SmallCycle) -> None:
    done = small.assignments["nur", "andi"]
    Assignment.update(state=AssignmentState.SUBMITTED).where(Assignment.id == done.id).execute()
    client.sign_in(cast.hr)
    answer = client.submit("/admin/penilai/unduh/", {"cycle": small.cycle.id, **GIVEN})
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 1 + 5
    assert lines() == [("link.export", "cycle", {"links": 5, "raters": 4, "reason": REASON})]
    assert sorted(told(small, "dewi")) == [("form", "export", REASON), ("list", "export", REASON)]
    assert told(small, "nur") == []


def test_the_links_of_a_letter_are_handed_out_by_showing_them(
    client: Browser, cast: Cast, small: SmallCycle, settings: Settings
) -> None:
    letter = landed_letter(small, settings)
    client.sign_in(cast.hr)
    address = f"/admin/surel/tautan/?id={letter.id}"
    assert live(client.get(address).text) == set()
    page = client.submit(address, GIVEN).text
    assert 'href="http://localhost/u/' in page
    assert live(page) == {"Budi Santoso, S.Kom. list"}
    assert [line[2]["way"] for line in lines()] == ["shown"]
    assert ("list", "shown", REASON) in told(small, "budi")
    assert client.sign_in(cast.auditor).submit(address, GIVEN).status_code == 403


def test_an_old_letter_shows_a_dead_link_and_leaves_a_line(
    client: Browser, cast: Cast, small: SmallCycle, settings: Settings
) -> None:
    letter = landed_letter(small, settings)
    reissue_all(small.people["budi"].id, actor=ACTOR)
    AuditEvent.delete().execute()
    client.sign_in(cast.hr).submit(f"/admin/surel/tautan/?id={letter.id}", GIVEN)
    assert [event.action for event in AuditEvent.select().order_by(AuditEvent.id)][-1] == (
        "mail.show"
    )
    assert told(small, "budi") == []


def test_new_links_of_a_rater_are_clean(client: Browser, cast: Cast, small: SmallCycle) -> None:
    client.sign_in(cast.hr).submit(url(small, "budi", "slip"), GIVEN)
    reissue_all(small.people["budi"].id, actor=ACTOR)
    assert told(small, "budi") == []


def test_a_form_that_comes_back_is_still_on_the_list_that_was_handed_out(
    client: Browser, cast: Cast, small: SmallCycle
) -> None:
    client.sign_in(cast.hr).submit(url(small, "budi", "slip"), GIVEN)
    old = newest_link(small.assignments["budi", "andi"].id)
    assert old is not None
    revoke_link(old, actor=ACTOR)
    fresh = restore_form(old, actor=ACTOR)
    assert Link.get_by_id(fresh.token_hash).is_handed_out
    assert [row.handout.way for row in HandedLink.select().where(HandedLink.link == fresh)] == [
        "slip"
    ]
