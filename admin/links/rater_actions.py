"""What HR can do with a rater's links: one entry per step, grave ones with a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from survei.audit.choices import Actor
from survei.cycle.models import Assignment, Participant
from survei.errors import NotFound
from survei.invitation import services
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import link_of_participant, newest_link


@dataclass(frozen=True)
class Step:
    """One button."""

    name: str
    #: What stands on the button.
    label: str
    run: Callable[[Participant, Assignment | None, Actor], object]
    #: Said afterwards.
    done: str
    #: Asked before; empty for harmless steps.
    question: str = ""
    is_for_form: bool = False
    #: The step as it is said for a rater whom no letter reaches; None where that is the same.
    without_address: Step | None = None

    def for_rater(self, person: Participant) -> Step:
        """The step with the words that are true for this rater."""
        return self if person.email or not self.without_address else self.without_address


def _form_link(form: Assignment | None) -> Link:
    link = newest_link(form.id) if form else None
    if link is None:
        raise NotFound
    return link


def _send_again(person: Participant, form: Assignment | None, actor: Actor) -> None:
    services.send_again(person.id, actor=actor)


def _revoke_form(person: Participant, form: Assignment | None, actor: Actor) -> None:
    services.revoke_link(_form_link(form), actor=actor)


def _restore_form(person: Participant, form: Assignment | None, actor: Actor) -> None:
    services.restore_form(_form_link(form), actor=actor)


def _reissue_all(person: Participant, form: Assignment | None, actor: Actor) -> None:
    if link_of_participant(person.id, LinkPurpose.LIST) is None:
        raise NotFound
    services.reissue_all(person.id, actor=actor)


_REISSUE_BY_HAND = Step(
    "reissue_all",
    "Ganti semua tautan",
    _reissue_all,
    "Semua tautan penilai ini sudah diganti. Sampaikan yang baru lewat slip atau pesan WhatsApp.",
    question=(
        "Tautan, kode, dan slip lama penilai ini tidak berlaku lagi. Alamat surelnya tidak "
        "tercatat, jadi yang baru perlu disampaikan lewat slip atau pesan WhatsApp. Isian yang "
        "belum terkirim akan hilang; penilaian yang sudah terkirim tetap utuh."
    ),
)
_ALL = (
    Step("send_again", "Kirim ulang surel", _send_again, "Surel masuk antrean kirim."),
    Step(
        "reissue_all",
        "Ganti semua tautan",
        _reissue_all,
        "Semua tautan penilai ini sudah diganti, dan surat dengan tautan baru masuk antrean kirim.",
        question=(
            "Tautan, kode, dan slip lama penilai ini tidak berlaku lagi; yang baru dikirim ke "
            "alamat surelnya. Isian yang belum terkirim akan hilang; penilaian yang sudah terkirim "
            "tetap utuh."
        ),
        without_address=_REISSUE_BY_HAND,
    ),
    Step(
        "revoke",
        "Cabut",
        _revoke_form,
        "Penugasan ini sudah dicabut.",
        question="Formulir ini tidak dapat diisi lagi dan tidak dihitung dalam kemajuan.",
        is_for_form=True,
    ),
    Step(
        "restore",
        "Tugaskan lagi",
        _restore_form,
        "Formulir ini dapat diisi lagi; tautannya ada di daftar milik penilai.",
        is_for_form=True,
    ),
)

#: Step by the name that stands in the form.
STEPS = {step.name: step for step in _ALL}
