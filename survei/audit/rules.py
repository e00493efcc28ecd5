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
#: Actions whose facts outlive their line and its key: they prove what is kept longer.
CARRIED = ("cycle.publish", "cycle.compute")
#: Action of the line from which on the chain goes by other keys.
ADOPTION = "keys.adopt"
#: Action of the line by which a person says that the log counts as it stands.
ACCEPT = "audit.accept_end"
#: Actions of the lines that carry these facts on.
CARRIERS = (ANCHOR, ADOPTION)


def canonical(fields: Mapping[str, object]) -> str:
    """The fields of a line as the one JSON text that is hashed."""
    return json.dumps(
        fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )


def line_hash(key: bytes, previous_hash: str, fields: Mapping[str, object]) -> str:
    """HMAC-SHA256 over the previous hash and the line's fields as canonical JSON, hex."""
    body = f"{previous_hash}\n{canonical(fields)}"
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
