"""The JSON Schema of a questionnaire, made from the types that read it."""

from __future__ import annotations

from typing import Any

import msgspec

from survei.questionnaire.codes import LONGEST_CODE, PATTERN
from survei.questionnaire.document import Document, encode
from survei.questionnaire.languages import CODE, MAIN
from survei.questionnaire.translated_text import Text

#: Names the schema for others, after the format that it describes; older files are read, too.
SCHEMA_ID = "urn:sipakainge:questionnaire:2"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: Structs whose `code` or `key` is a code.
CODED = {"Document": "key", "Section": "code", "Row": "code"}


def document_schema() -> dict[str, Any]:
    """The schema (2020-12). What it lets pass is read; `check` judges the content."""
    schema = msgspec.json.schema(Document, schema_hook=_text_schema)
    for name, part in schema["$defs"].items():
        member = CODED.get(name) or ("code" if "kind" in part.get("properties", {}) else "")
        if member:
            code = {"pattern": f"^{PATTERN.pattern}$", "maxLength": LONGEST_CODE}
            part["properties"][member].update(code)
    about = {"$schema": DIALECT, "$id": SCHEMA_ID, "title": "Kuesioner Sipakainge"}
    return {**about, **schema}


def _text_schema(kind: type) -> dict[str, Any]:
    """A text: {language: wording}; a plain string is the Indonesian wording alone."""
    if kind is not Text:
        raise NotImplementedError
    wordings = {
        "type": "object",
        "propertyNames": {"pattern": f"^{CODE.pattern}$"},
        "additionalProperties": {"type": "string"},
        "required": [MAIN],
    }
    return {"anyOf": [{"type": "string"}, {"type": "object", "maxProperties": 0}, wordings]}


def as_json(document: Document) -> bytes:
    """A document as JSON to read; what `parse` takes."""
    return msgspec.json.format(encode(document).encode(), indent=2) + b"\n"


def schema_text() -> str:
    """The schema as JSON to read."""
    return msgspec.json.format(msgspec.json.encode(document_schema()), indent=2).decode() + "\n"
