"""Rules of questionnaires: wording, and the check before publication."""

from __future__ import annotations

from collections.abc import Collection

from survei.questionnaire.checks import check
from survei.questionnaire.codes import is_code
from survei.questionnaire.finding import DocumentInvalid, Finding, Severity
from survei.questionnaire.wording import anchor_of, wording

__all__ = [
    "DocumentInvalid",
    "Finding",
    "Severity",
    "anchor_of",
    "check",
    "errors_of",
    "is_code",
    "wording",
]


def errors_of(findings: Collection[Finding]) -> list[Finding]:
    """Those that stop a publication."""
    return [finding for finding in findings if finding.is_error]
