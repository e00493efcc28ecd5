"""`/f/<token>/lanjut`: a resume code typed without script; the form comes back with its draft."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from formulir.form_body import read_form
from formulir.open_stamp import opened_at
from formulir.opened_link import FormLink, form_of, require_open
from formulir.rendering import Resumed, definition_for, filled_form
from formulir.resuming import opened_by
from formulir.views.answer_draft import shown_again
from formulir.views.form import proof_in, to_form
from formulir.views.routes import blueprint
from survei.web.link_routes import FORM

#: Name of the field in which the code is typed.
TYPED_FIELD = "kode"


@blueprint.get(f"{FORM.rule}/lanjut")
@blueprint.get(f"{FORM.rule}/surat")
def load_again(token: str) -> ResponseReturnValue:
    """Somebody loads the address of a page again that came as an answer: back to the form."""
    return to_form(form_of(token))


@blueprint.post(f"{FORM.rule}/lanjut")
def resume(token: str) -> ResponseReturnValue:
    """Opens the draft, or says on the empty form that the code is another one."""
    opened = form_of(token)
    if opened.has_ended:
        return to_form(opened)
    values = read_form()
    stamped = proof_in(opened, values)
    require_open(opened.cycle, opened_at=opened_at(opened.token, stamped))
    code = values.get(TYPED_FIELD, "")
    found = opened_by(opened, code)
    return shown_again(opened, found, stamped) if found else _another(opened, code, stamped)


def _another(opened: FormLink, code: str, stamped: str) -> ResponseReturnValue:
    error = (
        _("Kode ini tidak membuka isian pada tautan ini. Periksa lagi setiap huruf dan angkanya.")
        if code.strip()
        else _("Ketik kode lanjutannya dahulu.")
    )
    form = definition_for(opened.assignment).draft()
    resumed = Resumed(error=error, typed_code=code)
    return Response(filled_form(opened, form, resumed=resumed, stamped=stamped), status=422)
