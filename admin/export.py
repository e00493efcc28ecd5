"""Exports that a spreadsheet shows and never runs. Source: security.md, row 47."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flask import Response
from werkzeug.utils import secure_filename

from survei import clock

#: A cell that begins like this would be a formula.
STARTS_FORMULA = re.compile(r"^\s*[=+\-@\t\r\n＝＋－＠]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
A_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")


def inert(value: object) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would calculate."""
    text = CONTROL.sub("", "" if value is None else str(value))
    if STARTS_FORMULA.match(text) and not A_NUMBER.match(text):
        return f"'{text}"
    return text


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download that Indonesian Excel opens: UTF-8 with a mark, cells parted by `;`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([inert(cell) for cell in header])
    writer.writerows([inert(cell) for cell in row] for row in rows)
    filename = f"{secure_filename(name) or 'data'}-{clock.today():%Y-%m-%d}.csv"
    return Response(
        "\ufeff" + buffer.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
