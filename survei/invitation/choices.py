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


class DisputeDecision(StrEnum):
    """What the auditor decides about a form that its rater says somebody else sent."""

    KEEP = "keep"
    #: All answers of this relation about this ratee, since nobody knows which one it was.
    LEAVE_OUT = "leave_out"


#: First segment of the URL of each purpose.
LINK_PATHS = {LinkPurpose.FORM: "f", LinkPurpose.LIST: "u", LinkPurpose.RESULT: "hasil"}
