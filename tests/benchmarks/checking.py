"""The check of a draft at 300 questions beside 30: it grows with the questions, not faster."""

from __future__ import annotations

import time
from statistics import median

from survei.questionnaire.checks import check
from survei.questionnaire.document import Document
from tests.benchmarks.long_document import long_document
from tests.benchmarks.table import Row

SMALL, LARGE = 30, 300
ROUNDS = 9
#: Ten times the questions; above that only what noise adds.
MOST = 15.0


def run() -> list[Row]:
    """Processor time of both, medians of rounds in which they are taken in turn."""
    documents = long_document(LARGE), long_document(SMALL)
    rounds = [tuple(map(_check, documents)) for _ in range(ROUNDS + 1)]
    # the first round warms up
    large, small = (median(taken[1:]) * 1000 for taken in zip(*rounds, strict=True))
    return [Row(f"check, {LARGE} questions beside {SMALL}", large, small, "ms", MOST)]


def _check(document: Document) -> float:
    began = time.process_time()
    check(document)
    return time.process_time() - began
