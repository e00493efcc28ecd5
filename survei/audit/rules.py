"""How a line of the log is hashed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

#: `previous_hash` of the first line.
GENESIS = "0" * 64
#: Action of the line that says up to where older ones were deleted.
ANCHOR = "audit.purge"


def line_hash(key: bytes, previous_hash: str, fields: Mapping[str, object]) -> str:
    """HMAC-SHA256 over the previous hash and the line's fields as canonical JSON, hex."""
    body = json.dumps(
        fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )
    return hmac.new(key, f"{previous_hash}\n{body}".encode(), hashlib.sha256).hexdigest()
