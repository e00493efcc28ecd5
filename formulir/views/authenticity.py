"""`/keaslian`: whether a printed result is one that was published, for whoever has its code.

Its content is not shown: who holds the paper compares whom it is about and when it was published.
"""

from __future__ import annotations

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from formulir.language import wanted_language
from formulir.opened_link import wrong_attempt
from formulir.views.routes import blueprint
from survei import clock
from survei.result.confirming import OLDER_DIGITS, Confirmed, code_of, confirmed
from survei.sealing.inclusion import grouped, tidy
from survei.web.link_routes import AUTHENTICITY

#: Field, and part of the address that a QR code holds.
CODE = "kode"
#: Digits of a NIP that are shown.
NIP_END = 4


@blueprint.get(AUTHENTICITY.rule)
def authenticity() -> ResponseReturnValue:
    """Asks for the code, or says what is known of the one in the address."""
    typed = request.args.get(CODE, "")[:200]
    if not typed:
        return _page("", 200)
    if (digits := tidy(typed, OLDER_DIGITS)) is None:
        message = gettext("Ketik kode keaslian seperti yang tercetak pada dokumen.")
        return _page(typed, 422, error=message)
    if found := confirmed(digits):
        return _page(typed, 200 if found.is_intact else 409, found=found)
    wrong_attempt()
    return _page(typed, 404, is_missing=True)


def _page(
    typed: str, status: int, *, error: str = "", found: Confirmed | None = None,
    is_missing: bool = False,
) -> Response:  # fmt: skip
    language = wanted_language()
    row = found.row if found else None
    html = render_template(
        "formulir/pages/authenticity.html",
        language=language,
        typed=typed,
        error=error,
        found=found,
        is_missing=is_missing,
        code=grouped(code_of(row)) if row else "",
        nip_end=row.ratee.nip[-NIP_END:] if row else "",
        published=clock.format_moment(row.cycle.published_at, language) if row else "",
    )
    return make_response(html, status)
