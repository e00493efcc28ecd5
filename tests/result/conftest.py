"""Results from plain numbers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from random import Random

import pytest

from survei.result.composition import make_result
from survei.result.document import ResultDocument
from survei.result.yardsticks import Yardsticks
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


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the statements that run inside it."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        statements: list[str] = []
        handler = logging.Handler()
        handler.emit = lambda record: statements.append(str(record.msg))  # type: ignore[method-assign]
        logger = logging.getLogger("peewee")
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
        yield statements
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)

    return collect
