"""The step that takes everything withheld out of the inputs, before anything is computed.

What follows works on what is left, so no published figure can tell anything of the rest: not by
subtraction, not by a weight, not by a count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survei.cycle.plan import Scheme
from survei.cycle.relations import CONFIDENTIAL
from survei.result.inputs import RaterGroup, Submission


def disclosed(groups: Sequence[RaterGroup], scheme: Scheme) -> list[RaterGroup]:
    """The groups without the submissions of withheld ones and without withheld sections."""
    return [_disclosed(group, scheme.least_submissions) for group in groups]


def _disclosed(group: RaterGroup, least: int) -> RaterGroup:
    if group.relation not in CONFIDENTIAL or group.instrument is None:
        return group
    if len(group.submissions) < least:
        return _with(group, [])
    codes = [
        section.code for section in group.instrument.sections if not group.is_unproved(section.code)
    ]
    kept = [code for code in codes if len(group.scores_of(code)) >= group.least_of(code, least)]
    return _with(group, [_only(submission, kept) for submission in group.submissions])


def _with(group: RaterGroup, submissions: Sequence[Submission]) -> RaterGroup:
    return replace(group, submissions=submissions)


def _only(submission: Submission, sections: Sequence[str]) -> Submission:
    scores = {code: submission.scores.get(code) for code in sections}
    return Submission(answers=submission.answers, scores=scores)


def by_instrument(groups: Sequence[RaterGroup]) -> dict[int, list[RaterGroup]]:
    """{version id: the groups that answered it}, in the order of the groups."""
    found: dict[int, list[RaterGroup]] = {}
    for group in groups:
        if group.instrument:
            found.setdefault(group.instrument.version_id, []).append(group)
    return found
