"""`/u/<token>`: everybody a rater rates in this cycle, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from formulir.cycle_end import chance_sentence, deadline_words, end_sentence
from formulir.dispute_words import dispute_path
from formulir.handout_notice import handings_of
from formulir.language import wanted_language
from formulir.opened_link import link_of
from formulir.privacy_notice import list_notice
from formulir.rendering import period_of
from formulir.views.routes import blueprint
from survei import clock
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Cycle
from survei.cycle.queries import judging_moment
from survei.invitation.choices import LinkPurpose
from survei.invitation.disputes import is_disputable
from survei.invitation.queries import Task, tasks_of
from survei.response.rules import is_before, takes_answers
from survei.web.link_routes import LIST


@dataclass(frozen=True)
class Entry:
    """One person on the list."""

    name: str
    unit: str
    relation: str
    state: str
    path: str
    #: Date of sending or declining, as shown.
    done_on: str
    #: Whether one said that somebody else sent it; where one may still say so.
    is_disputed: bool
    dispute_path: str


@blueprint.get(LIST.rule, strict_slashes=False)
def tasks(token: str) -> ResponseReturnValue:
    """The list; open ones first, none of it guarded by time: a receipt stays reachable."""
    link = link_of(token, LinkPurpose.LIST)
    cycle, language = link.participant.cycle, wanted_language()
    now = judging_moment(cycle)
    entries = [_entry(task, cycle, language) for task in tasks_of(link.participant_id)]
    return render_template(
        "formulir/pages/tasks.html",
        language=language,
        rater=link.participant.name,
        cycle_name=cycle.name,
        period=period_of(cycle, language),
        opening=clock.format_moment(cycle.opens_at, language) if is_before(cycle, now) else "",
        deadline=deadline_words(cycle, language),
        end=_end(cycle, now),
        is_open=takes_answers(cycle, now),
        open=[entry for entry in entries if entry.state == AssignmentState.OPEN],
        done=[entry for entry in entries if entry.state != AssignmentState.OPEN],
        count=len(entries),
        notice=list_notice(cycle, {entry.relation for entry in entries}),
        handed_out=handings_of(link, language),
    )


def _end(cycle: Cycle, now: datetime) -> tuple[str, ...]:
    """How it ended and what can be done; nothing before that."""
    if is_before(cycle, now) or takes_answers(cycle, now):
        return ()
    return end_sentence(cycle, now), chance_sentence(cycle)


def _entry(task: Task, cycle: Cycle, language: str) -> Entry:
    assignment = task.assignment
    return Entry(
        name=assignment.ratee.name,
        unit=assignment.ratee.unit_name,
        relation=assignment.relation,
        state=assignment.state,
        path=task.path,
        done_on=clock.format_date(assignment.done_on, language) if assignment.done_on else "",
        is_disputed=assignment.is_disputed,
        dispute_path=dispute_path(task.path) if is_disputable(assignment, cycle) else "",
    )
