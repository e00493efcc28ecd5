"""Results from plain numbers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from survei.result.composition import make_result
from survei.result.document import ResultDocument
from survei.result.norms import Norms
from tests.result.sample import Answers, make_inputs


@pytest.fixture
def result_of() -> Callable[..., ResultDocument]:
    """Makes a result from plain numbers; a fixed seed orders the comments."""

    def make(answers: Answers, *, norms: Norms | None = None, **options: object) -> ResultDocument:
        inputs = make_inputs(answers, **options)  # type: ignore[arg-type]
        return make_result(inputs, norms=norms or Norms(), chance=Random(7))

    return make
