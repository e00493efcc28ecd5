"""What may be shown of a result and how it is added up. Pure; knows no rows and no pages.

The first rule carries all others: a withheld figure enters no published number, directly or
through a mean, so that whatever is published could be computed without it.
Source: domain.md, Rating science; security.md, rows 35-37.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from msgspec.structs import replace

from survei.cycle.choices import SETTLED, AssignmentState, CycleState, Relation
from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL, ONESELF, RELATIONS
from survei.figures import Number, exact, weighted_mean
from survei.result.choices import Completion, Showing
from survei.result.statistics import Z95, spearman_brown, standard_error

#: Thresholds that no plan can lower. Source: domain.md, Confidential groups.
LEAST_SUBMISSIONS, LEAST_COMMENTS = 3, 5
#: Fewest raters whose differences enter a figure over many ratees. Source: domain.md.
LEAST_FOR_SPREAD = 5
#: Fewest ratees for figures over the whole cycle.
LEAST_FOR_NORM = 10
#: Reliability given to a self rating when its error is needed: that of one peer, the weakest
#: assumption that is published.
SELF_RELIABILITY = 0.37

Key = TypeVar("Key")


def strict(scheme: Scheme) -> Scheme:
    """The scheme with its thresholds raised to what is always kept."""
    submissions = max(LEAST_SUBMISSIONS, scheme.least_submissions)
    comments = max(LEAST_COMMENTS, submissions, scheme.least_comments)
    return replace(scheme, least_submissions=submissions, least_comments=comments)


def showing_of(relation: Relation, *, asked: int, n: int, least: int) -> Showing:
    """Whether figures from `n` submissions of a group are shown; `asked` raters were drawn."""
    if not asked:
        return Showing.ABSENT
    if relation in CONFIDENTIAL:
        return Showing.SHOWN if n >= least else Showing.WITHHELD
    return Showing.SHOWN if n else Showing.MISSING


def are_own_enough(scheme: Scheme, *, n: int, in_reach: int) -> bool:
    """Whether `n` answers of a group may be used, when others than its raters could have written
    `in_reach` of them. Where the cycle has that rule, the threshold must be reached without those:
    whoever wrote them knows them, and is left with the rest.
    """
    if not (scheme.least_by_own_links and in_reach):
        return True
    return n - in_reach >= scheme.least_submissions


def are_comments_shown(relation: Relation, *, n: int, least: int) -> bool:
    """Whether a group's free text is shown; that of named raters always is."""
    return n >= least if relation in CONFIDENTIAL else n > 0


def shares(weights: Mapping[Key, Number], present: Sequence[Key]) -> dict[Key, Fraction]:
    """Weights of those present, divided by their sum, in percent; empty when the sum is 0."""
    kept = tuple((key, weight) for key in present if (weight := weights.get(key, 0)) > 0)
    return dict(_shares(kept))


@lru_cache(maxsize=256)
def _shares(weights: tuple[tuple[Key, Number], ...]) -> dict[Key, Fraction]:
    """Asked for again and again: few combinations of groups occur in a cycle."""
    total = sum((exact(weight) for _, weight in weights), Fraction())
    return {key: exact(weight) * 100 / total for key, weight in weights}


def composite(
    weights: Mapping[Key, Number], scores: Mapping[Key, Fraction | None]
) -> Fraction | None:
    """sum(w*m)/sum(w) over those with a score, exact; None when none of them has a weight.

    A missing score is never 0; whose weight went where is for the caller to say.
    """
    return weighted_mean(
        (exact(weight), score)
        for key, score in scores.items()
        if score is not None and (weight := weights.get(key, 0)) > 0
    )


def reliability_of(relation: Relation, n: int) -> Fraction | None:
    """Reliability of the mean of `n` raters; None for the self rating."""
    single = RELATIONS[relation].reliability
    return spearman_brown(single, n) if single and n else None


def margin_of(between: float | None, reliability: Fraction | None) -> float | None:
    """Half width of the 95 percent band around a score, from the spread over ratees."""
    if between is None or reliability is None:
        return None
    return Z95 * standard_error(between, float(reliability))


def word_for(value: Number, words: Sequence[tuple[float, str]]) -> str:
    """The word of the first threshold that `value` reaches."""
    return next((word for least, word in words if value >= least), words[-1][1])


def is_readable(
    relation: Relation,
    *,
    cycle_state: CycleState,
    is_own: bool,
    supervisor_states: Sequence[AssignmentState],
) -> bool:
    """Whether a supervisor may read a named submission in full.

    Until results are computed: one's own at once; the self rating only when no supervisor's form
    is still open, so that it cannot pull that rating towards itself (anchoring), a closing that
    may be taken back among that time. Afterwards: both. A confidential one never.
    """
    if relation in CONFIDENTIAL:
        return False
    if cycle_state in SETTLED or is_own:
        return True
    return relation == ONESELF and AssignmentState.OPEN not in supervisor_states


def completions_of(
    states: Mapping[Relation, Sequence[AssignmentState]],
    used: Collection[Relation],
    *,
    least: int,
    cycle_state: CycleState,
    set_aside: Mapping[Relation, int] | None = None,
) -> dict[Relation, Completion]:
    """What the supervisor is told of the raters of one person, by the relations that the cycle
    uses; in the order of relations. `set_aside` are answers that do not count for the threshold.

    Of a confidential group nothing until results are computed, not even whether there is one:
    what moves with the third of three, looked at often enough, tells who has just answered. A
    closing may be taken back, so a closed cycle counts as running.
    """
    found = {}
    for relation in Relation:
        if relation in CONFIDENTIAL and cycle_state not in SETTLED:
            if relation in used:
                found[relation] = Completion.SEALED
        elif of := states.get(relation):
            needed = least + (set_aside or {}).get(relation, 0)
            found[relation] = completion_of(relation, of, least=least, needed=needed)
    return found


def completion_of(
    relation: Relation, states: Sequence[AssignmentState], *, least: int, needed: int
) -> Completion:
    """How far one group is, once that may be told: of a confidential group only whether `least`
    were asked and `needed` have sent.
    """
    sent = sum(state == AssignmentState.SUBMITTED for state in states)
    if relation in CONFIDENTIAL:
        if len(states) < least:
            return Completion.TOO_FEW
        return Completion.ENOUGH if sent >= needed else Completion.BELOW
    if sent:
        return Completion.SENT
    declined = AssignmentState.DECLINED in states and AssignmentState.OPEN not in states
    return Completion.DECLINED if declined else Completion.OPEN
