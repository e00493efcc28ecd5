"""Steps of a cycle that are asked about before they are done: what will happen, with numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from flask_babel import ngettext

from admin.format import moment, number
from survei import clock
from survei.audit.choices import Actor
from survei.cycle import queries
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle
from survei.cycle.progress import Tally
from survei.cycle.progress_queries import progress
from survei.cycle.promises import promised
from survei.cycle.services import delete_cycle, return_to_draft
from survei.lifecycle.closing import close_cycle
from survei.response.queries import draft_count
from survei.retention.choices import DataClass
from survei.retention.periods import period_words
from survei.staff.rules import Scope


@dataclass(frozen=True)
class Question:
    """A step that is asked about before it is done."""

    title: str
    #: What will happen, sentence by sentence.
    facts: Callable[[Cycle], Sequence[str]]
    button: str
    done: str
    run: Callable[[int, Actor], object]
    #: State in which it is offered.
    state: CycleState
    is_grave: bool = False


def drafts_kept(cycle: Cycle) -> str:
    """How long its drafts outlive the closing, in words."""
    return period_words(promised(queries.plan_of(cycle), DataClass.DRAFTS), ngettext)


def sent_fact(cycle: Cycle) -> str:
    """How many forms are in, and what becomes of the others."""
    return sent_words(progress(cycle.id, Scope(everyone=True)).all)


def sent_words(tally: Tally) -> str:
    """The same, of sums that are at hand."""
    counts = {
        "sent": number(tally.submitted),
        "total": number(tally.total),
        "open": number(tally.open),
        "declined": number(tally.declined),
    }
    if tally.declined:
        return _(
            "%(sent)s dari %(total)s formulir sudah terkirim; %(open)s belum; pada %(declined)s "
            "formulir penilainya menyatakan tidak dapat menilai.",
            **counts,
        )
    return _("%(sent)s dari %(total)s formulir sudah terkirim; %(open)s belum.", **counts)


def _closing(cycle: Cycle) -> list[str]:
    facts = [sent_fact(cycle)]
    if clock.now() < cycle.closes_at:
        facts.append(
            _(
                "Batas waktunya, %(moment)s, belum lewat. Siapa yang membuka "
                "tautannya membaca bahwa pengelola kepegawaian mengakhiri pengisian, dan kapan.",
                moment=moment(cycle.closes_at),
            )
        )
    count = draft_count(cycle.id)
    return [
        *facts,
        ngettext(
            "%(count)s draf tetap tersimpan dan tersegel sampai hasil dihitung, paling lama "
            "%(period)s.",
            "%(count)s draf tetap tersimpan dan tersegel sampai hasil dihitung, paling lama "
            "%(period)s.",
            count,
            count=number(count),
            period=drafts_kept(cycle),
        ),
        _("Sampai hasil dihitung, periode dapat dibuka kembali dengan tautan yang sama."),
    ]


def _cancelling(cycle: Cycle) -> list[str]:
    return [_("Periode kembali menjadi rancangan; tidak ada surat yang terkirim.")]


def _deleting(cycle: Cycle) -> list[str]:
    return [
        _("Rancangan periode ini dihapus seluruhnya."),
        _("Kuesioner dan data pegawai tidak berubah."),
    ]


QUESTIONS = {
    "tutup": Question(
        title=__("Tutup periode"),
        facts=_closing,
        button=__("Tutup sekarang"),
        done=__("Periode telah ditutup. Penutupan dapat dibatalkan sampai hasil dihitung."),
        run=lambda cycle_id, actor: close_cycle(cycle_id, actor=actor),
        state=CycleState.OPEN,
        is_grave=True,
    ),
    "batal-buka": Question(
        title=__("Batalkan pembukaan"),
        facts=_cancelling,
        button=__("Batalkan pembukaan"),
        done=__("Pembukaan dibatalkan."),
        run=lambda cycle_id, actor: return_to_draft(cycle_id, actor=actor),
        state=CycleState.OPENING,
    ),
    "hapus": Question(
        title=__("Hapus rancangan"),
        facts=_deleting,
        button=__("Hapus rancangan"),
        done=__("Rancangan telah dihapus."),
        run=lambda cycle_id, actor: delete_cycle(cycle_id, actor=actor),
        state=CycleState.DRAFT,
        is_grave=True,
    ),
}
