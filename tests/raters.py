"""An open cycle with links, made of rows: one ratee, and a rater of every relation.

Shared by the tests of responses, pages, browsers and benchmarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from survei import clock
from survei.cycle.choices import CycleState, Relation
from survei.cycle.models import Assignment, Cycle, Participant
from survei.cycle.plan import Plan, encode_plan
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import code_of, token_of
from survei.invitation.rules import code_hash, make_code, make_nonce, make_token, token_hash
from survei.invitation.token_lookup import find_link
from survei.keys import own_keys
from survei.questionnaire.document import Document, encode, fingerprint
from survei.sealing.private_keys import new_pair
from survei.staff.models import Employee, JobRole, Unit
from tests.examples import every_kind_document

NOW = datetime(2026, 11, 23, 2, 32, tzinfo=UTC)
CLOSES = datetime(2026, 12, 12, 15, 59, tzinfo=UTC)
RATEE = "Andi Ma'ruf Dg. Sila, S.Pd., M.Si."
#: {given name: (name, relation to the ratee)}.
RATERS = {
    "andi": (RATEE, Relation.SELF),
    "nur": ("Dra. Hj. Nurhayati, S.Pd., M.Pd.", Relation.SUPERVISOR),
    "budi": ("Budi Santoso, S.Kom.", Relation.PEER),
    "citra": ("Citra", Relation.PEER),
    "dewi": ("Dewi Lestari", Relation.PEER),
    "eko": ("Eko Prasetyo", Relation.SUBORDINATE),
}
#: Every answer of `every_kind_document`, as a form sends it.
SENT: dict[str, str | list[str]] = {
    "tepat-waktu": "5",
    "mutu": "4",
    "keluhan": "3",
    "sapa": "2",
    "waktu": "pagi",
    "kegiatan": ["", "pagi", "sore"],
    "jam": "2,5",
    "saran": "Pertahankan.",
    "kebiasaan.salam": "3",
    "kebiasaan.antre": "3",
    "tempat": "lainnya",
    "tempat.lainnya": "Perpustakaan",
    "urutan": ["pagi:2", "siang:3", "sore:1"],
    "setim": "ya",
}


@dataclass
class Raters:
    """The cycle and its people by given name."""

    cycle: Cycle
    version: QuestionnaireVersion
    people: dict[str, Participant]
    tokens: dict[str, str]
    lists: dict[str, str]
    codes: dict[str, str]

    def path(self, who: str) -> str:
        """Path of somebody's form about the ratee."""
        return f"/f/{self.tokens[who]}"

    def link(self, who: str) -> Link:
        """The link as a request finds it."""
        link = find_link(self.tokens[who])
        assert link is not None
        return link

    def assignment(self, who: str) -> Assignment:
        """Somebody's assignment, read anew."""
        return Assignment.get_by_id(self.link(who).assignment_id)


def make_raters(
    document: Document | None = None,
    *,
    opens_at: datetime = NOW - timedelta(days=1),
    closes_at: datetime = CLOSES,
    plan: Plan | None = None,
    state: CycleState = CycleState.OPEN,
    peers: int = 3,
    unit: Unit | None = None,
) -> Raters:
    """The rows of an open cycle, in `unit` or one of its own; `peers` above three adds more."""
    version = make_version(document or every_kind_document())
    cycle = Cycle.create(
        name="Penilaian Kinerja 2026",
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
        opens_at=opens_at,
        closes_at=closes_at,
        state=state,
        plan=encode_plan(plan or Plan()),
        created_at=NOW,
        box_key=new_pair(),
    )
    names = RATERS | {
        f"rekan{number}": (f"Rekan {number}", Relation.PEER) for number in range(4, peers + 1)
    }
    unit = unit or Unit.create(name="SD Negeri 12 Tamalate", path_key="sdn 12", lineage="1.")
    role = JobRole.get_or_none(name_key="guru")
    role = role or JobRole.create(name="Guru", name_key="guru", family="guru")
    people = {
        key: _participant(cycle, unit, role, number, name)
        for number, (key, (name, _)) in enumerate(names.items())
    }
    tokens, lists, codes = {}, {}, {}
    for key, (_, relation) in names.items():
        assignment = Assignment.create(
            cycle=cycle,
            rater=people[key],
            ratee=people["andi"],
            relation=relation,
            version=version,
        )
        tokens[key] = token_of(add_form_link(assignment))
        its_list = add_list_link(people[key])
        lists[key], codes[key] = token_of(its_list), code_of(its_list)
    return Raters(cycle, version, people, tokens, lists, codes)


def make_version(document: Document) -> QuestionnaireVersion:
    """A published version of a document."""
    text = encode(document)
    questionnaire = Questionnaire.create(key=document.key, title=document.title)
    return QuestionnaireVersion.create(
        questionnaire=questionnaire,
        number=1,
        sha256=fingerprint(text),
        document=text,
        title=document.title,
        published_at=clock.now(),
        published_by="HR",
    )


def add_form_link(assignment: Assignment) -> Link:
    """A form link in force."""
    nonce = make_nonce()
    token = make_token(own_keys().link, LinkPurpose.FORM, assignment.id, nonce)
    return Link.create(
        token_hash=token_hash(token),
        nonce=nonce,
        purpose=LinkPurpose.FORM,
        participant=assignment.rater_id,
        assignment=assignment,
    )


def add_list_link(participant: Participant) -> Link:
    """A list link with a printed code."""
    nonce = make_nonce()
    token = make_token(own_keys().link, LinkPurpose.LIST, participant.id, nonce)
    return Link.create(
        token_hash=token_hash(token),
        nonce=nonce,
        purpose=LinkPurpose.LIST,
        participant=participant,
        code_hash=code_hash(own_keys().link, make_code(own_keys().link, participant.id, nonce)),
    )


def _participant(cycle: Cycle, unit: Unit, role: JobRole, number: int, name: str) -> Participant:
    nip = f"19860926201505{number:04}"
    employee = Employee.create(nip=nip, name=name, unit=unit, job_role=role)
    return Participant.create(
        cycle=cycle,
        employee=employee,
        nip=nip,
        name=name,
        email=f"pegawai{number}@example.go.id",
        unit_name=unit.name,
        unit_lineage=unit.lineage,
        job_role_id=role.id,
        job_role_name=role.name,
    )
