"""The browser's session: a cookie with a random value, and a row on the server.

The row is read only when something asks for it, so a page opened by a link costs nothing. Two
things ask: `current_principal`, and Flask's own `session` (flashed messages).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask, g, session
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request, Response
from flask_login import LoginManager, UserMixin

from survei import clock
from survei.account.models import Session
from survei.account.policy import Principal
from survei.account.queries import principal_of, session_of
from survei.account.rules import TOUCH_EVERY
from survei.account.sessions import save_session_data, touch_session
from survei.settings import Settings

#: Longest cookie value that is looked up.
LONGEST_TOKEN = 64


class BrowserSession(SessionMixin):
    """What Flask calls `session`. Values live in the row; nobody signed in keeps nothing."""

    def __init__(self, token: str | None) -> None:
        #: Value of the cookie; None when there was none.
        self.token = token
        self.modified = False
        self._row: Session | None = None
        self._data: dict[str, Any] | None = None

    @property
    def row(self) -> Session | None:
        """The live session row, read at the first use; using it counts as activity."""
        if self._data is None:
            self._row = session_of(self.token) if self.token else None
            self._data = json.loads(self._row.data) if self._row else {}
            if self._row and clock.now() - self._row.last_seen_at > TOUCH_EVERY:
                touch_session(self._row)
        return self._row

    @property
    def values_here(self) -> dict[str, Any]:
        """The row's values; an empty dictionary that is never kept when nobody is signed in."""
        self.row  # noqa: B018 - reads the row once
        assert self._data is not None
        return self._data

    def replace(self, token: str | None) -> None:
        """Goes on with another session (after signing in) or with none (after signing out)."""
        self.__init__(token)  # type: ignore[misc]
        g.pop("principal", None)

    def __getitem__(self, key: str) -> Any:
        return self.values_here[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.values_here[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        del self.values_here[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_here)

    def __len__(self) -> int:
        return len(self.values_here)


class SessionRows(SessionInterface):
    """Keeps sessions as rows. The cookie is set only at sign-in and cleared at sign-out."""

    def __init__(self, settings: Settings) -> None:
        self.is_secure = settings.is_https
        self.cookie = "__Host-sid" if settings.is_https else "sid"

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        """The session of this request; reads nothing yet."""
        token = request.cookies.get(self.cookie)
        if token is not None and (len(token) > LONGEST_TOKEN or not token.isascii()):
            token = None
        return BrowserSession(token or None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Writes changed values back; never sets a cookie."""
        assert isinstance(session, BrowserSession)
        if session.modified and session.row:
            save_session_data(session.row, dict(session))

    def give_cookie(self, response: Response, token: str) -> None:
        """Source: security.md, row 25. Ends with the browser; no "remember me"."""
        response.set_cookie(
            self.cookie, token, httponly=True, secure=self.is_secure, samesite="Lax", path="/"
        )

    def take_cookie(self, response: Response) -> None:
        """Makes the browser forget it."""
        response.delete_cookie(
            self.cookie, httponly=True, secure=self.is_secure, samesite="Lax", path="/"
        )


class SignedIn(UserMixin):
    """What Flask-Login gives as `current_user`."""

    def __init__(self, principal: Principal) -> None:
        self.principal = principal
        self.id = str(principal.user_id)


def current_principal() -> Principal | None:
    """Who is signed in at this request; None when nobody is, or no longer."""
    if "principal" not in g:
        row = browser_session().row
        g.principal = principal_of(row) if row else None
    return g.principal


def browser_session() -> BrowserSession:
    """This request's session with its own type."""
    return session._get_current_object()  # type: ignore[attr-defined]


def register(app: Flask, settings: Settings) -> None:
    """Puts the rows in place of Flask's cookie session, and Flask-Login's `current_user` on top.

    Flask-Login's `init_app` is left out: its remember cookie is not wanted, and would read the
    session on every answer, files and link pages included.
    """
    app.session_interface = SessionRows(settings)
    manager = LoginManager()
    app.login_manager = manager  # type: ignore[attr-defined]

    manager.request_loader(_load)


def _load(request: Request) -> SignedIn | None:
    principal = current_principal()
    return SignedIn(principal) if principal else None
