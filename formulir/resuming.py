"""Typing a resume code: read from what a form sends, and guesses slowed."""

from __future__ import annotations

from flask import request

from formulir.opened_link import FormLink
from formulir.refusals import Refused
from survei.response.draft_saving import OpenDraft, open_draft, save_typed
from survei.response.resume_code import tidy_resume_code, written_code
from survei.response.rules import Typed
from survei.throttle.choices import (
    RESUME_CODE_FORM,
    RESUME_CODE_PAIR,
    RESUME_LETTER,
    SEALED_HERE,
    Limit,
)
from survei.throttle.services import TooManyAttempts, count, require_rest, take

#: Hidden field of a form that goes on under a code; no question has such a name.
FIELD = "~kode"


def code_in(text: str) -> str:
    """A code as it is shown; empty for what is none."""
    tidy = tidy_resume_code(text)
    return written_code(tidy) if tidy else ""


def require_tries(opened: FormLink) -> None:
    """Raises Refused after too many wrong codes, from this network or in all."""
    try:
        require_rest(*_subjects(opened))
    except TooManyAttempts as error:
        raise _wait("too_many_codes", error) from None


def count_wrong(opened: FormLink) -> None:
    """One more code that opened nothing."""
    count(*_subjects(opened))


def opened_by(opened: FormLink, code: str) -> OpenDraft | None:
    """The draft that a typed code opens; a wrong one counts. Raises Refused."""
    require_tries(opened)
    found = open_draft(opened.link, opened.token, code)
    if found is None and code_in(code):
        count_wrong(opened)
    return found


def kept_here(opened: FormLink, code: str, changes: Typed) -> OpenDraft:
    """Seals what was typed under the code that the form goes on with, or under a fresh one.

    Raises Refused, NotOpen and TooManyDrafts.
    """
    if code:
        require_tries(opened)
    try:
        take((SEALED_HERE, str(opened.assignment.id)))
    except TooManyAttempts as error:
        raise _wait("too_many_saves", error) from None
    kept = save_typed(opened.link, opened.token, code, changes)
    if code and kept.is_new:
        count_wrong(opened)  # else saving would be a way to guess
    return kept


def count_letter(opened: FormLink) -> None:
    """One more letter with a code of this form. Raises Refused when there were too many."""
    try:
        take((RESUME_LETTER, str(opened.assignment.id)))
    except TooManyAttempts as error:
        raise _wait("too_many_letters", error) from None


def _wait(reason: str, error: TooManyAttempts) -> Refused:
    return Refused(reason, seconds=error.seconds, minutes=-(-error.seconds // 60))


def _subjects(opened: FormLink) -> tuple[tuple[Limit, str], ...]:
    form = str(opened.assignment.id)
    return (RESUME_CODE_PAIR, f"{form} {request.remote_addr}"), (RESUME_CODE_FORM, form)
