"""What a code may look like. Codes are names of form fields, columns and stored answers."""

from __future__ import annotations

import re

LONGEST_CODE = 60
PATTERN = re.compile(rf"[a-z][a-z0-9_-]{{0,{LONGEST_CODE - 1}}}")

#: Names that the form itself uses, or that are attributes of a WTForms form.
RESERVED = frozenset(
    {"yakin", "na", "action", "token", "revision", "submission_id", "csrf_token", "language"}
    | {"reason", "note", "data", "errors", "meta", "process", "validate", "populate_obj"}
    | {"form_errors", "hidden_tag"}
)


def is_code(text: str) -> bool:
    """Lowercase letter, then lowercase letters, digits, "-" and "_"; not reserved."""
    return bool(PATTERN.fullmatch(text)) and text not in RESERVED
