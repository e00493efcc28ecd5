"""What `results/document.html` needs to show one person's result."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale

from survei.presentation.result_page import ResultPage
from survei.result.models import Result
from survei.result.sealed_results import read_result


def document_of(row: Result) -> dict[str, Any]:
    """The result of a row, and how pages say it in the reader's language. Raises ResultAltered."""
    result = read_result(row)
    return {"result": result, "page": ResultPage(result, str(get_locale() or "id"))}
