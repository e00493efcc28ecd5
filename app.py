"""The application: settings, extensions, blueprints, error pages and commands put together.

`python app.py` migrates, starts web and worker and prints where to go.
"""

from __future__ import annotations

import os

from flask import Flask, g
from flask_babel import Babel
from jinja2 import StrictUndefined

import admin
import formulir
from admin import commands
from formulir import health
from survei import clock
from survei.audit.services import set_key as set_audit_key
from survei.database import connect_to, database
from survei.invitation.services import set_key as set_link_key
from survei.settings import Settings, load_settings

#: Largest request body; link forms and uploads set their own. Source: security.md, row 49.
MOST_BYTES = 1_000_000


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Binds the database but opens no connection.

    Raises SettingError when the environment is wrong.
    """
    settings = settings or load_settings()
    clock.set_zone(settings.timezone)
    set_audit_key(settings.audit_key)
    set_link_key(settings.link_key)
    connect_to(settings.database_url)
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance))
    configure(app, settings)
    app.before_request(open_connection)
    app.teardown_request(close_connection)
    Babel(app, default_locale="id", default_timezone=settings.timezone)
    app.register_blueprint(health.blueprint)
    formulir.register(app, settings)
    admin.register(app, settings)
    commands.register(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own configuration. Source: security.md D.2."""
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_keys[0],
        SECRET_KEY_FALLBACKS=list(settings.secret_keys[1:]),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=[settings.host.rsplit(":", 1)[0], "localhost", "127.0.0.1"],
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True


def open_connection() -> None:
    """Opens a connection unless the caller (a test) already holds one."""
    g.opened_connection = database.is_closed()
    if g.opened_connection:
        database.connect()


def close_connection(error: BaseException | None = None) -> None:
    """Gives back only what `open_connection` took."""
    if g.pop("opened_connection", False) and not database.is_closed():
        database.close()


if __name__ == "__main__":
    os.umask(0o077)
    raise SystemExit("see README.md")
