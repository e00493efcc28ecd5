"""HR's and supervisors' side: Flask-Admin with one hardened base view."""

from __future__ import annotations

from types import ModuleType

from flask import Flask, current_app
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from werkzeug.local import LocalProxy

from admin import (
    audit_log,
    confirm,
    cycles,
    disputes,
    format,
    home,
    jobs,
    links,
    mail,
    one_time,
    own_account,
    questionnaires,
    results,
    retention,
    server_clock,
    signin,
    staff,
    team,
    users,
    vendor,
)
from admin.guard import Guarded
from survei.settings import Settings
from survei.web import csrf, session
from survei.web.session import current_principal

#: Modules with a function `views()`, in the order of the menu.
AREAS: tuple[ModuleType, ...] = (
    team,
    cycles,
    links,
    results,
    disputes,
    jobs,
    questionnaires,
    mail,
    staff,
    users,
    audit_log,
    retention,
    own_account,
    server_clock,
)


def register(app: Flask, settings: Settings) -> None:
    """Adds sign-in, the session, and the views of every area."""
    session.register(app, settings)
    csrf.register(app)
    signin.register(app)
    app.register_blueprint(one_time.pages)
    app.register_blueprint(confirm.pages)
    app.register_blueprint(vendor.pages)
    app.jinja_env.globals["bootstrap_hash"] = vendor.content("bootstrap.css")[2]
    format.register(app)
    site = Admin(
        app,
        name="Sipakainge",
        theme=Bootstrap4Theme(base_template="admin/layout.html"),
        index_view=home.Home(name="Beranda", endpoint="admin", url="/admin"),
    )
    for area in AREAS:
        site.add_views(*area.views())
    for view in site._views:
        app.config["BODY_LIMITS"].update(
            {f"{view.endpoint}.{method}": limit for method, limit in view.most_bytes.items()}
        )
    app.jinja_env.globals.update(
        menu_groups=menu_groups,
        waiting_clocks=server_clock.waiting_clocks,
        principal=LocalProxy(current_principal),
    )


def menu_groups() -> list[tuple[str, list[Guarded]]]:
    """The views that the signed-in person may open, by category, in the order of `AREAS`."""
    groups: dict[str, list[Guarded]] = {}
    for view in current_app.extensions["admin"][0]._views:
        if view.is_accessible() and view.is_visible():
            groups.setdefault(view.category or "", []).append(view)
    return list(groups.items())
