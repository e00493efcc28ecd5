"""The results of a city, a ratee at a time: the two passes of publishing beside what they read
and write.

The floor reads the same answers and scores from JSON and writes the same documents as JSON; so
the ratio is what reckoning costs, exact fractions included. Scoring a submission stands beside
reading and writing that submission.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from random import Random
from statistics import median

import msgspec

from survei.cycle.choices import Relation
from survei.cycle.plan import Scheme
from survei.demo.example_answers import answers_to
from survei.drafting.queries import library
from survei.questionnaire.document import Document
from survei.questionnaire.scoring import (
    ScoreTable,
    read_scores,
    score_table,
    scores_by,
    written_scores,
)
from survei.result.composition import make_result
from survei.result.document import Period, Person
from survei.result.inputs import Instrument, RateeInputs, RaterGroup, Submission
from survei.result.norms import Norms
from survei.result.questions import QuestionTallies
from survei.result.stored_document import encode_result
from tests.benchmarks.table import Row

RATEES, ROUNDS = 200, 5
#: Raters of a ratee.
RATERS = {Relation.SELF: 1, Relation.SUPERVISOR: 1, Relation.PEER: 5, Relation.SUBORDINATE: 4}
#: What one ratee may cost beside reading and writing it, and one submission likewise.
MOST_RESULT, MOST_SCORES = 12.0, 5.0
#: (answers, scores) as stored, by relation.
Stored = dict[Relation, list[tuple[str, str]]]


def run() -> list[Row]:
    """Processor time, medians of rounds in which both are taken in turn."""
    chance = Random(3)
    document = next(one for one in library() if one.key == "perilaku-berakhlak")
    table = score_table(document)
    people = [_stored(document, table, chance) for _ in range(RATEES)]
    texts = _publish(document, people)
    answers = [text for person in people for rows in person.values() for text, _ in rows]
    return [
        _row(
            "publishing, one ratee of 11 submissions",
            lambda: _publish(document, people),
            lambda: _copy(people, texts),
            RATEES,
            MOST_RESULT,
        ),
        _row(
            "scoring a submission of 18 ratings",
            lambda: _score(table, answers),
            lambda: [msgspec.json.encode(json.loads(text)) for text in answers],
            len(answers),
            MOST_SCORES,
        ),
    ]


def result_document() -> str:
    """A document of a ratee of eleven submissions, as it is stored."""
    chance = Random(3)
    document = next(one for one in library() if one.key == "perilaku-berakhlak")
    return _publish(document, [_stored(document, score_table(document), chance)])[0]


def _row(
    work: str, ours: Callable[[], object], floor: Callable[[], object], count: int, most: float
) -> Row:
    rounds = [(_taken(ours), _taken(floor)) for _ in range(ROUNDS + 1)]
    # the first round warms up
    mine, least = (median(taken[1:]) / count * 1_000_000 for taken in zip(*rounds, strict=True))
    return Row(work, mine, least, "µs", most)


def _taken(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _stored(document: Document, table: ScoreTable, chance: Random) -> Stored:
    return {
        relation: [sent_answers(document, table, chance) for _ in range(n)]
        for relation, n in RATERS.items()
    }


def sent_answers(document: Document, table: ScoreTable, chance: Random) -> tuple[str, str]:
    """(answers, scores) of one rater, as stored."""
    answers = answers_to(document, tendency=chance.uniform(0.3, 0.8), chance=chance)
    return json.dumps(answers), json.dumps(written_scores(scores_by(table, answers)))


def _publish(document: Document, people: list[Stored]) -> list[str]:
    instrument = Instrument(1, 1, document)
    norms, tallies = Norms(), QuestionTallies()
    for person in people:
        inputs = _inputs(instrument, person)
        norms.add(inputs.groups, inputs.scheme)
        tallies.add(inputs)
    return [
        encode_result(make_result(_inputs(instrument, person), norms=norms, chance=Random(1)))
        for person in people
    ]


def _inputs(instrument: Instrument, person: Stored) -> RateeInputs:
    groups = [
        RaterGroup(
            relation,
            instrument,
            len(rows),
            [Submission(json.loads(one), read_scores(json.loads(other))) for one, other in rows],
        )
        for relation, rows in person.items()
    ]
    period = Period(
        cycle_id=1, name="2026", period_start=date(2026, 1, 1), period_end=date(2026, 12, 31)
    )
    ratee = Person(participant_id=1, nip="1", name="Pegawai", job_role="Guru", unit="SD")
    return RateeInputs(period, ratee, Scheme(), groups)


def _copy(people: list[Stored], texts: list[str]) -> None:
    for person, text in zip(people, texts, strict=True):
        for rows in person.values():
            for answers, scores in rows:
                for _pass in range(2):
                    json.loads(answers)
                    json.loads(scores)
        msgspec.json.encode(msgspec.json.decode(text))


def _score(table: ScoreTable, answers: list[str]) -> None:
    for text in answers:
        msgspec.json.encode(written_scores(scores_by(table, json.loads(text))))
