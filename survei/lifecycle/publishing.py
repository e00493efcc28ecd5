"""Publishing: one document per ratee, all visible at one moment, and a letter to each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from random import SystemRandom
from typing import TypeVar

from peewee import IntegrityError

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.audit.whole_log import require_whole_log
from survei.cycle import queries as cycle_queries
from survei.cycle.choices import CycleState
from survei.cycle.models import Cycle, Participant
from survei.cycle.rules import require_answers, require_move
from survei.cycle.services import advance_cycle
from survei.database import database
from survei.errors import WrongState
from survei.invitation import issuing
from survei.invitation.letters import RESULT
from survei.invitation.queries import EVERYONE, ratees_in
from survei.invitation.reached_groups import reach_of
from survei.jobs.choices import JobKind
from survei.jobs.models import Job
from survei.jobs.services import enqueue
from survei.lifecycle.box_opening import note_change, require_unchanged
from survei.lifecycle.computing import CLEARING_SECONDS, finish_clearing
from survei.lifecycle.disputing import require_as_logged, require_decided
from survei.lifecycle.proving import Proving, is_still, stored_documents
from survei.lifecycle.workload import is_publishing_long
from survei.mail.models import Letter
from survei.response.box_proof import BoxChanged
from survei.result import queries
from survei.result.composition import make_result
from survei.result.document import ResultDocument
from survei.result.inputs import RateeInputs
from survei.result.integrity import published_proof
from survei.result.models import QuestionStatistic, Result
from survei.result.norms import Norms
from survei.result.question_figures import SUMS
from survei.result.questions import QuestionTallies
from survei.result.stored_document import encode_result, fingerprint

T = TypeVar("T")


#: Called with (done, total) while results are made.
Progress = Callable[[int, int], None]


#: Documents written in one short transaction.
CHUNK = 100


STATISTIC_COLUMNS = (
    QuestionStatistic.cycle,
    QuestionStatistic.version,
    QuestionStatistic.relation,
    QuestionStatistic.code,
    *SUMS,
)


COLUMNS = (
    *(Result.cycle, Result.ratee, Result.document, Result.sha256, Result.made_at, Result.seal),
)


def begin_publishing(cycle: Cycle, *, actor: Actor) -> Cycle | Job:
    """Publishes, or leaves that to the worker where it would take long. Raises what
    `publish_results` raises.
    """
    require_decided(cycle.id)
    if cycle.state == CycleState.COMPUTED and is_publishing_long(cycle.id):
        return enqueue(JobKind.PUBLISH, cycle.id, actor=actor)
    return publish_results(cycle.id, actor=actor)


def publish_results(cycle_id: int, *, actor: Actor, progress: Progress | None = None) -> Cycle:
    """Makes one document per ratee of a computed cycle and publishes them all at one moment.

    Documents are written in short transactions while nobody can see them, so that others can
    work meanwhile; the last transaction turns the state, adds links and letters and the audit
    line. Stopped half-way (also by what `progress` raises), a further call goes on where this
    one ended. Progress counts every ratee twice: read for the spread, then written. Raises
    WrongState unless results are computed (also when somebody else publishes at the same time),
    Undecided while an auditor has to decide about a report, LogNotWhole, ReportsChanged,
    AnswersUnproved and BoxChanged when answers are not known to be as they came out of the box,
    FiguresBeyond and ResultsChanged when documents are not as they were proved, NotFound.
    """
    finish_clearing(most_seconds=CLEARING_SECONDS)
    cycle = cycle_queries.cycle(cycle_id)
    require_move(cycle.state, CycleState.PUBLISHED)
    require_answers(cycle)
    require_decided(cycle_id)
    require_whole_log("publish", cycle_id, actor=actor)
    require_as_logged(cycle_id)
    proving = Proving(cycle_id, require_unchanged(cycle, actor=actor))
    try:
        tallies = _write_documents(cycle, proving, progress or _tell_nobody, actor)
    except BoxChanged:
        note_change(cycle_id, actor=actor, same_content=False)
        raise
    require_unchanged(cycle, actor=actor)
    with database.atomic():
        advance_cycle(cycle_id, CycleState.PUBLISHED, published_at=clock.now())
        require_decided(cycle_id)  # one may have come meanwhile; after this none is taken
        require_as_logged(cycle_id)
        _write_statistics(cycle_id, tallies)
        results, _ = queries.made_so_far(cycle_id)
        result_links(cycle_queries.cycle(cycle_id))
        facts = {"results": results, "sha256": published_proof(cycle_id), "seals": proving.seals}
        found = proving.write_counts(len(tallies.narrowing)) | {"in_reach": _reach(cycle)}
        record(actor, "cycle.publish", "cycle", cycle_id, **facts, **found)
        proving.require_as_proved()  # last: a trigger in the database works with our own writes
    return cycle_queries.cycle(cycle_id)


def _reach(cycle: Cycle) -> dict[str, int | bool]:
    """What the log keeps of answers that others than their raters could have written."""
    scheme = queries.scheme_of(cycle)
    reach = reach_of(cycle.id, scheme.least_submissions, EVERYONE)
    return asdict(reach) | {"left_out": scheme.least_by_own_links}


def _tell_nobody(done: int, total: int) -> None:
    """Progress that nobody asked for."""


def _write_documents(
    cycle: Cycle, proving: Proving, progress: Progress, actor: Actor
) -> QuestionTallies:
    """Two passes over the answers: the spread over all ratees, then the documents.

    Returns what the first pass found about the questions.
    """
    total, (_, last) = queries.ratee_count(cycle.id), queries.made_so_far(cycle.id)
    norms, tallies, done = Norms(), QuestionTallies(), 0
    for chunk in _chunks(map(proving.counted, _inputs(cycle, proving))):
        for inputs in chunk:
            norms.add(inputs.groups, inputs.scheme)
            tallies.add(inputs)
        done += len(chunk)
        progress(done, 2 * total)
    for chunk in _chunks(map(proving.proved, _inputs(cycle, proving))):
        _write(chunk, norms, proving, last, actor)
        done += len(chunk)
        progress(done, 2 * total)
    return tallies


def _inputs(cycle: Cycle, proving: Proving) -> Iterator[RateeInputs]:
    return queries.ratee_inputs(cycle, known=proving.answers)


def _write_statistics(cycle_id: int, tallies: QuestionTallies) -> None:
    for chunk in _chunks(tallies.rows()):
        rows = [(cycle_id, *row) for row in chunk]
        QuestionStatistic.insert_many(rows, fields=STATISTIC_COLUMNS).execute()


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _write(
    chunk: list[RateeInputs], norms: Norms, proving: Proving, last: int, actor: Actor
) -> None:
    """Stores documents; those up to `last` are there since a run that broke off, and are made
    anew where they are not what the answers make.
    """
    made = [make_result(inputs, norms=norms, chance=SystemRandom()) for inputs in chunk]
    for inputs, document in zip(chunk, made, strict=True):
        proving.require_covered(inputs, document)
    stored = stored_documents([_ratee(one) for one in made if _ratee(one) <= last])
    right = {_ratee(one) for one in made if is_still(stored.get(_ratee(one)), one)}
    rows = {_ratee(one): _row(one) for one in made if _ratee(one) not in right}
    ways = proving.seal(
        {key: rows[key][3] if key in rows else stored[key].sha256 for key in map(_ratee, made)}
    )
    wrong = stored.keys() - right
    try:
        with database.atomic():
            Result.delete().where(Result.ratee.in_(wrong)).execute()
            if rows:
                sealed_rows = [(*row, ways[ratee]) for ratee, row in rows.items()]
                Result.insert_many(sealed_rows, fields=COLUMNS).execute()
            for ratee in right:
                if stored[ratee].seal != ways[ratee]:
                    Result.update(seal=ways[ratee]).where(Result.ratee == ratee).execute()
            proving.count_remade(len(wrong), actor=actor)
    except IntegrityError:
        raise WrongState from None


def _ratee(document: ResultDocument) -> int:
    return document.ratee.participant_id


def _row(document: ResultDocument) -> tuple[int, int, str, str, datetime]:
    text = encode_result(document)
    return (document.period.cycle_id, _ratee(document), text, fingerprint(text), clock.now())


def result_links(cycle: Cycle) -> int:
    """A result link and a letter without any score for every ratee; once, at publishing.

    Part of the caller's transaction. Returns the number of links; a second call makes none.
    """
    with database.atomic():
        links = issuing.issue_result_links(cycle.id)
        if links:
            told = Letter.select(Letter.participant_id).where(
                (Letter.cycle_id == cycle.id) & (Letter.kind == RESULT)
            )
            chosen = Participant.id.in_(ratees_in(cycle.id)) & Participant.id.not_in(told)
            issuing.post_to(RESULT, cycle.id, chosen, due_at=clock.now())
    return links
