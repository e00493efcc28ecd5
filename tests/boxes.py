"""What lies in the sealed boxes: a test may look, since its keys are at hand."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from survei.cycle.models import Cycle
from survei.response.models import SealedSubmission
from survei.response.sealed_submissions import Sealed
from survei.sealing.private_keys import private_key
from survei.sealing.rules import unseal


def in_boxes() -> list[Sealed]:
    """Content of every box of every cycle, oldest keys first."""
    keys = {cycle.id: cycle.box_key for cycle in Cycle.select()}
    rows = SealedSubmission.select().order_by(SealedSubmission.fingerprint)
    opened = [unseal(private_key(keys[row.cycle_id]), bytes(row.box)) for row in rows]
    return [msgspec.json.decode(content, type=Sealed) for content in opened]


def the_one_in_a_box() -> Sealed:
    """Where exactly one answer was sent."""
    (one,) = in_boxes()
    return one


def answers_in_the_box() -> Any:
    """Of the one answer that was sent."""
    return json.loads(the_one_in_a_box().answers)
