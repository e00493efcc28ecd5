"""The requests that twenty thousand people make in the same hours, answered before Flask begins:
a fresh open form, what is typed so far, a complete submission, and the receipt.

A page that is in memory needs the link, whether a draft waits, and the clock; a draft is stored as
it came; a submission that nothing is wrong with needs its answers checked; none needs a framework.
Everything else (a form with answers, an error, a wrong token, another language, a client without
gzip) goes on to Flask, which also answers the first of each; what it sent then, headers included,
is sent again here, so the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from formulir.form_body import parse
from formulir.opened_link import live_link, open_link
from formulir.raw_body import plain_body, whole_body
from formulir.receipts import known_receipt, receipt_of
from formulir.rendering import SERVED, known_page, person_values
from formulir.saving import MEDIA_TYPE, REVISION, Reply, Sent, known_revision, save
from formulir.slotted_page import SlottedPage
from formulir.submission import Fate, submit
from survei.cycle.choices import AssignmentState
from survei.cycle.models import Assignment
from survei.database import database
from survei.invitation.models import Link
from survei.response.draft_saving import TooManyDrafts
from survei.response.finishing import NotOpen
from survei.response.queries import is_taking_answers, unfinished_when_found
from survei.response.resume_code import access_in
from survei.web.link_routes import FORM_ADDRESS

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]

#: In the WSGI environment: what went wrong here, for the application to raise and answer.
FAILURE = "survei.failure"
#: Language of an address that asks for none.
LANGUAGE = "id"


class FormShortcut:
    """WSGI middleware around the application."""

    def __init__(
        self,
        app: Callable[[Environ, Start], Iterable[bytes]],
        hosts: set[str],
        is_refused: Callable[[], bool],
    ) -> None:
        self.app = app
        self.hosts = hosts
        self.is_refused = is_refused
        #: Headers that the application last sent with "see other", and with a draft that it
        #: stored, without what differs each time; empty before it did.
        self.see_other: Headers = []
        self.saved: Headers = []
        self._ways = {
            ("GET", None): self._show,
            ("POST", None): self._send,
            ("POST", "/draft"): self._save,
        }

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """The form from memory, the way to the receipt, or whatever the application says."""
        way = self._way(environ)
        return way(environ, start_response) if way else self.app(environ, start_response)

    def _way(self, environ: Environ) -> Callable[[Environ, Start], Iterable[bytes]] | None:
        if environ["QUERY_STRING"] or environ.get("HTTP_HOST") not in self.hosts:
            return None
        if self.is_refused():
            return None
        found = FORM_ADDRESS.fullmatch(environ["PATH_INFO"])
        return self._ways.get((environ["REQUEST_METHOD"], found[2])) if found else None

    def _show(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
            return self.app(environ, start_response)
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
                self.see_other = _without(headers, "Location")
            return start_response(status, headers, error)

        return self.app(environ, start)

    def _save(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if self.saved and (reply := _saved(environ)):
            length = ("Content-Length", str(len(reply.body)))
            start_response("200 OK", [*self.saved, (REVISION, reply.revision), length])
            return [reply.body]

        def start(status: str, headers: Headers, error: Any = None) -> Any:
            if status.startswith("200") and any(name == REVISION for name, _ in headers):
                self.saved = _without(headers, REVISION, "Content-Length")
            return start_response(status, headers, error)

        return self.app(environ, start)


def _without(headers: Headers, *names: str) -> Headers:
    return [pair for pair in headers if pair[0] not in names]


def _saved(environ: Environ) -> Reply | None:
    """What is said of a draft that is stored now; else None, and Flask finds out why."""
    body = whole_body(environ, MEDIA_TYPE)
    revision = known_revision(environ.get("HTTP_DRAFT_REVISION", ""))
    access = access_in(environ.get("HTTP_DRAFT_PROOF", ""))
    if not body or revision is None or access is None:
        return None
    try:
        with _connection():
            token = environ["PATH_INFO"].split("/")[2]
            link = open_link(token)
            if link is None or not is_taking_answers(link.participant.cycle):
                return None
            reply = save(link, Sent(access, revision, body), language=LANGUAGE, late="")
    except (NotOpen, TooManyDrafts):
        return None
    except Exception as failure:
        environ[FAILURE] = failure  # the application has the page for it
        return None
    return reply if reply.status == 200 else None


def _is_taken(environ: Environ) -> bool:
    """Whether the submission is stored now. Otherwise Flask finds out why and says so."""
    body = plain_body(environ)
    if body is None:
        return False
    try:
        with _connection():
            token = environ["PATH_INFO"].rpartition("/")[2]
            link = open_link(token)
            return link is not None and submit(link, token, parse(body)).fate is Fate.STORED
    except ValueError:
        return False  # it cannot be read, and Flask says so
    except Exception as failure:
        environ[FAILURE] = failure  # the application has the page for it
        return False


def _fresh(environ: Environ) -> tuple[Headers, bytes] | None:
    """Headers and body of an open form, or of a receipt, whose page is known."""
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
    if link.is_handed_out or (assignment and assignment.is_disputed):
        return None
    show = _PAGES.get(assignment.state) if assignment else None
    return show(link, assignment, token) if show and assignment else None


def _open_form(link: Link, assignment: Assignment, token: str) -> tuple[Headers, bytes] | None:
    page = known_page(assignment, LANGUAGE)
    if page is None or not page.headers or not is_taking_answers(assignment.cycle):
        return None
    waiting = unfinished_when_found(link)
    if waiting.is_old:
        return None
    return page.headers, page.gzipped(person_values(link, assignment, token, waiting))


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

    def is_refused() -> bool:
        return app.config["KEY_WATCH"].refusal is not None

    app.wsgi_app = FormShortcut(app.wsgi_app, hosts, is_refused)  # type: ignore[method-assign]
