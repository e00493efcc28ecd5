"""How long what a rater sends is kept, in sentences made of the periods that act on the cycle."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from survei import clock
from survei.cycle.models import Cycle
from survei.cycle.plan import Plan, decode_plan
from survei.cycle.promises import promised
from survei.retention.choices import DataClass
from survei.retention.periods import due_from, period_words
from survei.retention.queries import period_of


def kept_for(plan: Plan, data: DataClass) -> str:
    """ "2 tahun", as this cycle promises."""
    return period_words(promised(plan, data), ngettext)


def kept_facts(plan: Plan) -> tuple[tuple[str, str], ...]:
    """(term, description) for the notice of a form."""
    return (
        (
            _("Lama penyimpanan"),
            _(
                "Jawaban dan berkas bukti disimpan %(answers)s setelah periode ditutup, lalu "
                "dihapus. Yang tinggal hanya hasil yang diterbitkan, selama %(results)s, dan "
                "gabungan setiap pertanyaan tanpa nama.",
                answers=kept_for(plan, DataClass.SUBMISSIONS),
                results=kept_for(plan, DataClass.RESULTS),
            ),
        ),
        (
            _("Draf dan tautan"),
            _(
                "Draf disegel dengan tautan dan kode lanjutan Anda: yang hanya memegang tautan, "
                "termasuk pengelola kepegawaian, tidak dapat membacanya. "
                "Draf yang tidak dikirim dihapus ketika hasil dihitung, paling lambat %(drafts)s "
                "setelah periode ditutup. Tautan Anda dihapus %(links)s setelah periode ditutup.",
                drafts=kept_for(plan, DataClass.DRAFTS),
                links=kept_for(plan, DataClass.LINKS),
            ),
        ),
        (
            _("Pengecualian"),
            _(
                "Penghapusan dapat ditahan selama ada keberatan, sengketa, atau pemeriksaan; "
                "alasan dan penahannya dicatat."
            ),
        ),
    )


def file_sentence(plan: Plan) -> str:
    """What becomes of an uploaded file."""
    return _(
        "Berkas yang dikirim disimpan %(period)s setelah periode ditutup, lalu dihapus.",
        period=kept_for(plan, DataClass.EVIDENCE),
    )


def links_kept() -> dict[str, str]:
    """How long links stay: why one that was right may not be known any more."""
    return {"kept": period_words(period_of(DataClass.LINKS), ngettext)}


def result_sentences(cycle: Cycle, language: str) -> tuple[str, ...]:
    """How long a result can be read, and what became of the answers behind it."""
    plan = decode_plan(cycle.plan)
    assert cycle.published_at is not None
    until = due_from(cycle.published_at, promised(plan, DataClass.RESULTS))
    return (
        _(
            "Hasil ini dapat dibaca sampai %(day)s, yaitu %(period)s setelah diterbitkan; sesudah "
            "itu hasil dan tautannya dihapus.",
            day=_day_before(until, language),
            period=kept_for(plan, DataClass.RESULTS),
        ),
        _answers_sentence(cycle, plan, language),
    )


def _answers_sentence(cycle: Cycle, plan: Plan, language: str) -> str:
    if cycle.answers_erased_at:
        return _(
            "Jawaban para penilai dan berkas bukti sudah dihapus pada %(day)s, karena masa "
            "simpannya, %(period)s setelah periode ditutup, sudah lewat.",
            day=clock.format_date(clock.to_local(cycle.answers_erased_at).date(), language),
            period=kept_for(plan, DataClass.SUBMISSIONS),
        )
    return _(
        "Jawaban para penilai dan berkas bukti dihapus %(period)s setelah periode ditutup.",
        period=kept_for(plan, DataClass.SUBMISSIONS),
    )


def _day_before(at: datetime, language: str) -> str:
    """The last day on which it can be read."""
    return clock.format_date(clock.to_local(at).date() - timedelta(days=1), language)
