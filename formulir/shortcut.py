"""The most frequent request of all, a fresh open form, answered before Flask begins.

Twenty thousand people open their forms in the same hours. A page that is in memory needs the
link, the draft's absence and the clock, and nothing of a framework. Everything else (a draft, a
receipt, a wrong token, another language, a client without gzip) goes on to Flask, which also
answers the first visit of each page; what it sent then, headers included, is sent again here, so
the two cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from peewee import PeeweeException

from formulir.page import SlottedPage
from formulir.rendering import SERVED, known_page, person_values
from survei import clock
from survei.cycle.choices import AssignmentState
from survei.database import database
from survei.invitation.choices import LinkPurpose
from survei.invitation.queries import find_link
from survei.response.queries import has_draft
from survei.response.rules import takes_answers

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]

_PATH = re.compile("/f/([A-Za-z0-9_-]{43})")


class FormShortcut:
    """WSGI middleware around the application."""

    def __init__(self, app: Callable[[Environ, Start], Iterable[bytes]], hosts: set[str]) -> None:
        self.app = app
        self.hosts = hosts

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """The form from memory, or whatever the application says."""
        if self._is_plain(environ):
            if fresh := _fresh(environ["PATH_INFO"]):
                headers, body = fresh
                start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
                return [body]
            start_response = _remembering(environ, start_response)
        return self.app(environ, start_response)

    def _is_plain(self, environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] == "GET"
            and not environ["QUERY_STRING"]
            and environ.get("HTTP_HOST") in self.hosts
            and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        )


def _fresh(path: str) -> tuple[Headers, bytes] | None:
    """Headers and body of an open form without a draft whose page is known; else None."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    try:
        with _connection():
            return _open_form(found[1])
    except PeeweeException:
        return None


def _open_form(token: str) -> tuple[Headers, bytes] | None:
    link = find_link(token)
    if link is None or link.purpose != LinkPurpose.FORM or link.revoked_at:
        return None
    assignment = link.assignment
    if assignment is None or assignment.state != AssignmentState.OPEN:
        return None
    page = known_page(assignment, "id")
    if page is None or not page.headers or not takes_answers(assignment.cycle, clock.now()):
        return None
    if has_draft(assignment.id):
        return None
    return page.headers, page.gzipped(person_values(link, assignment, token))


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
