"""A cycle whose results are computed, with the people of a small school rated as told."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from survei import clock
from survei.audit.choices import SYSTEM
from survei.audit.services import record
from survei.cycle.choices import SETTLED, AssignmentState, CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.plan import Plan, encode_plan
from survei.cycle.relations import CONFIDENTIAL
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.lifecycle.boxes import BOXED
from survei.lifecycle.unproved_answers import accept_answers
from survei.questionnaire.document import Document, encode, fingerprint
from survei.questionnaire.scoring import section_scores, written_scores
from survei.response.models import ConfidentialSubmission, IdentifiedSubmission
from survei.response.sealed_submissions import Sealed, box_receipt, put_in_box, sealed_row
from survei.result.integrity import published_proof
from survei.result.models import Result
from survei.result.seal import sealed
from survei.result.stored_document import fingerprint as document_hash
from survei.sealing.private_keys import new_pair
from survei.staff.models import Employee, JobRole, Unit
from tests.result.sample import questionnaire

OPENED = datetime(2026, 10, 1, tzinfo=UTC)
CLOSED = datetime(2026, 10, 31, tzinfo=UTC)


@dataclass
class School:
    """The rows of a cycle; `people` are the participants by name."""

    cycle: Cycle
    version: QuestionnaireVersion
    document: Document
    people: dict[str, Participant] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 999)))

    def person(self, name: str, supervisor: str | None = None, **columns: object) -> Participant:
        """An employee, frozen into the cycle."""
        above = self.people.get(supervisor or "")
        number = next(self._numbers)
        base = {"unit": Unit.get(), "job_role": JobRole.get()} | columns
        employee = Employee.create(
            nip=f"19870926201505{1000 + number}",
            name=name,
            email=f"pegawai{number}@contoh.go.id",
            supervisor=above.employee_id if above else None,
            **base,
        )
        return self.freeze(employee, above)

    def freeze(self, employee: Employee, supervisor: Participant | None) -> Participant:
        """Puts an employee into the cycle."""
        person = Participant.create(
            cycle=self.cycle,
            employee=employee,
            supervisor=supervisor,
            nip=employee.nip,
            name=employee.name,
            email=employee.email,
            unit_name=employee.unit.name,
            unit_lineage=employee.unit.lineage,
            job_role_id=employee.job_role_id,
            job_role_name=employee.job_role.name,
        )
        self.people[employee.name] = person
        return person

    def ask(
        self,
        rater: str,
        ratee: str,
        relation: Relation,
        answers: dict[str, object] | None = None,
        *,
        state: AssignmentState | None = None,
    ) -> Assignment:
        """An assignment; with answers also the submission."""
        done = AssignmentState.SUBMITTED if answers is not None else AssignmentState.OPEN
        assignment = Assignment.create(
            cycle=self.cycle,
            rater=self.people[rater],
            ratee=self.people[ratee],
            relation=relation,
            version=self.version,
            state=state or done,
            done_on=date(2026, 10, 5) if answers is not None else None,
        )
        if answers is not None:
            self._submit(assignment, answers)
        if relation in CONFIDENTIAL:
            accept(self.cycle)
        return assignment

    def _submit(self, assignment: Assignment, answers: dict[str, object]) -> None:
        row = {
            "ratee": assignment.ratee_id,
            "relation": assignment.relation,
            "version": assignment.version_id,
            "answers": json.dumps(answers),
            "section_scores": json.dumps(written_scores(section_scores(self.document, answers))),
        }
        if assignment.relation in CONFIDENTIAL and self.cycle.box_key:
            sealed = sealed_row(self.cycle, Sealed(*row.values()))  # type: ignore[arg-type]
            put_in_box(sealed)
            receipt = box_receipt(assignment.id, sealed[0])
            Assignment.update(box_receipt=receipt).where(Assignment.id == assignment.id).execute()
        elif assignment.relation in CONFIDENTIAL:
            ConfidentialSubmission.create(
                id=secrets.token_hex(16), cycle=self.cycle, force_insert=True, **row
            )
        else:
            IdentifiedSubmission.create(assignment=assignment, submitted_at=OPENED, **row)


def make_school(
    *,
    state: CycleState = CycleState.COMPUTED,
    document: Document | None = None,
    relations: Sequence[Relation] = tuple(Relation),
    with_unit: bool = True,
) -> School:
    """A unit, a role, a published questionnaire and a cycle, without people."""
    document = document or questionnaire()
    if with_unit:
        Unit.create(name="SD Negeri Uji", path_key="sd negeri uji", lineage="1.")
        JobRole.create(name="Guru", name_key="guru", family="guru")
    text = encode(document)
    version = QuestionnaireVersion.create(
        questionnaire=Questionnaire.create(key=document.key, title=document.title),
        number=1,
        sha256=fingerprint(text),
        document=text,
        title=document.title,
        published_at=OPENED,
        published_by="HR",
    )
    cycle = Cycle.create(
        name="Penilaian 2026",
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        opens_at=OPENED,
        closes_at=CLOSED,
        state=state,
        plan=encode_plan(Plan(relations=list(relations))),
        created_at=OPENED,
        opened_at=OPENED,
        closed_at=None if state == CycleState.OPEN else clock.now(),
        computed_at=clock.now() if state in SETTLED else None,
        cleared_at=clock.now() if state in SETTLED else None,
        box_key=new_pair() if state in BOXED else None,
    )
    accept(cycle)
    return School(cycle, version, document)


def accept(cycle: Cycle) -> None:
    """A person says that answers count, of which no line says that they came out of a box."""
    if Cycle.get_by_id(cycle.id).state == CycleState.COMPUTED:
        accept_answers(cycle.id, "Baris uji.", actor=SYSTEM)


def store_as_published(ratee_id: int, text: str) -> None:
    """Puts a document in the place of a published one, and seals all of its cycle anew."""
    change = Result.update(document=text, sha256=document_hash(text))
    change.where(Result.ratee == ratee_id).execute()
    cycle_id = Result.get(Result.ratee == ratee_id).cycle_id
    rows = list(Result.select().where(Result.cycle == cycle_id).order_by(Result.ratee))
    seal, ways = sealed(0, {row.ratee_id: row.sha256 for row in rows})
    for row in rows:
        Result.update(seal=ways[row.ratee_id]).where(Result.id == row.id).execute()
    facts = {"sha256": published_proof(cycle_id), "seals": [seal]}
    record(SYSTEM, "cycle.publish", "cycle", cycle_id, **facts)


def ratings(level: int, text: str = "") -> dict[str, object]:
    """Every rating of the sample questionnaire at one level."""
    answers: dict[str, object] = dict.fromkeys(("a1", "a2", "a3", "b1", "b2"), level)
    return answers | ({"saran": text} if text else {})


def rated_school(*, state: CycleState = CycleState.COMPUTED, peers: int = 3) -> School:
    """Two heads with a teacher each ("Aminah" under "Kepala", "Basri" under "Lain"), `peers`
    colleagues of whom each rates Aminah at level 3, and nobody Basri but his head.
    """
    school = make_school(state=state)
    school.person("Dinas")
    school.person("Kepala", "Dinas")
    school.person("Lain")
    school.person("Aminah", "Kepala")
    school.person("Basri", "Lain")
    school.ask("Aminah", "Aminah", Relation.SELF, ratings(5, "Saya rajin"))
    school.ask("Kepala", "Aminah", Relation.SUPERVISOR, ratings(4, "Pertahankan"))
    school.ask("Lain", "Basri", Relation.SUPERVISOR, ratings(2, "RAHASIA-LAIN"))
    for number in range(peers):
        school.person(f"Rekan {number}", "Kepala")
        school.ask(f"Rekan {number}", "Aminah", Relation.PEER, ratings(3, f"Saran {number}"))
    return school
