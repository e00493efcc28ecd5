"""What a link opens."""

from __future__ import annotations

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a link opens."""

    FORM = "form"
    LIST = "list"
    RESULT = "result"


class HandoutWay(StrEnum):
    """How people came to have a link in their hands."""

    SLIP = "slip"
    WHATSAPP = "whatsapp"
    EXPORT = "export"
    SHOWN = "shown"


#: First segment of the URL of each purpose.
LINK_PATHS = {LinkPurpose.FORM: "f", LinkPurpose.LIST: "u", LinkPurpose.RESULT: "hasil"}
