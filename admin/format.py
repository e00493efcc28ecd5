"""How values are written in templates: `| number`, `| percent`, `| date`, `| moment`, `| ended`,
`| translated`, and who acted: `| actor`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from admin.actor_words import actor_words
from survei import clock, figures
from survei.cycle.choices import ENDED
from survei.cycle.ending import end_words
from survei.cycle.models import Cycle
from survei.figures import Number, plain, written, written_as_is


def number(value: Number | None, decimals: int = 0) -> str:
    """ "1.234" or "3,50", halves rounded up; a dash for nothing."""
    return "–" if value is None else written(value, decimals, str(get_locale() or "id"))


def as_is(value: Number | None) -> str:
    """A number with the decimals that it needs: "60", "33,3"; a dash for nothing."""
    return "–" if value is None else written_as_is(plain(value), str(get_locale() or "id"))


def percent(value: Number | None, most_places: int = 1) -> str:
    """A share in percent: "0%", "33,3%"; a dash for nothing."""
    if value is None:
        return "–"
    return figures.percent(value, str(get_locale() or "id"), most_places)


def day(value: date | None) -> str:
    """ "23 November 2026"; a dash for nothing."""
    return clock.format_date(value, str(get_locale() or "id")) if value else "–"


def moment(value: datetime | None) -> str:
    """ "23 November 2026 pukul 10.32 WITA"; a dash for nothing."""
    return clock.format_moment(value, str(get_locale() or "id")) if value else "–"


def ended(cycle: Cycle) -> str:
    """How the taking of answers of a cycle ended; empty while it has not."""
    if cycle.state not in ENDED:
        return ""
    words = end_words(cycle, clock.now())
    return _(words.message, **{key: moment(at) for key, at in words.moments.items()})


def translated(text: str) -> str:
    """A stored msgid (label, name, hint) in the language of the page; "%" in it is no place."""
    return text if isinstance(text, Markup) or not text else _(str(text))


def as_text(view: Any, value: Any, name: str) -> str:
    """The formatter of list columns: by the type of the value."""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else "–"


#: By type, for `column_type_formatters`; the first that fits wins.
BY_TYPE = {type(None): as_text, bool: as_text, datetime: as_text, date: as_text}


def register(app: Flask) -> None:
    """Gives templates the filters."""
    app.jinja_env.filters.update(
        actor=actor_words,
        number=number,
        as_is=as_is,
        date=day,
        ended=ended,
        moment=moment,
        percent=percent,
        translated=translated,
    )
