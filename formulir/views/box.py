"""`/kotak`: whether a sealed answer lies in its box, for whoever has the number on its receipt.

Nothing else is told: no name, no time, no group. The number comes in the body, so that no log and
no history of a browser holds it.
"""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from formulir.form_body import read_form
from formulir.language import wanted_language
from formulir.opened_link import wrong_attempt
from formulir.refusals import Refused
from formulir.views.routes import blueprint
from survei import clock
from survei.response.box_proof import Found, box_proof, find_box, list_of
from survei.sealing.inclusion import short, tidy
from survei.throttle.choices import BOX_LIST
from survei.throttle.services import TooManyAttempts, take
from survei.web.link_routes import BOX

#: Fields: the number, and whether the whole list is asked for.
NUMBER, WHOLE_LIST = "nomor", "daftar"


@blueprint.get(BOX.rule)
def box() -> ResponseReturnValue:
    """Asks for the number."""
    return _page("", 200)


@blueprint.post(BOX.rule)
def look_up() -> ResponseReturnValue:
    """Says where the answer lies; a number that is nowhere counts as a wrong link."""
    form = read_form()
    typed = form.get(NUMBER, "")[:200]
    digits = tidy(typed)
    if digits is None:
        message = gettext("Ketik nomor segel seperti yang tertulis pada tanda terima Anda.")
        return _page(typed, 422, error=message)
    if found := find_box(digits):
        return _list(found) if form.get(WHOLE_LIST) else _page(typed, 200, found=found)
    wrong_attempt()
    return _page(typed, 404, is_missing=True)


def _list(found: Found) -> Response:
    """The list of an opened box, as a file whose SHA-256 results name."""
    try:
        take((BOX_LIST, request.remote_addr or ""))
    except TooManyAttempts as error:
        raise Refused("too_many", seconds=error.seconds) from None
    answer = make_response(list_of(found.cycle.id) if found.is_opened else b"")
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="kotak-{found.cycle.id}.txt"'
    return answer


def _page(
    typed: str,
    status: int,
    *,
    error: str = "",
    found: Found | None = None,
    is_missing: bool = False,
) -> Response:
    language, opened = wanted_language(), found and found.cycle.computed_at
    html = render_template(
        "formulir/pages/box.html",
        language=language,
        typed=typed,
        error=error,
        found=found,
        is_missing=is_missing,
        number=short(found.fingerprint) if found else "",
        opened=clock.format_moment(opened, language) if opened else "",
        proof=box_proof(found.cycle.id) if found and found.is_opened else None,
    )
    return make_response(html, status)
