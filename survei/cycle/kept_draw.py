"""What is kept of a draw, and repeating it: whether those who were assigned are those it gives.

Cycles opened before draws were kept are rebuilt from their frozen people and today's job roles.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from survei.audit.choices import Actor
from survei.audit.models import AuditEvent
from survei.audit.services import record
from survei.cycle.chance import ALGORITHM, OF_PLAN, Chance, CycleChance, PlanChance
from survei.cycle.choices import AssignmentState
from survei.cycle.draw import DrawBasis, Person, Task, basis_of, draw
from survei.cycle.models import Assignment, Cycle, CycleDraw, Participant
from survei.cycle.planning import staff_rows
from survei.cycle.queries import chosen_units, plan_of
from survei.cycle.roster import ratees_among
from survei.database import database
from survei.errors import SurveiError
from survei.staff.models import JobRole
from survei.typed_json import TypeReader

#: What older plans drew with that named no number.
USUAL_SEED = 1


_basis = TypeReader(DrawBasis)


class NothingDrawn(SurveiError):
    """There is no draw to repeat."""

    message = "Periode ini belum dibuka, atau data penilainya sudah dihapus."


class DrawNotKept(SurveiError):
    """An older release drew; there is nothing that could be handed on."""

    message = "Dasar undian periode ini tidak disimpan: periode dibuka dengan versi yang lama."


class DrawUnknown(SurveiError):
    """A newer release drew, or what is kept was damaged."""

    message = "Undian periode ini disimpan dengan cara yang tidak dikenal oleh versi aplikasi ini."


@dataclass(frozen=True)
class DrawSource:
    """What a draw is repeated from."""

    algorithm: int
    #: As it was written: hexadecimal digits, or the number of an older plan.
    seed: str
    chance: Chance
    basis: DrawBasis
    #: As kept; empty where the basis was not kept but rebuilt as well as today allows.
    digest: str = ""
    #: Whether number, rules and people are those that the digest was made of.
    is_intact: bool = True


@dataclass(frozen=True)
class DrawCheck:
    """What repeating a draw showed."""

    source: DrawSource
    #: Drawn, but assigned to nobody; and assigned, but not drawn.
    missing: list[Task]
    added: list[Task]
    #: Drawn, and withdrawn by HR afterwards.
    withdrawn: list[Task]
    #: The digest as the log's line of the opening has it; empty where there is none.
    logged: str
    #: {employee id: name as frozen}.
    names: dict[int, str]

    @property
    def agrees_with_log(self) -> bool:
        """Whether the log, where it says anything, has the digest that is kept."""
        return self.logged in ("", self.source.digest)

    @property
    def fits(self) -> bool:
        """Whether the raters are those that the draw gives, from what nobody changed since."""
        is_whole = self.source.is_intact and self.agrees_with_log
        return is_whole and not self.missing and not self.added


def digest_of(cycle_id: int, algorithm: int, seed: str, basis: str) -> str:
    """The SHA-256 of all that a draw depends on."""
    return hashlib.sha256(f"{algorithm}:{cycle_id}:{seed}:{basis}".encode()).hexdigest()


def keep_draw(cycle_id: int, seed: str, basis: DrawBasis) -> str:
    """Writes what was drawn from, as part of the opening's transaction. Returns the digest."""
    text = msgspec.json.encode(basis).decode()
    digest = digest_of(cycle_id, ALGORITHM, seed, text)
    CycleDraw.insert(
        cycle=cycle_id, algorithm=ALGORITHM, seed=seed, basis=text, digest=digest
    ).execute()
    return digest


def draw_shown(cycle_id: int) -> CycleDraw | None:
    """Number, way and digest without the people, for a page; None where none is kept."""
    columns = (CycleDraw.cycle, CycleDraw.algorithm, CycleDraw.seed, CycleDraw.digest)
    return CycleDraw.select(*columns).where(CycleDraw.cycle == cycle_id).get_or_none()


def export_draw(cycle_id: int, *, actor: Actor) -> str:
    """All that somebody else needs to repeat a draw and its digest, as one line of JSON (the room
    card says how); people are numbers. Who has it knows who was asked about whom, so the log has
    a line of it. Raises DrawNotKept.
    """
    with database.atomic():
        kept: CycleDraw | None = CycleDraw.get_or_none(CycleDraw.cycle == cycle_id)
        if kept is None:
            raise DrawNotKept
        record(actor, "cycle.export_draw", "cycle", cycle_id)
    columns = {
        "cycle": cycle_id,
        "algorithm": kept.algorithm,
        "seed": kept.seed,
        "digest": kept.digest,
        "basis": msgspec.Raw(kept.basis.encode()),
    }
    return msgspec.json.encode(columns).decode()


def check_draw(cycle: Cycle) -> DrawCheck:
    """Repeats the draw of a cycle: seconds for a whole city. Raises NothingDrawn, DrawUnknown."""
    people = _Frozen(cycle)
    if not people.rows:
        raise NothingDrawn
    source = _source_of(people)
    drawn, assigned = set(draw(source.basis, source.chance)), people.tasks
    revoked = {task for task, state in assigned.items() if state == AssignmentState.REVOKED}
    return DrawCheck(
        source=source,
        missing=sorted(drawn - assigned.keys()),
        added=sorted(assigned.keys() - drawn),
        withdrawn=sorted(drawn & revoked),
        logged=_logged_digest(cycle.id),
        names=people.names,
    )


def _source_of(people: _Frozen) -> DrawSource:
    kept = CycleDraw.get_or_none(CycleDraw.cycle == people.cycle.id)
    return _kept_source(kept) if kept else people.source


def _kept_source(kept: CycleDraw) -> DrawSource:
    if kept.algorithm != ALGORITHM:
        raise DrawUnknown
    try:
        basis = _basis.decode(kept.basis)
        bytes.fromhex(kept.seed)
    except ValueError:
        raise DrawUnknown from None
    digest = digest_of(kept.cycle_id, kept.algorithm, kept.seed, kept.basis)
    return DrawSource(
        algorithm=kept.algorithm,
        seed=kept.seed,
        chance=CycleChance(kept.cycle_id, kept.seed),
        basis=basis,
        digest=kept.digest,
        is_intact=digest == kept.digest,
    )


def _logged_digest(cycle_id: int) -> str:
    line = (
        AuditEvent.select(AuditEvent.details)
        .where(
            AuditEvent.object_kind == "cycle",
            AuditEvent.object_id == str(cycle_id),
            AuditEvent.action == "cycle.open",
        )
        .order_by(AuditEvent.id.desc())
        .first()
    )
    return str(json.loads(line.details).get("draw", "")) if line else ""


class _Frozen:
    """The people and tasks of an opened cycle, by employee."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        query = Participant.select().where(Participant.cycle == cycle.id)
        self.rows: dict[int, Participant] = {row.id: row for row in query}
        self.names: dict[int, str] = {row.employee_id: row.name for row in self.rows.values()}

    @cached_property
    def tasks(self) -> dict[Task, str]:
        """{task: state of its assignment}."""
        columns = (Assignment.rater, Assignment.ratee, Assignment.relation, Assignment.state)
        query: Any = Assignment.select(*columns).where(Assignment.cycle == self.cycle.id).tuples()
        employee = {id: row.employee_id for id, row in self.rows.items()}
        return {
            Task(employee[rater], employee[ratee], relation): state
            for rater, ratee, relation, state in query
        }

    @property
    def source(self) -> DrawSource:
        """Of an opening by an older release."""
        number = plan_of(self.cycle).seed
        chance = PlanChance(USUAL_SEED if number is None else number)
        return DrawSource(OF_PLAN, str(chance.seed), chance, self._rebuilt())

    def _rebuilt(self) -> DrawBasis:
        """Those who took part as they were, others whom the draw passed over as they are today.
        Where everybody is rated there are no others.
        """
        plan = plan_of(self.cycle)
        rows: Any = JobRole.select(JobRole.id, JobRole.family).tuples()
        families: dict[int, str] = dict(rows)
        people = {row.employee_id: self._person(row, families) for row in self.rows.values()}
        if plan.unit_ids:
            today = (Person(p.id, p.lineage, p.family, p.supervisor) for p in staff_rows())
            people = {person.id: person for person in today} | people
        lineages = [unit.lineage for unit in chosen_units(plan)]
        frozen = ((row.employee_id, row.unit_lineage) for row in self.rows.values())
        rated = ratees_among(frozen, lineages, plan) | {task.ratee for task in self.tasks}
        return basis_of(people.values(), rated, plan)

    def _person(self, row: Participant, families: dict[int, str]) -> Person:
        above = self.rows[row.supervisor_id].employee_id if row.supervisor_id else None
        family = families.get(row.job_role_id, "")
        return Person(row.employee_id, row.unit_lineage, family, above)
