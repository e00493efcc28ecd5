"""The questionnaire that is measured: as many ratings as wanted, ten to a section."""

from __future__ import annotations

from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.document import Document, Section
from survei.questionnaire.translated_text import Text
from tests.examples import rating

PER_SECTION = 10


def long_document(size: int) -> Document:
    """A valid document of so many questions."""
    count = size // PER_SECTION
    sections = [
        Section(
            code=f"aspek-{part}",
            title=Text(f"Aspek {part + 1}"),
            weight=100 / count,
            questions=[rating(f"butir-{part}-{item}") for item in range(PER_SECTION)],
        )
        for part in range(count)
    ]
    scales = {"ekspektasi": expectation_scale()}
    return Document(
        key=f"ukur-{size}", title=Text(f"Ukur {size}"), scales=scales, sections=sections
    )
