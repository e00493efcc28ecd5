"""`/kirim-ulang`: whoever lost a link has it sent once more to the address on record."""

from __future__ import annotations

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from formulir.form_body import read_form
from formulir.language import wanted_language
from formulir.views.routes import blueprint
from survei.invitation.lost_link import send_lost_links
from survei.throttle.services import TooManyAttempts

LONGEST = 300


@blueprint.get("/kirim-ulang")
def lost_link() -> ResponseReturnValue:
    """Asks for the address."""
    return _page()


@blueprint.post("/kirim-ulang")
def send_lost_link() -> ResponseReturnValue:
    """Says the same whether or not the address is known; 422 for no address, 429 for too many."""
    email = read_form().get("email", "").replace("\0", "")[:LONGEST]
    if "@" not in email:
        return _page(email, error=_("Tulis alamat surel Anda, misalnya nama@instansi.go.id.")), 422
    try:
        send_lost_links(email, address=request.remote_addr or "")
    except TooManyAttempts as refusal:
        response = make_response(_page(email, error=_(refusal.message, **refusal.params)), 429)
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    return _page(is_sent=True)


def _page(email: str = "", *, error: str = "", is_sent: bool = False) -> str:
    return render_template(
        "formulir/pages/lost_link.html",
        language=wanted_language(),
        email=email,
        error=error,
        is_sent=is_sent,
    )
