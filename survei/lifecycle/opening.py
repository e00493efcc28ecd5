"""Opening a cycle: everything frozen, links and letters made; at once, or by the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from survei import clock
from survei.audit.choices import Actor
from survei.audit.services import record
from survei.cycle.choices import CycleState
from survei.cycle.models import Participant
from survei.cycle.opening_findings import Preflight
from survei.cycle.planning import prepare
from survei.cycle.preflight import require_ready
from survei.cycle.queries import cycle as cycle_of
from survei.cycle.services import advance_cycle
from survei.database import database
from survei.invitation import issuing
from survei.invitation.queries import INVITATION, raters_in
from survei.jobs import services as jobs
from survei.jobs.choices import JobKind
from survei.jobs.models import Job
from survei.lifecycle.boxes import reserve_box
from survei.lifecycle.freezing import freeze_cycle, record_opening
from survei.lifecycle.workload import is_opening_long


@dataclass(frozen=True)
class OpeningCounts:
    """What opening a cycle made."""

    participants: int
    assignments: int
    links: int
    letters: int
    #: Raters without an address, who need a slip or a message.
    without_email: int


def open_cycle(
    cycle_id: int, *, actor: Actor, progress: Callable[[int, int], None] | None = None
) -> OpeningCounts:
    """Opens a cycle in one transaction: people frozen, raters assigned, links issued, letters
    queued. `progress(done, total)` counts rows. Raters are drawn, and the box gets its key, before
    the transaction.

    Raises what `freeze_cycle` raises; then nothing has happened.
    """
    prepared = prepare(cycle_of(cycle_id))
    require_ready(prepared.found)
    reserve_box(cycle_id)
    with database.atomic():
        frozen = freeze_cycle(prepared, progress=_first_half(progress))
        people, forms = len(frozen.participants), len(frozen.assignments)
        total = 2 * (people + forms)
        links = issuing.issue_form_links(
            cycle_id,
            (lambda done: progress(2 * people + forms + done, total)) if progress else None,
        )
        lists = issuing.issue_list_links(cycle_id)
        chosen = Participant.id.in_(raters_in(cycle_id))
        due_at = max(clock.now(), frozen.cycle.opens_at)
        letters = issuing.post_to(INVITATION, cycle_id, chosen, due_at=due_at)
        record_opening(frozen, actor=actor)
        record(actor, "cycle.invite", "cycle", cycle_id, links=links + lists, letters=letters)
    return OpeningCounts(people, forms, links + lists, letters, lists - letters)


def _first_half(
    progress: Callable[[int, int], None] | None,
) -> Callable[[int, int], None] | None:
    """The freezing reports its own total; to the caller it is a part of the whole."""
    return (lambda done, total: progress(done, 2 * total)) if progress else None


def begin_opening(cycle_id: int, found: Preflight, *, actor: Actor) -> OpeningCounts | Job:
    """Opens a cycle that was checked, or leaves that to the worker where it would take long.

    Raises what `require_ready` and `open_cycle` raise; then nothing has happened.
    """
    require_ready(found)
    return (enqueue_opening if is_opening_long(found) else open_cycle)(cycle_id, actor=actor)


def enqueue_opening(cycle_id: int, *, actor: Actor) -> Job:
    """Leaves an opening to the worker. Raises WrongState."""
    with database.atomic():
        advance_cycle(cycle_id, CycleState.OPENING)
        return jobs.enqueue(JobKind.OPEN, cycle_id, actor=actor)
