"""Enums of the staff area and their Indonesian labels."""

from __future__ import annotations

from enum import StrEnum


class ImportState(StrEnum):
    """Where an uploaded staff list is."""

    CHECKED = "checked"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class EmploymentKind(StrEnum):
    """What a NIP says about its holder."""

    PNS = "pns"
    PPPK = "pppk"


EMPLOYMENT_LABELS = {EmploymentKind.PNS: "PNS", EmploymentKind.PPPK: "PPPK"}
