"""The workbook as a download."""

from __future__ import annotations

from survei import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(cycle_id: int) -> str:
    """ "hasil-penilaian-3-2026-11-23.xlsx"."""
    return f"hasil-penilaian-{cycle_id}-{clock.today():%Y-%m-%d}.xlsx"
