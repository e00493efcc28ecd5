"""Results from plain numbers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from survei.result.composition import make_result
from survei.result.document import ResultDocument
from survei.result.norms import Yardsticks
from tests.result.sample import Answers, make_material


@pytest.fixture
def result_of() -> Callable[..., ResultDocument]:
    """Makes a result from plain numbers; a fixed seed orders the comments."""

    def make(
        answers: Answers, *, yardsticks: Yardsticks | None = None, **options: object
    ) -> ResultDocument:
        material = make_material(answers, **options)  # type: ignore[arg-type]
        return make_result(material, yardsticks=yardsticks or Yardsticks(), chance=Random(7))

    return make
