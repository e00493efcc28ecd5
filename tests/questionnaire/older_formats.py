"""Documents as they were written before: what must be read for ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from survei.questionnaire.document import Document, encode

#: `every_kind_document` as the format before languages wrote it.
FORMAT_1 = (Path(__file__).parent / "format1.json").read_text().strip()


def as_format_1(document: Document) -> dict[str, Any]:
    """The document as JSON of format 1, which knew Indonesian and English only."""
    raw = json.loads(encode(document))
    del raw["format"]
    raw.pop("languages", None)
    made: dict[str, Any] = _apart(raw)
    return made


def _apart(raw: Any) -> Any:
    if isinstance(raw, list):
        return [_apart(one) for one in raw]
    if not isinstance(raw, dict):
        return raw
    found: dict[str, Any] = {}
    for name, value in raw.items():
        if isinstance(value, dict) and "id" in value and isinstance(value["id"], str):
            found[name] = value["id"]
            if value.get("en"):
                found[f"{name}_en"] = value["en"]
        else:
            found[name] = _apart(value)
    return found
