"""The requests that twenty thousand people make in the same hours, answered before Flask begins:
a fresh open form, a complete submission, and the receipt.

A page that is in memory needs the link, the draft's absence and the clock; a submission that
nothing is wrong with needs its answers checked and stored; neither needs a framework. Everything
else (a form with a draft, an error, a wrong token, another language, a client without gzip) goes
on to Flask, which also answers the first of each; what it sent then, headers included, is sent
again here, so the two cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from formulir.links import live_link, open_link
from formulir.page import SlottedPage
from formulir.receipts import known_receipt, receipt_of
from formulir.rendering import SERVED, known_page, person_values
from formulir.sent import plain_body, store_complete
from survei import clock
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment
from survei.database import database
from survei.invitation.models import Link
from survei.response.queries import has_draft
from survei.response.rules import takes_answers

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]

#: In the WSGI environment: what went wrong here, for the application to raise and answer.
FAILURE = "survei.failure"
#: Language of an address that asks for none.
LANGUAGE = "id"
_PATH = re.compile("/f/([A-Za-z0-9_-]{43})")


class FormShortcut:
    """WSGI middleware around the application."""

    def __init__(self, app: Callable[[Environ, Start], Iterable[bytes]], hosts: set[str]) -> None:
        self.app = app
        self.hosts = hosts
        #: Headers that the application last sent with "see other"; empty before it did.
        self.see_other: Headers = []

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """The form from memory, the way to the receipt, or whatever the application says."""
        if self._is_plain(environ):
            if environ["REQUEST_METHOD"] == "POST":
                return self._send(environ, start_response)
            if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
                return self._show(environ, start_response)
        return self.app(environ, start_response)

    def _is_plain(self, environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] in ("GET", "POST")
            and not environ["QUERY_STRING"]
            and environ.get("HTTP_HOST") in self.hosts
            and _PATH.fullmatch(environ["PATH_INFO"]) is not None
        )

    def _show(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if fresh := _fresh(environ):
            headers, body = fresh
            start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
            return [body]
        return self.app(environ, _remembering(environ, start_response))

    def _send(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if self.see_other and _is_taken(environ):
            start_response("303 SEE OTHER", [*self.see_other, ("Location", path)])
            return [b""]

        def start(status: str, headers: Headers, error: Any = None) -> Any:
            if status.startswith("303") and ("Location", path) in headers:
                self.see_other = [pair for pair in headers if pair[0] != "Location"]
            return start_response(status, headers, error)

        return self.app(environ, start)


def _is_taken(environ: Environ) -> bool:
    """Whether the submission is stored now. Otherwise Flask finds out why and says so."""
    body = plain_body(environ)
    if body is None:
        return False
    try:
        with _connection():
            token = environ["PATH_INFO"].rpartition("/")[2]
            link = open_link(token)
            return link is not None and store_complete(link, token, body)
    except Exception as failure:
        environ[FAILURE] = failure  # the application has the page for it
        return False


def _fresh(environ: Environ) -> tuple[Headers, bytes] | None:
    """Headers and body of an open form without a draft, or of a receipt, whose page is known."""
    token = environ["PATH_INFO"].rpartition("/")[2]
    try:
        with _connection():
            link = live_link(token)
            return _page_of(link, token) if link else None
    except Exception as failure:
        environ[FAILURE] = failure  # the application has the page for it, and need not ask again
        return None


def _page_of(link: Link, token: str) -> tuple[Headers, bytes] | None:
    assignment = link.assignment
    show = _PAGES.get(assignment.state) if assignment else None
    return show(link, assignment, token) if show and assignment else None


def _open_form(link: Link, assignment: Assignment, token: str) -> tuple[Headers, bytes] | None:
    page = known_page(assignment, LANGUAGE)
    if page is None or not page.headers or not takes_answers(assignment.cycle, clock.now()):
        return None
    if has_draft(assignment.id):
        return None
    return page.headers, page.gzipped(person_values(link, assignment, token))


def _receipt(link: Link, assignment: Assignment, token: str) -> tuple[Headers, bytes] | None:
    receipt = receipt_of(link, assignment, LANGUAGE)
    page = known_receipt(receipt)
    return (page.headers, page.gzipped(receipt.values())) if page and page.headers else None


#: {state of the assignment: what is shown}.
_PAGES: dict[str, Callable[[Link, Assignment, str], tuple[Headers, bytes] | None]] = {
    AssignmentState.OPEN: _open_form,
    AssignmentState.SUBMITTED: _receipt,
}


def _remembering(environ: Environ, start_response: Start) -> Start:
    """Keeps the headers that the application sends with a page it has just put into memory."""

    def start(status: str, headers: Headers, error: Any = None) -> Any:
        page = environ.get(SERVED)
        if isinstance(page, SlottedPage):
            page.headers = [pair for pair in headers if pair[0].lower() != "content-length"]
        return start_response(status, headers, error)

    return start


@contextmanager
def _connection() -> Iterator[None]:
    """A connection for the moment, unless the caller (a test) already holds one."""
    if not database.is_closed():
        yield
        return
    database.connect()
    try:
        yield
    finally:
        database.close()


def register(app: Flask, hosts: set[str]) -> None:
    """Puts the shortcut in front of the application."""
    app.wsgi_app = FormShortcut(app.wsgi_app, hosts)  # type: ignore[method-assign]
