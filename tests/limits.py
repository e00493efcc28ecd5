"""The limits of the product, for tests that hold for each of them."""

from __future__ import annotations

from survei.throttle import choices


def every_limit() -> list[choices.Limit]:
    """In the order of the file."""
    return [value for value in vars(choices).values() if isinstance(value, choices.Limit)]
