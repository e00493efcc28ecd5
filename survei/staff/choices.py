"""Enums of the staff area and their Indonesian labels."""

from __future__ import annotations

from enum import StrEnum


class ImportState(StrEnum):
    """Where an uploaded staff list is."""

    CHECKED = "checked"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


IMPORT_STATE_LABELS = {
    ImportState.CHECKED: "Menunggu persetujuan",
    ImportState.CONFIRMED: "Sudah diimpor",
    ImportState.DROPPED: "Dibatalkan",
}


class EmploymentKind(StrEnum):
    """What a NIP says about its holder."""

    PNS = "pns"
    PPPK = "pppk"


EMPLOYMENT_LABELS = {EmploymentKind.PNS: "PNS", EmploymentKind.PPPK: "PPPK"}


class Severity(StrEnum):
    """How much a problem of an import weighs. Only an error stops it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_LABELS = {
    Severity.ERROR: "Kesalahan",
    Severity.WARNING: "Peringatan",
    Severity.NOTE: "Catatan",
}


class Column(StrEnum):
    """A column of the staff list that is understood, in the order of the template."""

    NIP = "nip"
    NAME = "name"
    JOB_ROLE = "job_role"
    UNIT = "unit"
    PARENT_UNIT = "parent_unit"
    SUPERVISOR = "supervisor"
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    RANK = "rank"


COLUMN_LABELS = {
    Column.NIP: "NIP",
    Column.NAME: "Nama",
    Column.JOB_ROLE: "Jabatan",
    Column.UNIT: "Unit Kerja",
    Column.PARENT_UNIT: "Unit Induk",
    Column.SUPERVISOR: "NIP Atasan",
    Column.EMAIL: "Email",
    Column.WHATSAPP: "No HP",
    Column.RANK: "Pangkat/Gol",
}


#: What the log calls a change of staff: whoever worked something out from staff looks for these.
STAFF_CHANGES = (
    *(f"employee.{verb}" for verb in ("create", "save", "activate", "deactivate")),
    *(f"unit.{verb}" for verb in ("create", "save", "move", "activate", "deactivate")),
    *(f"job_role.{verb}" for verb in ("create", "save", "activate", "deactivate")),
    "staff_import.confirm",
)
