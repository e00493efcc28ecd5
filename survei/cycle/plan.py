"""The plan of a cycle as a typed document: who takes part, who rates, with what, how it counts.

HR edits it in the wizard or as TOML until the cycle opens; then it is frozen.
"""

from __future__ import annotations

import msgspec

from survei.cycle.choices import PeerReach, Relation
from survei.cycle.relations import RELATIONS
from survei.retention.choices import DataClass
from survei.retention.rules import default_amount
from survei.typed_json import TypeReader

USUAL_WEIGHTS = {relation: row.usual_weight for relation, row in RELATIONS.items()}
USUAL_RELATIONS = tuple(relation for relation, row in RELATIONS.items() if row.is_usual)


class Part(msgspec.Struct, forbid_unknown_fields=True):
    """Base of all parts: unknown members are refused; defaults are written out, so that a
    stored plan keeps its meaning when a default changes.
    """


class Instrument(Part, kw_only=True):
    """Which questionnaire version serves a job role and relation."""

    #: Id of the job role; None serves every role that has no entry of its own.
    job_role_id: int | None = None
    relation: Relation
    #: Id of the `QuestionnaireVersion`.
    version_id: int


class Scheme(Part, kw_only=True):
    """How submissions become a result. Frozen when the cycle opens."""

    #: Weight of each relation in percent; those present are divided by their sum.
    weights: dict[Relation, float] = msgspec.field(default_factory=USUAL_WEIGHTS.copy)
    #: Fewest submissions from which a confidential group is shown.
    least_submissions: int = 3
    #: Fewest submissions from which its comments are shown.
    least_comments: int = 5
    #: Whether `least_submissions` counts only answers that nobody but the rater could have written:
    #: those sent by links that had been handed out are left aside.
    least_by_own_links: bool = False
    #: Share of a section's items that must be answered for the section to count.
    least_answered: float = 2 / 3
    #: Days after receiving the result in which the ratee may object. Source: PP 30/2019 art. 59.
    objection_days: int = 14


class Plan(Part, kw_only=True):
    """Everything HR decides before the opening."""

    #: Ids of units whose people (and those of units below) are rated; empty: everyone.
    unit_ids: list[int] = []
    #: Relations in use.
    relations: list[Relation] = msgspec.field(default_factory=lambda: list(USUAL_RELATIONS))
    #: Peers per ratee.
    peers: int = 5
    #: Whether peers are also drawn from the parent unit where the own unit has too few.
    peer_reach: PeerReach = PeerReach.PARENT
    #: Most subordinates per ratee; 0 for all of them.
    subordinates: int = 0
    #: The number that drew the raters of cycles opened before each got a random one of its own
    #: (`survei.cycle.chance.PlanChance`); read for ever, asked by no opening any more.
    seed: int | None = None
    instruments: list[Instrument] = []
    scheme: Scheme = msgspec.field(default_factory=Scheme)
    #: Days before the closing on which reminders go out.
    reminder_days: list[int] = msgspec.field(default_factory=lambda: [7, 3, 1])
    #: Years that raw answers and their files are kept; shown in the privacy notice.
    retention_years: int = default_amount(DataClass.SUBMISSIONS)
    #: Periods of other classes, frozen at the opening: what the notice promises, acts.
    periods: dict[DataClass, int] = {}


_plans = TypeReader(Plan)


def decode_plan(text: str | bytes) -> Plan:
    """A plan from its stored JSON. Raises msgspec.ValidationError."""
    return _plans.decode(text)


def encode_plan(plan: Plan) -> str:
    """The JSON that is stored."""
    return msgspec.json.encode(plan).decode()
