"""`/hasil/<token>`: the appraised person's own result, explained; and "sudah saya baca"."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from formulir.form_body import read_form
from formulir.language import wanted_language
from formulir.opened_link import link_of
from formulir.refusals import Refused
from formulir.retention_sentences import result_sentences
from formulir.views.routes import blueprint
from survei import clock
from survei.errors import NotFound
from survei.evidence.queries import own_file, own_files
from survei.invitation.choices import LinkPurpose
from survei.presentation.result_page import ResultPage
from survei.result.confirming import code_of
from survei.result.document import ResultDocument
from survei.result.models import Result
from survei.result.queries import result_of_ratee
from survei.result.sealed_results import ResultAltered, read_result
from survei.result.services import acknowledge_result
from survei.sealing.inclusion import grouped
from survei.web.evidence_download import evidence_download
from survei.web.link_routes import AUTHENTICITY, RESULT
from survei.web.qr import qr


@blueprint.get(RESULT.rule)
def result(token: str) -> ResponseReturnValue:
    """The result. Reading it changes nothing."""
    return _page(_result_of(token), 200)


@blueprint.post(RESULT.rule)
def acknowledge(token: str) -> ResponseReturnValue:
    """The ratee confirms having read it; only the first time counts. 422 without the tick."""
    row = _result_of(token)
    if read_form().get("dibaca") != "1":
        return _page(row, 422, has_error=True)
    acknowledge_result(row.ratee_id)
    return redirect(request.full_path.rstrip("?"), 303)


@blueprint.get(f"{RESULT.rule}/bukti/<file_id>")
def own_evidence(token: str, file_id: str) -> ResponseReturnValue:
    """A file that the ratee handed in about oneself, to save."""
    row = _result_of(token)
    try:
        file = own_file(file_id, row.ratee_id)
    except NotFound:
        raise Refused("unknown") from None
    return evidence_download(file)


def _result_of(token: str) -> Result:
    row = result_of_ratee(link_of(token, LinkPurpose.RESULT).participant_id)
    if row is None:
        raise Refused("unknown")
    return row


def _page(row: Result, status: int, *, has_error: bool = False) -> ResponseReturnValue:
    try:
        document, language = read_result(row), wanted_language()
    except ResultAltered:
        raise Refused("altered") from None
    check = f"{current_app.config['SETTINGS'].base_url}{AUTHENTICITY.rule}?kode={code_of(row)}"
    with force_locale(language):
        html = render_template(
            "formulir/pages/result.html",
            language=language,
            has_error=has_error,
            files=list(own_files(row.ratee_id)),
            path=request.path,
            code=grouped(code_of(row)),
            check=check,
            picture=qr(check),
            contact=current_app.config["SETTINGS"].privacy_contact,
            kept=result_sentences(row.cycle, language),
            **_dates(row, document, language),
            result=document,
            page=ResultPage(document, language),
        )
    return make_response(html, status)


def _dates(row: Result, document: ResultDocument, language: str) -> dict[str, Any]:
    read_at, period = row.acknowledged_at, document.period
    last_day = None
    if read_at:
        last_day = clock.to_local(read_at).date() + timedelta(days=document.objection_days)
    return {
        "published_at": clock.format_moment(row.cycle.published_at, language),
        "read_at": clock.format_moment(read_at, language) if read_at else "",
        "objection_day": clock.format_date(last_day, language) if last_day else "",
        "period": f"{clock.format_date(period.period_start, language)} – "
        f"{clock.format_date(period.period_end, language)}",
    }
