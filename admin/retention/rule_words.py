"""A rule in the language of the page."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from survei.retention.choices import SINCE_LABELS, DataClass
from survei.retention.periods import Period, period_words
from survei.retention.queries import period_of
from survei.retention.rules import Rule


def rule_words(rule: Rule, period: Period) -> str:
    """ "2 tahun setelah periode ditutup"."""
    if not period.amount:
        return _("tidak disimpan")
    return _(
        "%(period)s setelah %(since)s",
        period=period_words(period, ngettext),
        since=_(SINCE_LABELS[rule.since]),
    )


def leaving_words() -> str:
    """What becomes of an account that is not active any more."""
    return _(
        "Akun yang dinonaktifkan dihapus %(period)s kemudian; namanya tetap ada pada catatan "
        "kejadian.",
        period=period_words(period_of(DataClass.ACCOUNTS), ngettext),
    )
