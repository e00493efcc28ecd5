"""Workbooks as downloads, today's date in their names."""

from __future__ import annotations

from typing import IO

from flask import Response, send_file

from survei import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_file(name: str, data: bytes) -> Response:
    """A small one. `name` is ours, never somebody's input."""
    headers = {"Content-Disposition": f'attachment; filename="{_dated(name)}"'}
    return Response(data, mimetype=XLSX, headers=headers)


def results_file(cycle_id: int, file: IO[bytes]) -> Response:
    """The results of a cycle: sent piece by piece from where the file stands, then closed."""
    name = _dated(f"hasil-penilaian-{cycle_id}")
    answer = send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)
    answer.call_on_close(file.close)
    return answer


def _dated(name: str) -> str:
    return f"{name}-{clock.today():%Y-%m-%d}.xlsx"
