"""From the inputs of one ratee to the result document. Pure, chance included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random

from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL, ONESELF
from survei.figures import exact, half_up
from survei.questionnaire.choices import CANNOT_RATE
from survei.questionnaire.score_scale import HUNDRED, common_scale
from survei.questionnaire.wording import wording
from survei.result.choices import Showing
from survei.result.comparison import gaps_of, highlights_of
from survei.result.disclosure import by_instrument, disclosed
from survei.result.document import Comments, Group, InstrumentResult, ResultDocument
from survei.result.explanation import explain
from survei.result.inputs import RateeInputs, RaterGroup
from survei.result.norms import Norms
from survei.result.rules import (
    are_comments_shown,
    composite,
    reliability_of,
    shares,
)
from survei.result.section_scores import Scales, group_score, make_instrument


def make_result(inputs: RateeInputs, *, norms: Norms, chance: Random) -> ResultDocument:
    """The document of one ratee. `chance` only salts it, and orders the comments of confidential
    groups.
    """
    scheme, groups = inputs.scheme, disclosed(inputs.groups, inputs.scheme)
    scales = Scales()
    instruments = [
        make_instrument(members[0].instrument, members, scheme, scales)
        for members in by_instrument(groups).values()
        if members[0].instrument
    ]
    facts = _groups(groups, instruments, scheme, norms)
    _weigh(instruments, facts)
    strengths, improvements = highlights_of(instruments, scales)
    result = ResultDocument(
        period=inputs.period,
        ratee=inputs.ratee,
        least_submissions=scheme.least_submissions,
        least_comments=scheme.least_comments,
        objection_days=scheme.objection_days,
        scales=scales.by_key,
        groups=facts,
        instruments=instruments,
        scale=_total_scale(instruments, scales),
        score=_total(instruments),
        gaps=gaps_of(instruments, norms, scales),
        strengths=strengths,
        improvements=improvements,
        comments=list(_comments(groups, scheme, chance)),
        norms=norms.published(groups, scales),
    )
    explain(result, scheme)
    result.salt = f"{chance.getrandbits(128):032x}"
    return result


def _groups(
    groups: Sequence[RaterGroup],
    instruments: Sequence[InstrumentResult],
    scheme: Scheme,
    norms: Norms,
) -> list[Group]:
    facts = [_group(group, scheme, norms, instruments) for group in groups]
    used = shares(scheme.weights, [fact.relation for fact in facts if fact.score is not None])
    for fact in facts:
        fact.weight_used = used.get(fact.relation, Fraction())
    return facts


def _group(
    group: RaterGroup,
    scheme: Scheme,
    norms: Norms,
    instruments: Sequence[InstrumentResult],
) -> Group:
    n = len(group.submissions)
    fact = Group(
        relation=group.relation,
        showing=group.showing(n=n, least=scheme.least_submissions),
        has_unmatched=group.has_unmatched,
        weight=exact(scheme.weights.get(group.relation, 0)),
    )
    if fact.showing == Showing.SHOWN and group.instrument:
        version = group.instrument.version_id
        fact.n, fact.score = n, group_score(group, instruments)
        fact.scale = next(part.scale for part in instruments if part.version_id == version)
        reliability = reliability_of(group.relation, n)
        margin = norms.margin(group.relation, version, n)
        fact.reliability = None if reliability is None else half_up(reliability, 2)
        fact.margin = None if margin is None else group.instrument.scale.width(margin)
    return fact


def _weigh(instruments: Sequence[InstrumentResult], groups: Sequence[Group]) -> None:
    """A questionnaire weighs as much as its groups that have a score."""
    used = {group.relation: group.weight_used for group in groups}
    for instrument in instruments:
        instrument.weight_used = sum(
            (used[relation] for relation in instrument.relations), Fraction()
        )


def _total_scale(instruments: Sequence[InstrumentResult], scales: Scales) -> str:
    """The scale of every questionnaire that counts; 0 to 100 where they differ."""
    counted = [part for part in instruments if part.weight_used] or instruments
    return scales.key(common_scale(scales.by_key.get(part.scale, HUNDRED) for part in counted))


def _total(instruments: Sequence[InstrumentResult]) -> Fraction | None:
    weights = {part.version_id: part.weight_used for part in instruments}
    return composite(weights, {part.version_id: part.score for part in instruments})


def _comments(groups: Sequence[RaterGroup], scheme: Scheme, chance: Random) -> Iterator[Comments]:
    for group in groups:
        n = len(group.submissions)
        if are_comments_shown(group.relation, n=n, least=scheme.least_comments):
            yield from _comments_of(group, chance)


def _comments_of(group: RaterGroup, chance: Random) -> Iterator[Comments]:
    if group.instrument is None:
        return
    is_self = group.relation == ONESELF
    for question in group.instrument.document.questions():
        if not question.is_comment:
            continue
        answers = (submission.answers.get(question.code) for submission in group.submissions)
        texts = [str(text).strip() for text in answers if text and text != CANNOT_RATE]
        if group.relation in CONFIDENTIAL:
            chance.shuffle(texts)
        if any(texts):
            yield Comments(
                relation=group.relation,
                question=wording(question, is_self),
                question_en=wording(question, is_self, "en"),
                texts=[text for text in texts if text],
            )
