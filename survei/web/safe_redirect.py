"""Where a redirect may lead: only inside this site. Source: security.md, row 26."""

from __future__ import annotations

import re

from flask import request, url_for

#: An absolute path of this site, its characters harmless in every browser.
PLAIN_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]{0,2000}")


def is_inside(target: str) -> bool:
    """Whether this is a plain path of this site: one slash, no control characters, no host."""
    lowered = target.lower()
    return (
        PLAIN_PATH.fullmatch(target) is not None
        and target.isprintable()
        and not lowered.startswith(("/%09", "/%0a", "/%0d", "/%2f", "/%5c"))
    )


def home_url() -> str:
    """The first page after signing in."""
    return url_for("admin.index")


def next_url() -> str:
    """The page that was asked for before signing in, or the first page."""
    target = request.values.get("next", "")
    return target if is_inside(target) else home_url()
