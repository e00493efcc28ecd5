"""G0: nothing that anybody writes into an address or a form gives a 5xx, on any route."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from survei.account.models import Session
from tests.architecture.test_routes import SAMPLES
from tests.cast import Cast
from tests.client import Browser

#: Value of every variable part of an address.
KEYS = {
    "big": "9" * 30,
    "just too big": "2147483648",
    "2^63": "9223372036854775808",
    "2^64": "18446744073709551616",
    "zero": "0",
    "word": "abc",
    "odd": "%27%22%3Cb%3E%F0%9F%90%8E",
    "long": "x" * 3000,
}
#: Query or form fields, given to every route under names that are in use somewhere.
NAMES = """
id page sort desc search query name offset limit url next cycle cycle_id unit unit_id role relation
state rowid action email password language active version from to k revision confirmed code token
file do kind
""".split()  # noqa: SIM905 - a list of words is read more easily so
VALUES = {
    "empty": "",
    "minus": "-1",
    "big": "9" * 30,
    "nan": "NaN",
    "quote": "' OR 1=1--",
    "template": "{{7*7}}%(x)s{0.__class__}",
    "wild": "%_\\",
    "long": "x" * 5000,
    "words": "a " * 2000,
    "lines": "a\r\nSet-Cookie: b=1",
    "script": '"><script>alert(1)</script>',
    "bidi": "\u202eabc\u200b\u0007",
}


def addresses(app: Flask, key: str) -> list[tuple[Rule, str]]:
    """Every rule with `key` in its variable parts, as far as the rule takes it."""
    found = []
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name, how in rule._converters.items():
            fits = type(how).__name__ != "KeyConverter" or key.isdecimal()
            value = key if fits else SAMPLES[type(how).__name__]
            for place in (f"<{name}>", f"<int:{name}>", f"<path:{name}>"):
                path = path.replace(place, value)
        found.append((rule, path))
    return found


def broken(client: Browser, rule: Rule, path: str, fields: dict[str, Any]) -> list[str]:
    """The methods that answered with a 5xx."""
    methods = (rule.methods or set()) & {"GET", "POST"}
    found = []
    for method in sorted(methods):
        if method == "GET":
            status = client.get(path, query_string=fields).status_code
        else:
            status = client.submit(path, fields).status_code
        if status >= 500 and rule.endpoint != "health.readyz":
            found.append(f"{method} {rule.rule}: {status}")
    return found


def stay_signed_in(client: Browser, cast: Cast) -> None:
    """Signs in again where a route before has ended the session."""
    if not client.get_cookie("sid") or not Session.select().exists():
        client.sign_in(cast.admin)


@pytest.mark.parametrize("key", KEYS)
def test_garbage_in_the_path(
    app: Flask, client: Browser, cast: Cast, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = []
    for rule, path in addresses(app, KEYS[key]):
        if rule._converters:
            stay_signed_in(client, cast)
            wrong += broken(client, rule, path, {})
    assert wrong == []
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("value", VALUES)
def test_garbage_in_every_field(app: Flask, client: Browser, cast: Cast, value: str) -> None:
    wrong = []
    fields = dict.fromkeys(NAMES, VALUES[value])
    for rule, path in addresses(app, "1"):
        stay_signed_in(client, cast)
        wrong += broken(client, rule, path, fields)
    assert wrong == []
