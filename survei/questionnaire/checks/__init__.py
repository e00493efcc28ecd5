"""The check of a document: a table of small rules, each naming what is wrong and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from survei.questionnaire.checks import (
    answers,
    clauses,
    codes,
    consistency,
    phrasing,
    privacy,
    scales,
    sections,
    texts,
    unreachable,
)
from survei.questionnaire.checks.walk import Walk
from survei.questionnaire.document import Document
from survei.questionnaire.finding import Finding

Check = Callable[[Walk], Iterator[Finding]]

#: Every rule, in the order in which findings are shown within errors and within warnings.
CHECKS: tuple[Check, ...] = (
    codes.valid_key,
    codes.valid_section_codes,
    codes.valid_question_codes,
    codes.valid_scale_keys,
    sections.at_least_one,
    sections.not_too_long,
    sections.with_questions,
    sections.weight_in_range,
    sections.weights_total,
    sections.weight_without_ratings,
    sections.some_score,
    sections.asked_of_everybody,
    scales.number_of_points,
    scales.ascending_values,
    scales.even_enough,
    scales.different_labels,
    scales.known,
    scales.rating_weight,
    scales.anchored_points,
    scales.different_anchors,
    scales.anchors_of_points,
    scales.used,
    answers.of_its_kind,
    answers.required_twice,
    answers.tidy_tags,
    answers.valid_origin,
    clauses.counted,
    clauses.about_earlier_questions,
    clauses.fitting_operators,
    clauses.possible_values,
    unreachable.sometimes_shown,
    unreachable.sometimes_required,
    unreachable.sometimes_hidden,
    texts.present,
    texts.not_too_long,
    texts.clean,
    texts.printable,
    texts.no_duplicates,
    texts.self_wording,
    phrasing.one_claim,
    phrasing.one_question,
    phrasing.not_leading,
    phrasing.not_absolute,
    phrasing.one_negation,
    phrasing.short_enough,
    privacy.no_personal_data,
    consistency.one_direction,
    consistency.one_length,
    consistency.own_anchors,
    consistency.few_open_questions,
    consistency.possible_files,
    consistency.short_enough,
    texts.few_languages,
    texts.listed_languages,
    texts.translated,
)


def check(document: Document) -> list[Finding]:
    """Everything to mend in a document: errors first, each group in the order of `CHECKS`."""
    walk = Walk(document)
    findings = [finding for rule in CHECKS for finding in rule(walk)]
    return sorted(findings, key=lambda finding: not finding.is_error)
