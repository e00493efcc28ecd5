"""Paper forms for tests: an edition, a small document, and what a PDF says."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from pypdf import PdfReader

from survei.paper import Edition
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Question
from survei.questionnaire.parts import Clause, Condition
from survei.questionnaire.translated_text import Text
from tests.examples import three_levels
from tests.texts import said

HASH = "3f2a9b01c4d5" + "0" * 52


def edition(relation: str = "peer", **changes: Any) -> Edition:
    """Version 3 for a colleague in Indonesian."""
    members: dict[str, Any] = {
        "is_self": relation == "self",
        "is_confidential": relation in ("peer", "subordinate"),
        "language": "id",
        "version": 3,
        "sha256": HASH,
        "organisation": "Pemerintah Kota Makassar",
        "made_at": datetime(2026, 11, 23, tzinfo=UTC),
    }
    return Edition(relation=relation, **{**members, **changes})


def document(*questions: Question, **changes: Any) -> Document:
    """One section with these questions and a scale of three points."""
    section = Section(code="s", title=Text("Aspek"), questions=list(questions))
    members = {"key": "k", "title": "Judul", "scales": {"tiga": three_levels()}}
    return Document(**said(**{**members, "sections": [section], **changes}))


def read(pdf: bytes) -> str:
    """All words of a PDF, one blank between them; places to break a word taken out."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\u200b", "").split())


def asked(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for section in sheet["sections"] for question in section["questions"]]


def condition(*clauses: Clause, match: str = "all") -> Condition:
    return Condition(match=match, clauses=list(clauses))  # type: ignore[arg-type]
