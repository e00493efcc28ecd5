"""A reference number that stands in the page and, with the trace, in the log."""

from __future__ import annotations

import logging
import secrets

log = logging.getLogger("survei.web")


def reference_of(error: BaseException) -> str:
    """Logs the error with its trace under a new short code and returns the code."""
    code = secrets.token_hex(4).upper()
    log.error("error %s: %s", code, type(error).__name__, exc_info=error)
    return code
