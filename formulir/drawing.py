"""Questions as HTML. A rating looks the same for all who chose the same: it is drawn once, which is
most of what a form with answers costs.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from markupsafe import Markup

from formulir.forms import AnswerForm, AskedFace
from survei.memory import Recent

#: Kept in memory of each process, some 3 KB a card chosen.
MOST_BYTES = 8_000_000
#: {(question, its answer, whether it is hidden, whether nothing is required): itself and its HTML}.
#: A question is one object as long as its questionnaire is in memory.
DRAWN: Recent[tuple[int, object, bool, bool], tuple[AskedFace, Markup]] = Recent(MOST_BYTES)


def drawn(draw: Callable[..., Markup], form: AnswerForm, asked: AskedFace, rules: str) -> Markup:
    """The question with its answer, drawn by the macro `draw`."""
    fields, is_hidden = form.fields_of(asked), form.is_hidden(asked)
    field = fields[0] if asked.face.kind == "rating" else None
    # What was typed and is no answer is one person's alone, and has its error.
    if field is None or field.errors or (field.typed and field.data is None):
        return draw(asked, fields, rules, is_hidden)
    key = (id(asked), field.data, is_hidden, form.is_draft)
    known = DRAWN.get(key)
    if known and known[0] is asked:
        return known[1]
    html = draw(asked, fields, rules, is_hidden)
    DRAWN.put(key, (asked, html), len(html))
    return html


def register(app: Flask) -> None:
    """Lets templates draw."""
    app.jinja_env.globals["drawn"] = drawn
