"""What a link opens."""

from __future__ import annotations

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a link opens."""

    FORM = "form"
    LIST = "list"
    RESULT = "result"


#: First segment of the URL of each purpose.
LINK_PATHS = {LinkPurpose.FORM: "f", LinkPurpose.LIST: "u", LinkPurpose.RESULT: "hasil"}
