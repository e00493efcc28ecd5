"""The blueprint of all link pages: no session, no cookie, headers that leak nothing."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from jinja2 import pass_context
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from formulir.language import in_language, wanted_language
from formulir.opened_link import refuse_unknown
from formulir.refusals import Refused, answer
from formulir.worded import spoken
from survei.sealing.inclusion import grouped

blueprint = Blueprint("formulir", __name__, template_folder="../templates")


blueprint.add_app_template_filter(spoken, "spoken")


blueprint.add_app_template_filter(grouped, "in_fours")


@blueprint.app_template_filter("in_language")
@pass_context
def _in_language(context: object, path: str) -> str:
    """`in_language` for templates. Asks for the context so that Jinja, which works out filters of
    constants once and for all, asks at every page."""
    return in_language(path)


#: Source: security.md D.1 and row 12. The application adds what every response has.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@blueprint.before_request
def _speak() -> None:
    """The whole request is in the language that its address asks for."""
    g.language = wanted_language()


@blueprint.after_request
def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@blueprint.errorhandler(Refused)
def _refused(error: Refused) -> Response:
    return answer(error)


@blueprint.errorhandler(BadRequest)
def _broken_text(error: BadRequest) -> Response:
    """NUL or no UTF-8: in the token it is one more damaged link, elsewhere a broken body."""
    token = (request.view_args or {}).get("token", "")
    if "\0" not in token and "\ufffd" not in token:
        return answer(Refused("unreadable"))
    try:
        refuse_unknown()
    except Refused as refused:
        return answer(refused)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(error: RequestEntityTooLarge) -> Response:
    return answer(Refused("too_large"))
