"""`/kode`: for those who got a printed slip and no message."""

from __future__ import annotations

from flask import make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from formulir.form_body import read_form
from formulir.language import in_language, wanted_language
from formulir.opened_link import wrong_attempt
from formulir.replaced_link import refused_as_ended
from formulir.views.routes import blueprint
from survei.invitation.queries import is_replaced, path_of
from survei.invitation.token_lookup import find_code
from survei.web.link_routes import CODE


@blueprint.get(CODE.rule)
def code() -> ResponseReturnValue:
    """Asks for the code."""
    return _page("", None, 200)


@blueprint.post(CODE.rule)
def enter_code() -> ResponseReturnValue:
    """Goes on to the list, or says that it was replaced; a wrong code counts as a wrong link and is
    kept for mending.
    """
    typed = read_form().get("kode", "").replace("\0", "")[:80]
    link = find_code(typed)
    if link and not link.revoked_at:
        return redirect(in_language(path_of(link)), 303)
    if link and is_replaced(link):
        raise refused_as_ended(link)
    if not typed.strip():
        return _page(typed, "empty", 422)
    wrong_attempt()
    return _page(typed, "wrong", 422)


def _page(typed: str, problem: str | None, status: int) -> ResponseReturnValue:
    language = wanted_language()
    problems = {
        "empty": gettext("Ketik kode yang tercetak pada lembar Anda."),
        "wrong": gettext("Kode ini tidak dikenali. Periksa lagi huruf dan angkanya."),
    }
    html = render_template(
        "formulir/pages/code.html",
        language=language,
        typed=typed,
        error=problems.get(problem or ""),
    )
    return make_response(html, status)
