"""Findings of the check where the outline shows them: beside parts, counted by section."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask_babel import gettext as _

from admin.forms import say
from survei.questionnaire.document import Document
from survei.questionnaire.finding import SEVERITY_LABELS, Finding


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


def findings_data(findings: list[Finding], document: Document) -> dict[str, Any]:
    """The same as data, in the language of the page."""
    return {
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
