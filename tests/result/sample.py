"""A small questionnaire and the inputs of one ratee, built from plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import LongText, Rating
from survei.questionnaire.parts import Point, Scale
from survei.questionnaire.scoring import section_scores
from survei.questionnaire.translated_text import Text
from survei.result.document import Period, Person
from survei.result.inputs import Instrument, RateeInputs, RaterGroup, Submission

LABELS = ["Sangat kurang", "Kurang", "Sesuai ekspektasi", "Baik", "Sangat baik"]

#: {relation: [(ratings of section "a", ratings of section "b", comment)]}
Answers = dict[Relation, list[tuple[Sequence[int | str], Sequence[int | str], str]]]


def _rating(code: str) -> Rating:
    return Rating(code=code, text=Text(f"Indikator {code}"), scale="lima")


def questionnaire(key: str = "uji") -> Document:
    """Two sections of three and two ratings on one scale of five, and a comment."""
    points = [Point(value=number, label=Text(label)) for number, label in enumerate(LABELS, 1)]
    return Document(
        key=key,
        title=Text(f"Kuesioner {key}"),
        scales={"lima": Scale(title=Text("Lima titik"), points=points)},
        sections=[
            Section(
                code="a",
                title=Text("Aspek A"),
                weight=60,
                questions=[_rating(f"a{i}") for i in (1, 2, 3)],
            ),
            Section(
                code="b",
                title=Text("Aspek B"),
                weight=40,
                questions=[_rating(f"b{i}") for i in (1, 2)],
            ),
            Section(
                code="c",
                title=Text("Catatan"),
                questions=[LongText(code="saran", text=Text("Saran?"))],
            ),
        ],
    )


def submission(
    document: Document, row: tuple[Sequence[int | str], Sequence[int | str], str]
) -> Submission:
    """Answers to that questionnaire from plain numbers."""
    answers: dict[str, object] = {f"a{i}": value for i, value in enumerate(row[0], 1)}
    answers |= {f"b{i}": value for i, value in enumerate(row[1], 1)}
    answers |= {"saran": row[2]} if row[2] else {}
    return Submission(answers=answers, scores=section_scores(document, answers))


def make_inputs(
    answers: Answers, *, scheme: Scheme | None = None, keys: dict[Relation, str] | None = None
) -> RateeInputs:
    """A ratee rated as told; `keys` gives relations questionnaires of their own."""
    documents = {key: questionnaire(key) for key in {"uji", *(keys or {}).values()}}
    numbers = {key: number for number, key in enumerate(sorted(documents), 1)}
    groups = []
    for relation, rows in answers.items():
        key = (keys or {}).get(relation, "uji")
        instrument = Instrument(numbers[key], 1, documents[key])
        submissions = [submission(documents[key], row) for row in rows]
        groups.append(RaterGroup(relation, instrument, max(5, len(rows)), submissions))
    period = Period(
        cycle_id=1, name="2026", period_start=date(2026, 1, 1), period_end=date(2026, 12, 31)
    )
    person = Person(
        participant_id=1, nip="198609262015051001", name="Sitti Aminah", job_role="Guru", unit="SD"
    )
    return RateeInputs(period, person, scheme or Scheme(), groups)
