"""Checks of a cycle before it opens that are about time: its dates, and how long letters take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from survei.cycle.opening_findings import Problem, Sending, Times, error, warning
from survei.cycle.rules import is_open_too_long

#: Sending invitations for longer than this is worth a word,
LONG_SENDING = timedelta(days=1)
#: and for longer than this share of the time in which forms are open.
LARGE_SHARE = 0.25
#: {(are there days?, are there hours beside them?): sentence}.
SENDING_MESSAGES = {
    (True, True): "Dengan batas %(per_hour)s surat per jam, %(letters)s surat undangan memerlukan "
    "kira-kira %(days)s hari %(hours)s jam.",
    (True, False): "Dengan batas %(per_hour)s surat per jam, %(letters)s surat undangan "
    "memerlukan kira-kira %(days)s hari.",
    (False, True): "Dengan batas %(per_hour)s surat per jam, %(letters)s surat undangan "
    "memerlukan kira-kira %(hours)s jam.",
}


def sending_of(letters: int, times: Times) -> Sending | None:
    """How many invitations go out, and at what pace."""
    return Sending(letters, times.mails_per_hour) if times.mails_per_hour else None


def check_dates(times: Times) -> Iterator[Problem]:
    """Times in order, and the closing still to come."""
    if times.period_end < times.period_start:
        yield error(
            "period",
            "Akhir periode kerja mendahului awalnya.",
            "Perbaiki tanggal pada langkah pertama.",
        )
    if times.closes_at <= times.opens_at:
        yield error(
            "closing_order",
            "Batas waktu pengisian mendahului pembukaannya.",
            "Perbaiki waktu pada langkah pertama.",
        )
    if is_open_too_long(times.opens_at, times.closes_at):
        yield error(
            "closing_far",
            "Batas waktu pengisian terlalu jauh setelah pembukaannya. Periksa tahunnya.",
            "Perbaiki waktu pada langkah pertama.",
        )
    if times.closes_at <= times.now:
        yield error(
            "closing_past",
            "Batas waktu pengisian sudah lewat.",
            "Tetapkan batas waktu yang akan datang pada langkah pertama.",
        )


def check_sending(letters: int, times: Times) -> Iterator[Problem]:
    """Invitations that take long, by the clock or beside the time for answering."""
    sending = sending_of(letters, times)
    if sending is None:
        return
    took = timedelta(hours=sending.hours)
    if took > LONG_SENDING or took > (times.closes_at - times.opens_at) * LARGE_SHARE:
        days, hours = divmod(sending.hours, 24)
        yield warning(
            "sending",
            SENDING_MESSAGES[bool(days), bool(hours)],
            "Penilai yang suratnya terakhir kehilangan sebagian waktu pengisian. Minta "
            "administrator menaikkan SURVEI_MAILS_PER_HOUR sampai batas yang diizinkan peladen "
            "surel, atau bagikan tautan lewat WhatsApp atau slip cetak.",
            letters=sending.letters,
            per_hour=sending.per_hour,
            days=days,
            hours=hours,
        )
