"""Links that are handed out by people: the export, WhatsApp messages, printed slips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from survei import clock
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.queries import within
from survei.invitation.choices import LINK_PATHS, LinkPurpose
from survei.invitation.mail_only import is_mail_only
from survei.invitation.models import Link
from survei.invitation.queries import EVERYONE, code_of, url_of
from survei.invitation.rules import make_token
from survei.keys import own_keys
from survei.settings import Settings
from survei.staff.rules import Scope

#: Columns of the export; other programs rely on them.
EXPORT_COLUMNS = ("rater_nip", "ratee_nip", "relation", "url")
#: Rows read at a time.
CHUNK = 5000

#: What stands in a WhatsApp message. It names no ratee and holds no score.
WHATSAPP_TEXT = (
    "Yth. %(name)s,\n\n"
    "Anda diminta mengisi penilaian pegawai pada periode %(cycle)s, paling lambat %(due)s.\n\n"
    "Daftar penilaian Anda:\n%(url)s\n\n"
    "Tautan ini khusus untuk Anda; mohon tidak diteruskan kepada orang lain.\n\n"
    "%(organisation)s"
)


@dataclass(frozen=True)
class Slip:
    """What is printed for one rater."""

    name: str
    unit_name: str
    cycle_name: str
    due: str
    url: str
    code: str


def form_urls(
    cycle_id: int, base_url: str, scope: Scope = EVERYONE
) -> Iterator[tuple[str, str, str, str]]:
    """(rater's NIP, ratee's NIP, relation, URL) of every open form of the raters in scope, in
    chunks by key. Only of links that are noted as handed out: not of raters whose links go by mail
    alone, nor what was replaced since the note.
    """
    key, path = own_keys().link, LINK_PATHS[LinkPurpose.FORM]
    last = 0
    while chunk := _forms_after(cycle_id, scope, last):
        for assignment_id, rater, ratee, relation, nonce in chunk:
            token = make_token(key, LinkPurpose.FORM, assignment_id, nonce)
            yield rater, ratee, relation, f"{base_url}/{path}/{token}"
        last = chunk[-1][0]


def _forms_after(cycle_id: int, scope: Scope, last: int) -> list[Any]:
    ratee = Participant.alias("ratee")
    query = (
        Assignment.select(
            Assignment.id, Participant.nip, ratee.nip, Assignment.relation, Link.nonce
        )
        .join(Participant, on=(Assignment.rater == Participant.id))
        .switch(Assignment)
        .join(ratee, on=(Assignment.ratee == ratee.id))
        .switch(Assignment)
        .join(Link, on=(Link.assignment == Assignment.id))
        .where(
            (Assignment.cycle == cycle_id)
            & (Assignment.id > last)
            & (Assignment.state == AssignmentState.OPEN)
            & Link.revoked_at.is_null()
            & Link.is_handed_out
            & within(scope)
            & ~is_mail_only(Assignment.rater)
        )
        .order_by(Assignment.id)
        .limit(CHUNK)
    )
    return list(query.tuples())


def list_links(people: Iterable[Participant]) -> list[Link]:
    """The list links in force of these participants, each with its person, in their order."""
    ids = [person.id for person in people]
    found = {
        link.participant_id: link
        for link in Link.select(Link, Participant, Cycle)
        .join(Participant)
        .join(Cycle)
        .where(
            Link.participant.in_(ids)
            & (Link.purpose == LinkPurpose.LIST)
            & Link.revoked_at.is_null()
        )
    }
    return [found[key] for key in ids if key in found]


def slips(links: Iterable[Link], settings: Settings) -> list[Slip]:
    """What is printed for the holders of these list links."""
    return [
        Slip(
            name=link.participant.name,
            unit_name=link.participant.unit_name,
            cycle_name=link.participant.cycle.name,
            due=clock.format_moment(link.participant.cycle.closes_at),
            url=url_of(link, settings.base_url),
            code=code_of(link),
        )
        for link in links
    ]


def whatsapp_url(link: Link, settings: Settings) -> str | None:
    """A wa.me address with the message ready to send; None without a number."""
    person = link.participant
    if not person.whatsapp:
        return None
    text = WHATSAPP_TEXT % {
        "name": person.name,
        "cycle": person.cycle.name,
        "due": clock.format_moment(person.cycle.closes_at),
        "url": url_of(link, settings.base_url),
        "organisation": settings.organisation,
    }
    return f"https://wa.me/{person.whatsapp}?text={quote(text)}"
