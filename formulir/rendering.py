"""A form as HTML: from memory when it is fresh, rendered anew when it holds answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request

from formulir.cycle_end import deadline_words
from formulir.device_answers import device_key
from formulir.form_errors import Outcome
from formulir.forms import AnswerForm, Definition, definition_of
from formulir.handout_notice import handings_of
from formulir.language import asked_language, choices, form_language
from formulir.open_stamp import FIELD as OPENED_FIELD
from formulir.open_stamp import stamp
from formulir.opened_link import FormLink
from formulir.privacy_notice import notice_for
from formulir.resuming import FIELD as RESUME_FIELD
from formulir.signed_version import FIELD as SHEET_FIELD
from formulir.signed_version import sheet_of
from formulir.slotted_page import SlottedPage, slot, without_blanks
from survei import clock
from survei.catalogues import interface_language
from survei.cycle.models import Assignment
from survei.cycle.queries import judging_moment
from survei.drafting.queries import document_of
from survei.invitation.models import Link
from survei.memory import Recent
from survei.questionnaire.document import Document
from survei.response.queries import Unfinished, unfinished, unfinished_when_found

#: Where the shortcut finds the page that was served, in the WSGI environment.
SERVED = "survei.served_page"
HTML = "text/html; charset=utf-8"
#: Bytes of pages that a process keeps: some 300 of twenty questions, where a city with 17
#: questionnaires has 136 (four relations, two languages) a cycle.
MOST_BYTES = 13_000_000
#: What differs from person to person on a fresh form.
SLOTS = ("name", "unit", "token", "opened", "draft_key", "unfinished", "unmailable")


@dataclass(frozen=True)
class Resumed:
    """How a form goes on with what was begun before."""

    #: Under which the answers on the page are kept, as it is shown; empty for none.
    code: str = ""
    #: Whether they were saved just now.
    is_saved: bool = False
    #: Whether a letter with a code is on its way: "own" with the code above, "old" with that of a
    #: draft of an older release.
    mailed: str = ""
    #: What is wrong with the code that was typed, and that code.
    error: str = ""
    typed_code: str = ""


NOT_RESUMED = Resumed()


def definition_for(assignment: Assignment) -> Definition:
    """The questionnaire of an assignment, in the wanted language."""
    asked = asked_language()
    return definition_of(assignment.version_id, relation=assignment.relation, asked=asked)


def person_values(
    link: Link, assignment: Assignment, token: str, waiting: Unfinished
) -> dict[str, str]:
    """The values of the slots. Of a draft that waits, a page says that there is one."""
    ratee = assignment.ratee
    return {
        "name": ratee.name,
        "unit": ratee.unit_name,
        "token": token,
        "opened": stamp(token, judging_moment(assignment.cycle)),
        "draft_key": device_key(link.token_hash),
        "unfinished": "" if waiting.is_begun else "hidden",
        "unmailable": "" if link.participant.email else "hidden",
    }


def fresh_form(opened: FormLink) -> Response:
    """The empty form, from memory, the same whether a draft waits or not but for one word; rendered
    for itself where there is more to say of its link.
    """
    waiting = unfinished_when_found(opened.link)
    if opened.link.is_handed_out or waiting.is_old:
        form = definition_for(opened.assignment).draft()
        return Response(filled_form(opened, form), content_type=HTML)
    page = _page_of(opened.assignment)
    return served(page, person_values(opened.link, opened.assignment, opened.token, waiting))


def served(page: SlottedPage, values: dict[str, str]) -> Response:
    """The filled page; from the next time on the shortcut may answer with it."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = Response(page.gzipped(values), content_type=HTML)
        response.headers["Content-Encoding"] = "gzip"
        request.environ[SERVED] = page
    else:
        response = Response(page.plain(values), content_type=HTML)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def filled_form(
    opened: FormLink,
    form: AnswerForm,
    outcome: Outcome | None = None,
    *,
    resumed: Resumed = NOT_RESUMED,
    stamped: str = "",
) -> str:
    """The form with what was typed, and with what is wrong where that is so.

    `stamped` is the proof of opening that it came with: shown again it is no later opening.
    """
    assignment, waiting = opened.assignment, unfinished(opened.link)
    person: dict[str, Any] = person_values(opened.link, assignment, opened.token, waiting)
    person |= {"opened": stamped or person["opened"], "is_old": waiting.is_old}
    if resumed.code and resumed.mailed != "old":
        person["unfinished"] = "hidden"
    definition = definition_for(assignment)
    return _render(assignment, definition, form, person, outcome or Outcome(), resumed, opened.link)


#: Pages with the questionnaire that they show.
PAGES: Recent[tuple[Any, ...], tuple[Document, SlottedPage]] = Recent(MOST_BYTES)


def known_page(assignment: Assignment, language: str) -> SlottedPage | None:
    """The page of this kind of form if it is in memory and its questionnaire is the same."""
    known = PAGES.get(_key(assignment, language))
    if known is None or known[0] is not document_of(assignment.version_id):
        return None
    return known[1]


def _key(assignment: Assignment, language: str) -> tuple[Any, ...]:
    """All that a fresh page shows besides its slots."""
    cycle = assignment.cycle
    return (assignment.version_id, assignment.relation, language, cycle.id, cycle.name,
            cycle.period_start, cycle.period_end, cycle.closes_at, cycle.announced_closes_at,
            cycle.box_key_copied_at, cycle.plan)  # fmt: skip


def _page_of(assignment: Assignment) -> SlottedPage:
    language = form_language(assignment.version_id)
    if page := known_page(assignment, language):
        return page
    definition = definition_for(assignment)
    slots: dict[str, Any] = {name: slot(name) for name in SLOTS} | {"is_old": False}
    html = _render(assignment, definition, definition.draft(), slots, Outcome())
    page = SlottedPage(without_blanks(html))
    PAGES.put(_key(assignment, language), (definition.document, page), page.size)
    return page


def _render(
    assignment: Assignment,
    definition: Definition,
    form: AnswerForm,
    person: dict[str, Any],
    outcome: Outcome,
    resumed: Resumed = NOT_RESUMED,
    link: Link | None = None,
) -> str:
    language = interface_language(definition.context.language)
    cycle = assignment.cycle
    answered, asked = form.count()
    return render_template(
        "formulir/pages/form.html",
        language=language,
        languages=choices(definition.document),
        definition=definition,
        form=form,
        person=person,
        outcome=outcome,
        resumed=resumed,
        resume_field=RESUME_FIELD,
        relation=assignment.relation,
        cycle_name=cycle.name,
        period=period_of(cycle, language),
        deadline=deadline_words(cycle, language),
        notice=notice_for(cycle, assignment.relation),
        handed_out=handings_of(link, language) if link else [],
        answered=answered,
        asked=asked,
        opened_field=OPENED_FIELD,
        sheet_field=SHEET_FIELD,
        sheet=sheet_of(assignment.version_id, assignment.relation),
        is_preview=False,
    )


def period_of(cycle: Any, language: str) -> str:
    """ "1 Januari 2026 sampai 31 Desember 2026" without the word between."""
    return " – ".join(
        clock.format_date(day, language) for day in (cycle.period_start, cycle.period_end)
    )
