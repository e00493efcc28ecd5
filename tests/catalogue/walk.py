"""Reads the pages of the demonstration the way a person could: link by link, form by form."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from survei.database import database
from tests.client import VOID, Browser
from tests.page_parser import PageParser

#: Pages of one kind that are opened in a walk.
MOST_ALIKE = 2
#: Attributes that are read out or shown.
SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-label", "value")
#: Elements whose content nobody reads on this page.
UNREAD = ("script", "style", "iframe")
SPACES = re.compile(r"\s+")


class Reading(PageParser):
    """The texts of a page, its links and its forms."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.links: list[str] = []
        #: (action, fields) of the forms that send.
        self.forms: list[tuple[str, dict[str, str]]] = []
        #: How deep we are inside something that is not shown or in a language of its own.
        self._silent = 0
        self._open: list[bool] = []
        self._sends = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_apart = tag in UNREAD or (tag != "html" and "lang" in values)
        if tag not in VOID:
            self._open.append(is_apart)
            self._silent += is_apart
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if tag == "form":
            self._sends = (values.get("method") or "").lower() == "post"
            if self._sends:
                self.forms.append((values.get("action") or "", {}))
        if tag == "input" and values.get("type") == "hidden" and self._sends:
            self.forms[-1][1][values.get("name") or ""] = values.get("value") or ""
        is_button = tag in ("input", "button") and values.get("type") in ("submit", "button")
        for name in SPOKEN:
            if values.get(name) and (name != "value" or (is_button and tag == "input")):
                self.texts.append(_plain(values[name] or ""))
        self.texts += [_plain(text or "") for name, text in attrs if name in WORDS_OF_FORMS]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._silent -= self._open.pop()
        self._sends = self._sends and tag != "form"

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(_plain(data))


#: Words that the form's script says.
WORDS_OF_FORMS = {
    f"data-{name}"
    for name in ("saved", "saving", "offline", "count", "left", "over", "sending", "question")
}


def _plain(text: str) -> str:
    return SPACES.sub(" ", text).strip()


class Walk:
    """A visitor of one application in one language."""

    def __init__(
        self,
        app: Flask,
        client: Browser,
        language: str,
        *,
        most_alike: int = MOST_ALIKE,
        stays_in: str = "/",
        sends: bool = True,
    ) -> None:
        self.app = app
        self.client = client
        self.language = language
        self.most_alike = most_alike
        self.stays_in = stays_in
        #: Whether forms are sent as well.
        self.sends = sends
        self._seen: set[str] = set()
        self._kinds: Counter[str] = Counter()

    def pages(self, *starts: str) -> Iterator[tuple[str, Reading]]:
        """(address, what it says) of every page within reach, refused forms included."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            if not self._is_new(address):
                continue
            reading = self._read(self.client.get(address))
            if reading is None:
                continue
            yield address, reading
            waiting += [urljoin(address, link) for link in reading.links]
            if self.sends:
                yield from self._forms(address, reading)

    def _forms(self, address: str, reading: Reading) -> Iterator[tuple[str, Reading]]:
        """What each form answers when nothing is filled in; whatever it did is undone."""
        for action, fields in reading.forms:
            target = urljoin(address, action)
            if "/keluar" in target or not self._is_new(f"POST {target}"):
                continue
            with database.atomic() as transaction:
                answer = self.client.post(
                    target,
                    data=urlencode(fields),
                    content_type="application/x-www-form-urlencoded",
                )
                if 300 <= answer.status_code < 400:
                    answer = self.client.get(answer.location)
                transaction.rollback()
            said = self._read(answer)
            if said:
                yield f"POST {target}", said

    def _read(self, answer: TestResponse) -> Reading | None:
        kind = answer.headers.get("Content-Type", "")
        if not kind.startswith("text/html"):
            answer.close()
            return None
        return Reading(answer.get_data(as_text=True))

    def _is_new(self, address: str) -> bool:
        """Whether it is ours, not seen, and not one more of a kind that was seen often enough."""
        parts = urlsplit(address.removeprefix("POST "))
        if parts.netloc not in ("", "localhost") or parts.scheme not in ("", "http"):
            return False
        is_other = "lang=" in parts.query and f"lang={self.language}" not in parts.query
        if address in self._seen or is_other or not parts.path.startswith(self.stays_in):
            return False
        self._seen.add(address)
        kind = (
            self._kind(parts.path) + address[:5] * address.startswith("POST") + _names(parts.query)
        )
        self._kinds[kind] += 1
        return self._kinds[kind] <= self.most_alike

    def _kind(self, path: str) -> str:
        try:
            return self.app.url_map.bind("localhost").match(path)[0]
        except HTTPException:
            return path


def _names(query: str) -> str:
    return ",".join(sorted(part.split("=")[0] for part in query.split("&")))


def demo_of(app: Flask) -> dict[str, list[dict[str, str]]]:
    """What the demonstration wrote for its visitors."""
    path = app.config["SETTINGS"].instance / "demo.json"
    return json.loads(path.read_text())  # type: ignore[no-any-return]
