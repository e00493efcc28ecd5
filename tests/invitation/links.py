"""Links made by hand, as opening a cycle makes them."""

from __future__ import annotations

from survei.invitation.choices import LinkPurpose
from survei.invitation.issuing import LINK_COLUMNS, link_row
from survei.invitation.models import Link
from survei.invitation.queries import token_of
from tests.invitation.conftest import SmallCycle


def make_link(small: SmallCycle, rater: str, ratee: str | None = None) -> str:
    """A form link, or a list link with its code; gives the token."""
    assignment_id = small.assignments[rater, ratee].id if ratee else None
    purpose = LinkPurpose.FORM if ratee else LinkPurpose.LIST
    row = link_row(purpose, small.people[rater].id, assignment_id)
    fields = dict(zip(LINK_COLUMNS, row, strict=True))
    Link.insert(fields).execute()
    return token_of(Link.get_by_id(fields["token_hash"]))
