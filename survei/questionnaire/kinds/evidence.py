"""A file: PDF, JPEG or PNG up to 5 MB."""

from __future__ import annotations

from typing import ClassVar

from survei.questionnaire.kinds.base import QuestionBase


class Evidence(QuestionBase, kw_only=True, tag_field="kind", tag="evidence"):
    """A file that a rater hands in.

    Asked only of self and supervisor: what a file tells of its maker (its properties, a
    handwriting) would name a confidential rater.
    """

    required: bool = False
    allow_na: bool = False

    label: ClassVar[str] = "Berkas bukti"
    use: ClassVar[str] = "PDF, JPEG, atau PNG; hanya diminta dari diri sendiri dan atasan."
    seconds: ClassVar[float] = 60
    is_asked_of_all: ClassVar[bool] = False
    is_file: ClassVar[bool] = True
