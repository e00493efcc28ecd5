"""A browser without JavaScript that reviews every page it is shown."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survei.account.models import User
from survei.account.sessions import open_session
from tests.page_parser import PageParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "circle",
        "line",
        "rect",
    ]
)
#: Forms that need no CSRF token: there is no session yet, or the link is the credential.
OPEN_FORMS = (
    "f",
    "u",
    "hasil",
    "kotak",
    "kode",
    "kirim-ulang",
    "masuk",
    "atur-ulang",
    "aktivasi",
    "admin-pertama",
)
UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})


class Review(PageParser):
    """Reads a page and notes what is wrong with it in `findings`."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.findings: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None], bool]] = []
        self.count = {"h1": 0, "title": 0, "main": 0}
        self.title = ""
        self.language = ""
        self.form: dict[str, Any] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag in self.count and "svg" not in self.open:
            self.count[tag] += 1
        if values.get("id"):
            self.ids.append(values["id"] or "")
        self._check_script(tag, values)
        self._check_field(tag, values)
        if tag == "html":
            self.language = values.get("lang") or ""
        if tag == "label" and values.get("for"):
            self.labels.add(values["for"] or "")
        if tag == "img" and "alt" not in values:
            self.findings.append("img without alt")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.findings.append(f"</{tag}> closes {self.open[-3:]} at {self.getpos()}")
            return
        self.open.pop()
        if tag == "form" and self.form:
            self._close_form(self.form)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data

    def _check_script(self, tag: str, values: dict[str, str | None]) -> None:
        if tag == "style" or "style" in values:
            self.findings.append(f"inline style in <{tag}>")
        if tag == "script" and not values.get("src") and values.get("type") != "application/json":
            self.findings.append("inline script")
        for name, value in values.items():
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.findings.append(f"inline script in <{tag} {name}>")

    def _check_field(self, tag: str, values: dict[str, str | None]) -> None:
        if tag == "form":
            self.form = {**values, "has_token": False}
        if tag == "input" and self.form and values.get("name") == "csrf_token":
            self.form["has_token"] = bool(values.get("value"))
        is_field = tag in ("select", "textarea") or (
            tag == "input" and (values.get("type") or "text") not in UNLABELLED
        )
        if is_field:
            self.fields.append((tag, values, "label" in self.open))

    def _close_form(self, form: dict[str, Any]) -> None:
        target = urlsplit(form.get("action") or self.path).path.lstrip("/").split("/", 1)[0]
        is_post = (form.get("method") or "get").lower() == "post"
        if is_post and target not in OPEN_FORMS and not form["has_token"]:
            self.findings.append(f"form to {target!r} without CSRF token")
        self.form = None

    def finish(self) -> list[str]:
        """All findings of the page."""
        self.close()
        if self.open:
            self.findings.append(f"never closed: {self.open}")
        if self.count["h1"] != 1:
            self.findings.append(f"{self.count['h1']} h1")
        if not self.title.strip() or self.count["title"] != 1:
            self.findings.append("no title")
        if not self.language:
            self.findings.append("html without lang")
        for name in sorted(one for one, times in Counter(self.ids).items() if times > 1):
            self.findings.append(f"id twice: {name}")
        for tag, values, is_inside_label in self.fields:
            named = values.get("aria-label") or values.get("aria-labelledby")
            if not (is_inside_label or named or values.get("id") in self.labels):
                self.findings.append(f"{tag} {values.get('name')} without label")
        return self.findings


def review(path: str, html: str) -> list[str]:
    """What is wrong with a page; empty when nothing is."""
    reader = Review(path)
    reader.feed(html)
    return reader.finish()


class Browser(FlaskClient):
    """Fails the test when a page it gets is not sound."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """One request; every HTML page in the answer is reviewed."""
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == "text/html" and response.status_code not in range(300, 400)
        if is_page and response.request.method not in ("HEAD", "OPTIONS"):
            findings = review(response.request.path, response.get_data(as_text=True))
            assert findings == [], f"{response.request.path}: {findings}"
        return response

    def sign_in(self, user: User) -> Browser:
        """Opens a real session of this user, without the password."""
        token = open_session(user, address="127.0.0.1")
        self.set_cookie("sid", token, domain="localhost", path="/")
        return self

    def sign_out(self) -> Browser:
        """Forgets the cookie."""
        self.delete_cookie("sid", domain="localhost", path="/")
        return self

    @property
    def csrf_token(self) -> str:
        """The token that a form of this session carries."""
        from hashlib import sha256

        cookie = self.get_cookie("sid", domain="localhost", path="/")
        assert cookie is not None, "sign in first"
        return sha256(f"csrf:v1:{cookie.value}".encode()).hexdigest()[:43]

    def submit(self, path: str, data: Any = None, **kwargs: Any) -> TestResponse:
        """A POST of one of our own forms: with the CSRF token."""
        fields = {**(data or {}), "csrf_token": self.csrf_token}
        return self.post(path, data=fields, **kwargs)
