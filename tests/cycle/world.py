"""A small dinas to try cycles on: office, a school of nine, a school of three."""

from __future__ import annotations

from datetime import UTC, date, datetime

from survei.audit.choices import Actor, ActorKind
from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.cycle.plan import Instrument, Plan, Scheme
from survei.cycle.services import create_cycle
from survei.drafting.models import Questionnaire, QuestionnaireVersion
from survei.questionnaire.document import encode
from survei.questionnaire.editing import set_scale
from survei.questionnaire.parts import Point, Scale
from survei.questionnaire.translated_text import Text
from survei.staff.models import Employee, JobRole, Unit
from tests.examples import every_kind_document

ACTOR = Actor(ActorKind.USER, 1, "Siti Aminah")
OPENS = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def make_unit(name: str, parent: Unit | None = None) -> Unit:
    key = f"{parent.path_key} / {name.lower()}" if parent else name.lower()
    unit = Unit.create(name=name, parent=parent, path_key=key, lineage="")
    unit.lineage = f"{parent.lineage if parent else ''}{unit.id}."
    unit.save()
    return unit


def make_role(name: str) -> JobRole:
    """The role of that name, which the cast may have made before."""
    names = {"name": name, "family": name.lower()}
    return JobRole.get_or_create(name_key=name.lower(), defaults=names)[0]


class World:
    """Units, roles, people by short name, and one questionnaire version."""

    def __init__(self) -> None:
        self.office = make_unit("Dinas Pendidikan")
        self.large = make_unit("SMP Negeri 1", self.office)
        self.small = make_unit("SD Negeri 2", self.office)
        self.head_role, self.teacher = make_role("Kepala Sekolah"), make_role("Guru")
        self.chief_role = make_role("Kepala Dinas")
        self.people: dict[str, Employee] = {}
        self.add("kadis", self.office, self.chief_role, None)
        for school, size in ((self.large, 8), (self.small, 2)):
            head = self.add(f"kepsek {school.name}", school, self.head_role, "kadis")
            for number in range(1, size + 1):
                self.add(f"guru {number} {school.name}", school, self.teacher, head.name)
        self.version = self.publish("perilaku", 1)

    def add(self, name: str, unit: Unit, role: JobRole, above: str | None) -> Employee:
        number = len(self.people) + 1
        self.people[name] = Employee.create(
            nip=f"19800101200501{number:04d}",
            name=name,
            email=f"p{number}@contoh.go.id",
            unit=unit,
            job_role=role,
            supervisor=self.people[above] if above else None,
        )
        return self.people[name]

    def publish(self, key: str, number: int, *points: int) -> QuestionnaireVersion:
        """A version, on request with a rubric of other points."""
        document = every_kind_document()
        if points:
            rubric = [Point(value=value, label=Text(f"Tingkat {value}")) for value in points]
            document = set_scale(document, "rubrik", Scale(title=Text("Rubrik"), points=rubric))
        questionnaire, _ = Questionnaire.get_or_create(key=key, defaults={"title": key.title()})
        return QuestionnaireVersion.create(
            questionnaire=questionnaire,
            number=number,
            sha256="0" * 64,
            document=encode(document),
            title=key.title(),
            published_at=OPENS,
            published_by="Siti Aminah",
        )

    def plan(self, **changes: object) -> Plan:
        options: dict[str, object] = {
            "relations": list(Relation),
            "peers": 4,
            "instruments": [
                Instrument(relation=relation, version_id=self.version.id) for relation in Relation
            ],
        }
        return Plan(**(options | changes))

    def cycle(self, plan: Plan | None = None, **changes: object) -> Cycle:
        options: dict[str, object] = {
            "name": "Penilaian 2026",
            "period_start": date(2026, 1, 1),
            "period_end": date(2026, 12, 31),
            "opens_at": OPENS,
            "closes_at": CLOSES,
            "plan": plan or self.plan(),
            "actor": ACTOR,
        }
        return create_cycle(**(options | changes))


__all__ = ["ACTOR", "CLOSES", "NOON", "OPENS", "Scheme", "World", "make_role", "make_unit"]
