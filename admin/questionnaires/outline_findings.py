"""Findings of the check where the outline shows them: beside parts, counted by section."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from admin.forms import say
from survei.questionnaire.checks import check
from survei.questionnaire.document import Document
from survei.questionnaire.finding import SEVERITY_LABELS, Finding, Place

#: A page of a draft with more questions than this is shown before its check is done.
CHECKED_AT_ONCE = 40


@dataclass(frozen=True)
class Count:
    """How much there is to mend, and in words."""

    errors: int
    warnings: int

    @property
    def words(self) -> str:
        """The more urgent of the two: "2 kesalahan", "3 saran"; empty for nothing."""
        if self.errors:
            return ngettext("%(num)s kesalahan", "%(num)s kesalahan", self.errors)
        if self.warnings:
            return ngettext("%(num)s saran", "%(num)s saran", self.warnings)
        return ""

    @property
    def severity(self) -> str:
        """By which it is coloured."""
        return "error" if self.errors else "warning"


def findings_of(document: Document) -> list[Finding]:
    """What the check finds; of the same object only once in a request."""
    known = g.get("designer_findings")
    if known is None or known[0] is not document:
        known = g.designer_findings = (document, check(document))
    found: list[Finding] = known[1]
    return found


def count_of(document: Document) -> Count:
    """How many errors and warnings."""
    found = findings_of(document)
    errors = sum(finding.is_error for finding in found)
    return Count(errors, len(found) - errors)


def is_long(document: Document) -> bool:
    """Whether the check of a draft takes so long that a page should not wait for it."""
    return sum(len(section.questions) for section in document.sections) > CHECKED_AT_ONCE


@dataclass(frozen=True)
class Group:
    """Findings of one section, or of what stands above the sections."""

    #: First step of their places; none of the whole.
    place: Place | None
    findings: list[Finding]


def groups_of(findings: list[Finding]) -> list[Group]:
    """Findings by section in the order of display, those of the whole and of scales first."""
    whole = [finding for finding in findings if not finding.place.section]
    found = {"": Group(None, whole)} if whole else {}
    rest = [finding for finding in findings if finding.place.section]
    rest.sort(key=_numbers)
    for finding in rest:
        place = replace(finding.place, steps=finding.place.steps[:1])
        found.setdefault(finding.place.section, Group(place, [])).findings.append(finding)
    return list(found.values())


def _numbers(finding: Finding) -> list[int]:
    """Numbers of the steps: section, question, row."""
    return [int(str(words.params.get("number", 0))) for words in finding.place.steps]


def findings_by_part(findings: list[Finding]) -> dict[str, list[Finding]]:
    """Findings under "question:code" or "section:code"; the rest stands on the check's page."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        place = finding.place
        if place.question:
            found[f"question:{place.question}"].append(finding)
        elif place.section:
            found[f"section:{place.section}"].append(finding)
    return dict(found)


def finding_counts(findings: list[Finding], document: Document) -> dict[str, dict[str, int]]:
    """{section: {severity: count}}, its questions included."""
    homes = {
        question.code: section.code
        for section in document.sections
        for question in section.questions
    }
    found: dict[str, dict[str, int]] = {}
    for finding in findings:
        home = finding.place.section or homes.get(finding.place.question, "")
        counts = found.setdefault(home, {})
        counts[str(finding.severity)] = counts.get(str(finding.severity), 0) + 1
    return found


def count_data(document: Document) -> dict[str, str]:
    """What stands beside the last step, for scripts."""
    count = count_of(document)
    return {"severity": count.severity, "words": count.words}


def findings_data(findings: list[Finding], document: Document) -> dict[str, Any]:
    """The same as data, in the language of the page."""
    return {
        "count": count_data(document),
        "counts": finding_counts(findings, document),
        "parts": {
            part: [
                {
                    "severity": str(one.severity),
                    "label": _(SEVERITY_LABELS[one.severity]),
                    "text": say(one.message_id, dict(one.params)),
                }
                for one in list_
            ]
            for part, list_ in findings_by_part(findings).items()
        },
    }
