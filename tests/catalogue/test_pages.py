"""A page in English shows no Indonesian text of ours, and a page in Indonesian no English one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from survei.account.models import User
from survei.demo.services import load_demo
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import path_of
from tests.catalogue import book
from tests.catalogue.walk import Reading, Walk, demo_of
from tests.client import Browser

#: The texts are the same whatever the database is.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: Shorter texts count only where they stand alone; data may contain them ("Pengelola SDM Kota").
LEAST_INSIDE = 20
#: Texts of ours that the demonstration's data happens to hold.
ALSO_DATA = {"Tidak dapat menilai", "Staf administrasi", "English", "Bahasa Inggris", "Belum"}
#: Accounts whose pages are read: together they see every page.
READERS = ("admin", "appraiser")
#: Links of each purpose that are opened.
SOME_LINKS = 4


def pairs() -> Iterator[tuple[str, str]]:
    """(Indonesian, English) of every text."""
    for message in book.stored():
        first = message.id[0] if isinstance(message.id, tuple) else message.id
        for form in book.forms_of(message) if first else ():
            yield first, form


def strangers_in(texts: list[str], own: set[str]) -> Callable[[str], list[str]]:
    """What finds texts of the other language, with places filled or not, in a piece of a page."""
    others = sorted(set(texts) - own - ALSO_DATA)
    alone = {text for text in others if not book.PLACE.search(text)}
    inside = [text for text in alone if len(text) > LEAST_INSIDE]
    filled = [
        (text, re.compile(_with_places(text)))
        for text in others
        if len(book.PLACE.sub("", text)) > LEAST_INSIDE and book.PLACE.search(text)
    ]

    def find(piece: str) -> list[str]:
        if piece in alone:
            return [piece]
        if len(piece) <= LEAST_INSIDE:
            return []
        return [text for text in inside if text in piece] + [
            text for text, pattern in filled if pattern.search(piece)
        ]

    return find


def _with_places(text: str) -> str:
    pieces = book.PLACE.split(text.replace("%%", "%"))
    return ".+?".join(re.escape(piece) for piece in pieces)


def pages(app: Flask, client: Browser, language: str) -> Iterator[tuple[str, Reading]]:
    """Every page of every reader and of the links, in one language."""
    User.update(language=language).execute()
    demo = demo_of(app)
    for account in demo["accounts"]:
        if account["role"] in READERS:
            client.sign_in(User.get(User.email == account["email"]))
            walk = Walk(app, client, language, stays_in="/admin")
            yield from walk.pages("/admin/", "/admin/tidak-ada/")
    asks = f"?lang={language}"
    paths = [path_of(link) + asks for purpose in LinkPurpose for link in _links(purpose)]
    others = (f"/f/{'x' * 43}", "/kode", "/kotak", "/tidak-ada", "/masuk", "/atur-ulang")
    paths += [path + asks for path in others]
    client.sign_out()
    yield from Walk(app, client, language, most_alike=12).pages(*paths)


def _links(purpose: LinkPurpose) -> list[Link]:
    known = Link.select().where(Link.purpose == purpose).order_by(Link.token_hash)
    return list(known.limit(SOME_LINKS))


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_mixes_languages(app: Flask, client: Browser, language: str) -> None:
    app.config["SETTINGS"].instance.mkdir(exist_ok=True)
    load_demo(app.config["SETTINGS"])
    indonesian, english = ([text[place] for text in pairs()] for place in (0, 1))
    wrong, own = (indonesian, english) if language == "en" else (english, indonesian)
    find = strangers_in(wrong, set(own))
    read: set[str] = set()
    count = 0
    found: dict[str, str] = {}
    for address, page in pages(app, client, language):
        count += 1
        fresh = set(page.texts) - read
        read |= fresh
        found |= {text: address for piece in fresh for text in find(piece)}
    assert found == {}
    assert count > 100


def test_a_constant_path_asks_for_the_language_at_every_page(client: Browser) -> None:
    unknown = f"/f/{'x' * 43}"
    assert 'href="/kode"' in client.get(unknown).text
    assert 'href="/kode?lang=en"' in client.get(f"{unknown}?lang=en").text
    assert 'href="/kode"' in client.get(unknown).text
