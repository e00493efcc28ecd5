"""Scales that a new scale may start from. Copied into the document, so each may be changed."""

from __future__ import annotations

from survei.errors import NotFound
from survei.questionnaire.blank import expectation_scale
from survei.questionnaire.document import Point, Scale

#: Key → (title, English title, labels from the lowest point on, with their English).
#: Source: domain.md, Teachers (the three-level rubric).
STARTS: dict[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "rubrik-tiga": (
        "Rubrik tiga tingkat",
        "Three-level rubric",
        (
            ("Belum dilakukan", "Not done yet"),
            ("Dilakukan tetapi belum efektif", "Done but not yet effective"),
            ("Dilakukan dan efektif", "Done and effective"),
        ),
    ),
    "frekuensi": (
        "Skala frekuensi",
        "Frequency scale",
        (
            ("Tidak pernah", "Never"),
            ("Jarang", "Rarely"),
            ("Kadang-kadang", "Sometimes"),
            ("Sering", "Often"),
            ("Selalu", "Always"),
        ),
    ),
    "persetujuan": (
        "Skala persetujuan",
        "Agreement scale",
        (
            ("Sangat tidak setuju", "Strongly disagree"),
            ("Tidak setuju", "Disagree"),
            ("Netral", "Neutral"),
            ("Setuju", "Agree"),
            ("Sangat setuju", "Strongly agree"),
        ),
    ),
    "dua-tingkat": (
        "Skala dua tingkat",
        "Two-level scale",
        (("Belum", "Not yet"), ("Sudah", "Yes")),
    ),
}


def scale_starts() -> dict[str, Scale]:
    """{key: scale} in the order offered; fresh objects at each call."""
    made = {key: _made(*start) for key, start in STARTS.items()}
    return {"ekspektasi": expectation_scale(), **made}


def scale_from(key: str) -> Scale:
    """One of the starts. Raises NotFound."""
    try:
        return scale_starts()[key]
    except KeyError:
        raise NotFound from None


def _made(title: str, title_en: str, labels: tuple[tuple[str, str], ...]) -> Scale:
    points = [
        Point(value=value, label=label, label_en=english)
        for value, (label, english) in enumerate(labels, 1)
    ]
    return Scale(title=title, title_en=title_en, points=points)
