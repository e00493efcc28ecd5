"""What a link says of a cycle that takes no answers any more, and of a closing time that moved."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from formulir.language import wanted_language
from formulir.refusals import Refused
from formulir.retention_sentences import kept_for
from survei import clock
from survei.cycle.choices import SETTLED
from survei.cycle.ending import end_words, is_moved
from survei.cycle.models import Cycle
from survei.cycle.plan import decode_plan
from survei.retention.choices import DataClass


def refused_at_end(cycle: Cycle, now: datetime) -> Refused:
    """The refusal of a form whose time is over: by the clock, or by whom and when."""
    reason = "ended_early" if end_words(cycle, now).is_early else "over"
    return Refused(
        reason,
        how=end_sentence(cycle, now),
        chance=chance_sentence(cycle),
        may_return=cycle.state not in SETTLED,
    )


def end_sentence(cycle: Cycle, now: datetime) -> str:
    """How it ended."""
    words, language = end_words(cycle, now), wanted_language()
    moments = {key: clock.format_moment(at, language) for key, at in words.moments.items()}
    return _(words.message, **moments)


def chance_sentence(cycle: Cycle) -> str:
    """Whether anything can still be done, and what."""
    if cycle.state in SETTLED:
        return _(
            "Hasil sudah dihitung, sehingga periode ini tidak dapat dibuka kembali. Bila ada "
            "keberatan, hubungi pengelola kepegawaian unit kerja Anda."
        )
    return _(
        "Bila masih perlu mengisi, hubungi pengelola kepegawaian unit kerja Anda: sebelum hasil "
        "dihitung, periode dapat dibuka kembali. Isian yang tersimpan tetap tersegel, paling lama "
        "%(period)s setelah penutupan, dan dapat dilanjutkan di perangkat yang sama atau dengan "
        "kode lanjutannya.",
        period=kept_for(decode_plan(cycle.plan), DataClass.DRAFTS),
    )


def deadline_words(cycle: Cycle, language: str) -> str:
    """The closing time, and the announced one where it is another."""
    deadline = clock.format_moment(cycle.closes_at, language)
    if not is_moved(cycle):
        return deadline
    announced = clock.format_moment(cycle.announced_closes_at, language)
    return _("%(deadline)s (semula %(announced)s)", deadline=deadline, announced=announced)
