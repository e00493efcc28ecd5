"""Workbooks as downloads."""

from __future__ import annotations

from flask import Response

from survei import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_file(name: str, data: bytes) -> Response:
    """A download with today's date in its name. `name` is ours, never somebody's input."""
    filename = f"{name}-{clock.today():%Y-%m-%d}.xlsx"
    return Response(
        data,
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
