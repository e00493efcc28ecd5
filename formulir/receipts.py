"""What a form link shows once it is done: the receipt, or the note that it was declined.

The receipt is rendered once for each number of forms that are left, then filled in per person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import Response, make_response, render_template

from formulir.device_answers import device_key
from formulir.dispute_words import dispute_path, dispute_sentences
from formulir.handout_notice import Handing, handings_of
from formulir.language import wanted_language
from formulir.opened_link import FormLink
from formulir.rendering import served
from formulir.slotted_page import SlottedPage, slot, without_blanks
from survei import clock
from survei.cycle.choices import DECLINE_LABELS, SETTLED, AssignmentState, DeclineReason
from survei.cycle.models import Assignment
from survei.cycle.relations import is_confidential, is_self
from survei.invitation.disputes import is_disputable
from survei.invitation.models import Link
from survei.invitation.queries import path_of
from survei.invitation.remaining import Remaining, remaining_of
from survei.invitation.rules import receipt_number
from survei.keys import own_keys
from survei.memory import Recent
from survei.response.queries import is_taking_answers
from survei.sealing.inclusion import grouped, read_receipt, short
from survei.web.link_routes import BOX

#: Bytes of pages that a process keeps: some 200.
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Receipt:
    """What a receipt says."""

    link: Link
    assignment: Assignment
    onward: Remaining
    language: str

    @property
    def key(self) -> tuple[Any, ...]:
        """All that the page shows besides its slots."""
        about_self = is_self(self.assignment.relation)
        onward = (self.onward.left, self.onward.list_path is None)
        seal = (bool(self.fingerprint), self.is_unsealed)
        return (about_self, *onward, self.is_disputable, *seal, self.language)

    @cached_property
    def fingerprint(self) -> str:
        """Of the rater's own answer while it lies sealed in the box; empty for everything else."""
        form = self.assignment
        if not form.box_receipt:
            return ""
        seal = read_receipt(own_keys().link, form.id, form.box_receipt)
        return seal.fingerprint if seal and seal.is_own else ""

    @property
    def is_unsealed(self) -> bool:
        """Whether the box that it lay in was opened."""
        form = self.assignment
        has_box = is_confidential(form.relation) and form.cycle.box_key is not None
        return has_box and form.cycle.state in SETTLED

    @property
    def is_disputable(self) -> bool:
        """Whether one may say that somebody else sent it."""
        return is_disputable(self.assignment, self.link.participant.cycle)

    def values(self) -> dict[str, str]:
        """The values of the slots."""
        day, link = self.assignment.done_on, self.link
        return {
            "name": self.assignment.ratee.name,
            "date": clock.format_date(day, self.language) if day else "",
            "number": receipt_number(
                own_keys().link, self.assignment.id, link.receipt_nonce or link.nonce
            ),
            "draft_key": device_key(link.token_hash),
            "next_path": self.onward.next_path or "",
            "next_name": self.onward.next_name or "",
            "list_path": self.onward.list_path or "",
            "dispute_path": dispute_path(path_of(link)) if self.is_disputable else "",
            "seal": self.fingerprint,
            "seal_digits": grouped(self.fingerprint),
            "seal_number": short(self.fingerprint),
        }


def receipt_of(link: Link, assignment: Assignment, language: str) -> Receipt:
    """The receipt of a form that was sent, the same at every visit; answers are never shown."""
    return Receipt(link, assignment, onward_from(link), language)


def onward_from(link: Link) -> Remaining:
    """The next open form of the same rater, and their list."""
    rest = remaining_of(link.participant_id)
    if is_taking_answers(link.participant.cycle):
        return rest
    return replace(rest, left=0, next_path=None, next_name=None)


PAGES: Recent[tuple[Any, ...], SlottedPage] = Recent(MOST_BYTES)


def known_receipt(receipt: Receipt) -> SlottedPage | None:
    """Its page if it is in memory."""
    return PAGES.get(receipt.key)


def receipt_page(receipt: Receipt) -> Response:
    """The receipt, rendered if it is the first of its kind."""
    handed_out = handings_of(receipt.link, receipt.language)
    if handed_out or receipt.assignment.is_disputed:
        return make_response(_render(receipt, handed_out).plain(receipt.values()))
    page = known_receipt(receipt)
    if page is None:
        page = _render(receipt, [])
        PAGES.put(receipt.key, page, page.size)
    return served(page, receipt.values())


def _render(receipt: Receipt, handed_out: list[Handing]) -> SlottedPage:
    slots = {name: slot(name) for name in receipt.values()}
    onward = receipt.onward
    html = render_template(
        "formulir/pages/receipt.html",
        language=receipt.language,
        name=slots["name"],
        relation=receipt.assignment.relation,
        date=slots["date"],
        number=slots["number"],
        onward=replace(
            onward,
            next_path=slots["next_path"] if onward.next_path else None,
            next_name=slots["next_name"],
            list_path=slots["list_path"] if onward.list_path else None,
        ),
        draft_key=slots["draft_key"],
        handed_out=handed_out,
        dispute_path=slots["dispute_path"] if receipt.is_disputable else None,
        seal=slots["seal"] if receipt.fingerprint else None,
        seal_digits=slots["seal_digits"],
        seal_number=slots["seal_number"],
        is_unsealed=receipt.is_unsealed,
        box_path=BOX.rule,
        dispute=dispute_sentences(receipt.assignment, receipt.language),
    )
    return SlottedPage(without_blanks(html))


def ending_of(opened: FormLink) -> Response:
    """The page of a form that was sent or declined, the same at every visit."""
    if opened.assignment.state == AssignmentState.SUBMITTED:
        return receipt_page(receipt_of(opened.link, opened.assignment, wanted_language()))
    return _declined(opened)


def _declined(opened: FormLink) -> Response:
    link, assignment, language = opened.link, opened.assignment, wanted_language()
    reason = assignment.decline_reason
    return make_response(
        render_template(
            "formulir/pages/declined.html",
            language=language,
            name=assignment.ratee.name,
            date=clock.format_date(assignment.done_on, language) if assignment.done_on else "",
            reason=DECLINE_LABELS[DeclineReason(reason)] if reason else "",
            onward=onward_from(link),
            token=opened.token,
            is_open=is_taking_answers(opened.cycle),
            draft_key=device_key(link.token_hash),
            handed_out=handings_of(link, language),
        )
    )
