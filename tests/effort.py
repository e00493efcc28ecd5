"""What work costs: processor time, which a crowded machine does not lengthen as it does hours."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager


def cpu_seconds() -> float:
    """Processor time of this process and of its ended children so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails when what is done inside takes more processor time."""
    begun = cpu_seconds()
    yield
    assert cpu_seconds() - begun < seconds
