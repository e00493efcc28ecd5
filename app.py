"""The application: settings, extensions, blueprints, error pages and commands put together.

`python app.py` migrates, starts web and worker and prints where to go.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from flask import (
    Flask,
    current_app,
    g,
    request,
)
from flask_babel import Babel, get_locale, gettext, ngettext, npgettext, pgettext
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import admin
import formulir
from admin import commands
from admin.commands.running import settings_of_command
from admin.forms import say
from formulir.shortcut import FAILURE
from survei.account.choices import ONE_TIME_PATHS, OneTimePurpose
from survei.account.one_time import offer_first_administrator
from survei.catalogues import CATALOGUES, interface_language
from survei.cycle.relations import RELATIONS
from survei.database import connect, database, told_plainly
from survei.demo.account_file import demo_file, move_demo
from survei.demo.services import load_demo
from survei.errors import SurveiError
from survei.exclusive import exclusively
from survei.installation.choices import Role
from survei.logs import start_logging
from survei.mail.transports import make_transport
from survei.process_watch import KeyWatch
from survei.processes import follow_parent, remember_interrupt, require_free, run_together
from survei.schema import migrate
from survei.settings import Settings, load_settings
from survei.starting import enter, enter_alone, prepare_process
from survei.web import health, shared_templates
from survei.web.addresses import HostInLowerCase, KeyConverter, refuse_nameless
from survei.web.error_pages import add_error_pages
from survei.web.headers import FILES, add_headers, csp_nonce
from survei.web.request_limits import MOST_BYTES, limit_body, refuse_broken_text
from survei.web.server import Web
from survei.worker.process import run as run_worker


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Binds the database but opens no connection.

    Without settings it reads the environment, and a wrong one ends a command with its sentence.
    """
    settings = settings or settings_of_command()
    prepare_process(settings)
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance))
    configure(app, settings)
    app.before_request(open_connection)
    app.before_request(refuse_nameless)
    app.before_request(limit_body)
    app.before_request(refuse_broken_text)
    app.after_request(add_headers)
    app.teardown_request(close_connection)
    add_error_pages(app, say)
    Babel(
        app,
        default_locale="id",
        default_translation_directories="survei/translations",
        default_timezone=settings.timezone,
        locale_selector=choose_language,
    )
    # Not the "newstyle" that Flask-Babel chooses: it marks every translation as safe HTML, so that
    # `_(name)` of stored text would run it, and a "%" in such text would raise.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=False, pgettext=pgettext, npgettext=npgettext
    )
    health.register(app, settings)
    shared_templates.register(app)
    formulir.register(app, settings)
    admin.register(app, settings)
    commands.register(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own configuration. Source: security.md D.2."""
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.keys.secrets[0],
        SECRET_KEY_FALLBACKS=list(settings.keys.secrets[1:]),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_PARTS=2000,
        TRUSTED_HOSTS=list(settings.host_names),
        TEMPLATES_AUTO_RELOAD=False,
        BODY_LIMITS={},
        KEY_WATCH=KeyWatch(settings),
    )
    app.url_map.converters["int"] = KeyConverter
    app.wsgi_app = HostInLowerCase(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    app.jinja_env.globals.update(
        catalogues=CATALOGUES, get_locale=get_locale, csp_nonce=csp_nonce, relation_traits=RELATIONS
    )


def open_connection() -> None:
    """Opens a connection unless nobody needs one or the caller (a test) already holds one.

    Raises what went wrong before Flask began, so that it gets its page here, and KeysRefused once
    this process's keys are not the database's any more.
    """
    if failure := request.environ.get(FAILURE):
        raise failure
    if request.endpoint in (*FILES, "health.healthz"):
        return
    if refusal := current_app.config["KEY_WATCH"].refusal:
        raise refusal
    g.opened_connection = database.is_closed()
    if g.opened_connection:
        database.connect()


def close_connection(error: BaseException | None = None) -> None:
    """Gives back only what `open_connection` took."""
    if g.pop("opened_connection", False) and not database.is_closed():
        database.close()


def choose_language() -> str:
    """The page's own choice (`g.language`), the signed-in user's, or the address's (`?lang=en`)."""
    if principal := g.get("principal"):
        return g.get("language") or str(principal.language)
    return g.get("language") or interface_language(request.args.get("lang", ""))


def main(arguments: Sequence[str] | None = None) -> int:
    """`python app.py [--demo] [--port N] [--host ADDRESS] [--only web|worker]`."""
    parser = ArgumentParser(prog="python app.py", description="Sipakainge")
    parser.add_argument("--port", type=int, default=8000, help="port (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="alamat yang didengar (127.0.0.1)")
    parser.add_argument("--demo", action="store_true", help="muat data peragaan")
    parser.add_argument("--only", choices=("web", "worker"), help="satu proses saja")
    options = parser.parse_args(arguments)
    os.umask(0o077)
    follow_parent()
    try:
        with told_plainly():
            return run(options)
    except SurveiError as error:
        print(f"Tidak dapat dimulai. {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Dihentikan.", file=sys.stderr)
        return 130


def run(options: Namespace) -> int:
    """One process, or both."""
    settings = load_settings(port=options.port)
    if options.only == "web":
        start_logging()
        require_free(options.host, options.port)
        prepare_process(settings)
        settings = enter_alone(settings, Role.SITE, told=tell_waiting)
        return Web(settings, f"{options.host}:{options.port}", create_app).run() or 0
    return run_worker(settings) if options.only else start(settings, options)


def start(settings: Settings, options: Namespace) -> int:
    """Migrates, prepares, says where to go, then runs web and worker until one ends.

    What would stop one of them is looked for before anything is written or promised.
    """
    stopping = remember_interrupt()
    require_free(options.host, options.port)
    make_transport(settings)
    create_app(settings)
    with exclusively(settings, "start", told=tell_waiting):
        connect()
        migrate()
        settings = enter(settings, Role.SITE)
        is_loaded = options.demo and load_demo(settings)
        first_token = offer_first_administrator()
        database.close_all()
    print(f"Sipakainge berjalan di {settings.base_url} (masuk: {settings.base_url}/masuk)")
    if options.demo:
        tell_about_demo(settings, is_loaded=is_loaded)
    if first_token:
        path = ONE_TIME_PATHS[OneTimePurpose.FIRST_ADMIN]
        print(f"Buat administrator pertama: {settings.base_url}/{path}/{first_token}")
    print("Hentikan dengan Ctrl-C.", flush=True)
    again = [sys.executable, str(Path(__file__).resolve())]
    again += ["--host", options.host, "--port", str(options.port), "--only"]
    return run_together({"web": [*again, "web"], "worker": [*again, "worker"]}, stopping)


def tell_waiting() -> None:
    """Why nothing happens for a while."""
    print("Proses lain sedang menyiapkan basis data ini; menunggu sampai selesai.", flush=True)


def tell_about_demo(settings: Settings, *, is_loaded: bool) -> None:
    """Says what `--demo` did to the one who started."""
    if is_loaded:
        print(f"Data peragaan dimuat; akun dan tautan: {demo_file(settings)}")
    elif move_demo(settings):
        print(f"Data peragaan sudah ada; akun dan tautan: {demo_file(settings)}")
    else:
        print(f"Data peragaan tidak dimuat: basis data berisi, {demo_file(settings)} tidak ada.")


if __name__ == "__main__":
    raise SystemExit(main())
