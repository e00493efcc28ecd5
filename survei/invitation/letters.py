"""What raters and ratees are written: invitation, reminder, and that a result can be read.

The names of those who are rated stand only on the page behind the link, never in a mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from survei import clock
from survei.cycle.choices import CycleState, Relation
from survei.cycle.ending import is_moved
from survei.cycle.models import Cycle, Participant
from survei.cycle.queries import judging_moment
from survei.cycle.relations import RELATIONS, RelationTraits
from survei.invitation.choices import LinkPurpose
from survei.invitation.disputes import DISPUTABLE
from survei.invitation.holder import holder_of, open_forms
from survei.invitation.models import Link
from survei.invitation.queries import (
    INVITATION,
    REMINDER,
    REOPENING,
    has_open_forms,
    has_replaced_list,
    link_of_participant,
    url_of,
)
from survei.mail.choices import Lane
from survei.mail.letter_body import Button, Facts, Items, Paragraph, Part, letter
from survei.mail.writers import Message, NothingToSay, register
from survei.settings import Settings

#: Kind of the letter that says that a result can be read.
RESULT = "result"
#: Kind of the letter to whoever lost a link; it goes first, since somebody waits for it.
LOST_LINK = "lost_link"
#: Kinds of the letters that bring another link in place of one that is dead.
NEW_LINK, NEW_RESULT_LINK = "new_link", "new_result_link"

OPENING = "Anda diminta mengisi penilaian pegawai pada periode %(cycle)s (%(period)s), yaitu:"
REOPENED = (
    "Pengisian penilaian pada periode %(cycle)s dibuka kembali. Penilaian Anda yang belum "
    "terkirim dapat diisi lagi, yaitu:"
)
SAME_LINK = (
    "Tautan Anda masih sama dan khusus untuk Anda; mohon tidak diteruskan kepada orang lain. "
    "Isian yang tersimpan dilanjutkan di perangkat yang sama, atau dengan kode lanjutannya; "
    "penilaian yang sudah terkirim tetap dihitung dan tidak perlu diulang."
)
REMAINING = "Masih ada penilaian Anda yang belum terkirim pada periode %(cycle)s, yaitu:"
REPLACED = (
    "Tautan dan kode cetak yang Anda terima sebelumnya tidak berlaku lagi karena kunci pengaman "
    "diganti. Gunakan tautan baru di bawah ini. Jawaban yang sudah terkirim tetap tersimpan; "
    "isian yang belum terkirim perlu diisi kembali."
)
RESULT_REPLACED = (
    "Tautan hasil penilaian yang Anda terima sebelumnya tidak berlaku lagi karena kunci pengaman "
    "diganti. Hasil Anda tidak berubah dan dapat dibaca melalui tautan baru berikut."
)
OWN_LINK = "Tautan di atas khusus untuk Anda; mohon tidak diteruskan kepada orang lain."
ABOUT_LINK = (
    f"{OWN_LINK} Anda dapat berhenti kapan saja dan melanjutkannya, di ponsel atau komputer lain "
    "dengan kode lanjutan yang tampil pada formulir. "
    "Nama pegawai yang dinilai dan penjelasan tentang kerahasiaan jawaban ada di halaman itu."
)
ABOUT_RESULT = f"{OWN_LINK} Surat ini sengaja tidak memuat nilai."
RECEIPTS = "Daftar penilaian Anda memuat tanda terima setiap penilaian yang sudah terkirim."
NOT_YOU = "Bukan Anda yang meminta? Abaikan surat ini; tautan Anda tetap sama."
DONE_ALREADY = "Abaikan surat ini bila Anda sudah menyelesaikan semuanya."


def write_invitation(payload: Mapping[str, Any], settings: Settings) -> Message:
    """All forms of one rater in one letter, with the moment they are due."""
    rater = _rater(payload)
    cycle = rater.person.cycle
    intro = OPENING % {"cycle": cycle.name, "period": _period(cycle)}
    return letter(
        f"Undangan menilai: {cycle.name}, paling lambat {_due_day(cycle)}",
        _parts(intro, rater, settings),
        to_name=rater.person.name,
        signature=settings.organisation,
    )


def write_reminder(payload: Mapping[str, Any], settings: Settings) -> Message:
    """The same link, and what is left."""
    rater = _rater(payload)
    cycle = rater.person.cycle
    return letter(
        f"Pengingat: penilaian Anda ditunggu sampai {_due_day(cycle)}",
        [
            *_parts(REMAINING % {"cycle": cycle.name}, rater, settings),
            Paragraph(DONE_ALREADY),
        ],
        to_name=rater.person.name,
        signature=settings.organisation,
    )


def write_reopening(payload: Mapping[str, Any], settings: Settings) -> Message:
    """That a closing was taken back, with the new closing time and the same link."""
    rater = _rater(payload)
    cycle = rater.person.cycle
    return letter(
        f"Pengisian dibuka kembali: penilaian Anda ditunggu sampai {_due_day(cycle)}",
        [
            *_parts(REOPENED % {"cycle": cycle.name}, rater, settings, SAME_LINK),
            Paragraph(DONE_ALREADY),
        ],
        to_name=rater.person.name,
        signature=settings.organisation,
    )


def write_new_link(payload: Mapping[str, Any], settings: Settings) -> Message:
    """Another link in place of the one that is dead, and what is left to do."""
    rater = _rater(payload)
    cycle = rater.person.cycle
    return letter(
        f"Tautan baru untuk penilaian Anda: {cycle.name}",
        [
            Paragraph(REPLACED),
            *_parts(REMAINING % {"cycle": cycle.name}, rater, settings),
        ],
        to_name=rater.person.name,
        signature=settings.organisation,
    )


def write_result(payload: Mapping[str, Any], settings: Settings) -> Message:
    """That the result can be read, and where; no score."""
    person, link = _holder(payload, LinkPurpose.RESULT)
    intro = (
        f"Penilaian pada periode {person.cycle.name} ({_period(person.cycle)}) telah selesai. "
        "Hasil penilaian Anda beserta penjelasannya dapat dibaca pada halaman berikut."
    )
    subject = f"Hasil penilaian Anda dapat dibaca: {person.cycle.name}"
    return _result_letter(subject, intro, person, link, settings)


def write_new_result_link(payload: Mapping[str, Any], settings: Settings) -> Message:
    """Another link to the result in place of the one that is dead."""
    person, link = _holder(payload, LinkPurpose.RESULT)
    subject = f"Tautan baru untuk hasil penilaian Anda: {person.cycle.name}"
    return _result_letter(subject, RESULT_REPLACED, person, link, settings)


def _result_letter(
    subject: str, intro: str, person: Participant, link: Link | None, settings: Settings
) -> Message:
    if link is None:
        raise NothingToSay
    return letter(
        subject,
        [
            Paragraph(intro),
            Button("Baca hasil penilaian saya", url_of(link, settings.base_url)),
            Paragraph(ABOUT_RESULT),
            *contact_parts(settings),
        ],
        to_name=person.name,
        signature=settings.organisation,
    )


def write_lost_link(payload: Mapping[str, Any], settings: Settings) -> Message:
    """The links in force of one person in one cycle, once more."""
    person, _ = _holder(payload, LinkPurpose.LIST)
    asked = f"Anda meminta agar tautan pada periode {person.cycle.name} dikirim ulang."
    return letter(
        f"Tautan Anda: {person.cycle.name}",
        [
            Paragraph(asked),
            *ways_in(person, settings),
            Paragraph(NOT_YOU),
            *contact_parts(settings),
        ],
        to_name=person.name,
        signature=settings.organisation,
    )


def ways_in(person: Participant, settings: Settings) -> list[Part]:
    """What this person can open, as parts of a letter. Raises NothingToSay where that is none."""
    link = lost_link_of(person)
    if link is None:
        raise NothingToSay
    url = url_of(link, settings.base_url)
    if link.purpose == LinkPurpose.RESULT:
        return [Button("Baca hasil penilaian saya", url), Paragraph(ABOUT_RESULT)]
    button = Button("Buka daftar penilaian", url)
    if not has_open_forms(person.id):
        return [Paragraph(RECEIPTS), button, Paragraph(OWN_LINK)]
    return [
        Paragraph("Penilaian yang belum terkirim:"),
        Items(tuple(task_lines(open_forms(person.id)))),
        Facts((("Batas waktu", _due(person.cycle)),)),
        button,
        Paragraph(ABOUT_LINK),
    ]


def lost_link_of(person: Participant) -> Link | None:
    """What this person can open in their cycle: the list with open forms, or a result. The list as
    well while a form can be reported, where its link is another than the one that was mailed.
    """
    if person.cycle.state == CycleState.PUBLISHED:
        return link_of_participant(person.id, LinkPurpose.RESULT)
    if has_open_forms(person.id) or (
        person.cycle.state in DISPUTABLE and has_replaced_list(person.id)
    ):
        return link_of_participant(person.id, LinkPurpose.LIST)
    return None


def _parts(
    intro: str, rater: _Rater, settings: Settings, about_link: str = ABOUT_LINK
) -> list[Part]:
    return [
        Paragraph(intro),
        Items(tuple(task_lines(rater.forms))),
        Facts((("Batas waktu", _due(rater.person.cycle)),)),
        Button("Buka daftar penilaian", url_of(rater.link, settings.base_url)),
        Paragraph(about_link),
        *contact_parts(settings),
    ]


def task_lines(counts: Mapping[Relation, int]) -> list[str]:
    """ "menilai 3 rekan": one line per relation, in the order given."""
    return [_task_line(RELATIONS[relation], count) for relation, count in counts.items()]


def _task_line(row: RelationTraits, count: int) -> str:
    return (row.tasks if row.tasks and count > 1 else row.task) % {"count": count}


@dataclass(frozen=True)
class _Rater:
    """Someone with forms to fill in."""

    person: Participant
    #: Of their list.
    link: Link
    #: Forms still open, by relation.
    forms: Mapping[Relation, int]


def _rater(payload: Mapping[str, Any]) -> _Rater:
    """Raises NothingToSay when nothing is left, the time is over or the list is not theirs."""
    person, link = _holder(payload, LinkPurpose.LIST)
    cycle = person.cycle
    if cycle.state != CycleState.OPEN or cycle.closes_at <= judging_moment(cycle):
        raise NothingToSay
    forms = open_forms(person.id)
    if link is None or not forms:
        raise NothingToSay
    return _Rater(person, link, forms)


def _holder(payload: Mapping[str, Any], purpose: LinkPurpose) -> tuple[Participant, Link | None]:
    found = holder_of(payload["participant"], purpose)
    if found is None:
        raise NothingToSay
    return found


def contact_parts(settings: Settings) -> list[Part]:
    """Whom to ask; nothing where the office names nobody."""
    if not settings.privacy_contact:
        return []
    return [Paragraph(f"Pertanyaan dapat disampaikan kepada {settings.privacy_contact}.")]


def _period(cycle: Cycle) -> str:
    return f"{clock.format_date(cycle.period_start)} sampai {clock.format_date(cycle.period_end)}"


def _due(cycle: Cycle) -> str:
    """The closing time, and the one that an earlier letter named."""
    due = clock.format_moment(cycle.closes_at)
    if not is_moved(cycle):
        return due
    return f"{due} (diubah; semula {clock.format_moment(cycle.announced_closes_at)})"


def _due_day(cycle: Cycle) -> str:
    return clock.format_date(clock.to_local(cycle.closes_at).date())


register(INVITATION, write_invitation)
register(REMINDER, write_reminder)
register(REOPENING, write_reopening)
register(RESULT, write_result)
register(LOST_LINK, write_lost_link, lane=Lane.ACCOUNT)
register(NEW_LINK, write_new_link)
register(NEW_RESULT_LINK, write_new_result_link)
