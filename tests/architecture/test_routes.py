"""Every route × asker × method does what the matrix says; a route missing there fails."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from admin import AREAS
from admin.base import ModelView, View
from survei.web.link_routes import LINK_ROUTES, is_link_path, mask
from tests.architecture.matrix import ASKERS, MATRIX
from tests.cast import Cast
from tests.client import Browser

ROOT = Path(__file__).parents[2]
#: Values for the variable parts of an address.
SAMPLES = {"KeyConverter": "1", "UnicodeConverter": "x", "PathConverter": "x"}


def allowed(rule: Rule) -> frozenset[str | None] | None:
    """Who may call the route; None when nobody wrote it down."""
    blueprint = rule.endpoint.rpartition(".")[0]
    return MATRIX.get(rule.endpoint, MATRIX.get(f"{blueprint}.*"))


def address(rule: Rule) -> str:
    """An address that the rule answers."""
    values = {name: SAMPLES[type(how).__name__] for name, how in rule._converters.items()}
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return built[1]


def is_refused(status: int, location: str | None) -> bool:
    """To the sign-in page, or 401, 403, 404."""
    return status in (401, 403, 404) or (
        status == 302 and (location or "").startswith(("/masuk", "/konfirmasi"))
    )


def test_every_route_is_in_the_matrix(app: Flask) -> None:
    missing = [rule.endpoint for rule in app.url_map.iter_rules() if allowed(rule) is None]
    assert missing == []


def test_the_matrix_names_no_route_that_is_gone(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    known = endpoints | {f"{name.rpartition('.')[0]}.*" for name in endpoints}
    assert set(MATRIX) - known == set()


def test_every_route_with_a_token_is_in_the_one_list(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    with_token = {rule.split("/")[1] for rule in rules if "<token>" in rule}
    masked = {
        route.segment for route in LINK_ROUTES if mask(f"{route.path('x')}") != route.path("x")
    }
    assert with_token <= masked
    assert {route.segment for route in LINK_ROUTES} <= {rule.split("/")[1] for rule in rules}


def test_a_link_is_the_credential_of_its_own_routes_alone(app: Flask) -> None:
    by_link = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if is_link_path(rule.rule) or rule.endpoint.startswith("formulir.")
    }
    others = {"home", "preview", "try_preview", "lost_link", "send_lost_link"}
    expected = {endpoint for endpoint in by_link if endpoint.split(".")[1] not in others}
    found = {rule.endpoint for rule in app.url_map.iter_rules() if is_link_path(rule.rule)}
    assert found == expected


@pytest.mark.parametrize("asker", ASKERS)
def test_each_method_of_each_route(
    app: Flask, client: Browser, cast: Cast, asker: str | None
) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            if asker:
                client.sign_in(cast.users[asker])
            fields = {"csrf_token": client.csrf_token} if asker and method == "POST" else None
            answer = client.open(address(rule), method=method, data=fields)
            refused = is_refused(answer.status_code, answer.location)
            may = asker in (allowed(rule) or ())
            is_right = refused if not may else not refused or answer.status_code == 404
            if not is_right or answer.status_code >= 500:
                wrong.append((method, rule.rule, answer.status_code, "may" if may else "may not"))
    assert wrong == []


def test_no_method_that_changes_is_offered_to_get(app: Flask) -> None:
    names = ("delete", "action", "sign_out", "confirm", "language", "publish", "close")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.rpartition(".")[2] in names:
            assert "GET" not in (rule.methods or ()), rule.rule


def test_only_the_base_inherits_from_the_stock_views() -> None:
    for path in (ROOT / "admin").rglob("*.py"):
        if path.name in ("base.py",):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base) for base in node.bases}
                stock = {name for name in bases if "flask_admin" in name or "stock" in name}
                assert not stock | (bases & {"BaseView", "AdminIndexView"}), f"{path}: {node.name}"


def test_every_area_gives_hardened_views(app: Flask) -> None:
    for area in AREAS:
        for view in area.views():
            assert isinstance(view, View | ModelView), view
