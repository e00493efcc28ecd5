"""Before links of raters are seen: the password, every time, and a reason that raters read.

One page for all ways and however many raters; what was asked for travels on as hidden fields.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as __
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from admin.confirm import FIELD, refusal_of
from admin.forms import AdminForm, place_error
from survei.account.policy import Principal
from survei.cycle.rules import MOST_REASON, ReasonInvalid
from survei.invitation.choices import HandoutWay
from survei.invitation.handouts import Occasion, for_reason

#: Names that the page says; of more it says how many.
MOST_NAMED = 10

#: What stands on the button, and is asked for.
TITLES = {
    HandoutWay.SLIP: __("Cetak slip tautan"),
    HandoutWay.WHATSAPP: __("Siapkan pesan WhatsApp"),
    HandoutWay.EXPORT: __("Unduh semua tautan"),
    HandoutWay.SHOWN: __("Tampilkan tautan dalam surat"),
}


class HandoutForm(AdminForm):
    """Why, and who."""

    reason = StringField(
        __("Alasan"),
        [InputRequired(), Length(max=MOST_REASON)],
        description=__("Misalnya: tidak memiliki alamat surel. Penilai membaca alasan ini."),
        render_kw={"autocomplete": "off"},
    )
    confirm_password = PasswordField(
        __("Kata sandi Anda"),
        [InputRequired(), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


@dataclass(frozen=True)
class Request:
    """What somebody wants to see."""

    way: HandoutWay
    #: Whose links; for very many only their number is said.
    names: Sequence[str]
    #: How many people.
    count: int
    #: Where "Batal" leads.
    return_url: str


def granted(
    view: Any, asked: Request, hand: Callable[[Occasion], ResponseReturnValue]
) -> ResponseReturnValue:
    """What `hand` shows, once reason and password came with this request; the page that asks for
    them until then. 422, 429.
    """
    form, status = HandoutForm(request.form), 200
    if "reason" in request.form:
        found = _occasion(form, asked.way, view.principal)
        if isinstance(found, Occasion):
            return hand(found)
        status = found
    else:
        form = HandoutForm()
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in _OWN]
    page = view.render(
        "links/hand_out.html",
        form=form,
        title=TITLES[asked.way],
        asked=asked,
        named=asked.names[:MOST_NAMED],
        fields=fields,
        action=request.full_path.rstrip("?"),
    )
    return page, status


#: Fields of the page itself.
_OWN = ("reason", FIELD, "csrf_token")


def _occasion(form: HandoutForm, way: HandoutWay, principal: Principal) -> Occasion | int:
    """The occasion, or with which status the page is shown again."""
    if not form.validate():
        return 422
    try:
        occasion = for_reason(way, form.reason.data or "", principal.actor)
    except ReasonInvalid as refusal:
        place_error(form, refusal)
        return 422
    refused = refusal_of(form.confirm_password.data or "")
    if refused is None:
        return occasion
    form.confirm_password.errors = [refused[0]]
    return 429 if refused[1] == 429 else 422
