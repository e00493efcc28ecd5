"""The application: settings, extensions, blueprints, error pages and commands put together.

`python app.py` migrates, starts web and worker and prints where to go.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale, gettext, ngettext, npgettext, pgettext
from jinja2 import StrictUndefined
from peewee import DataError, InterfaceError, OperationalError
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

import admin
import formulir
from admin import commands
from admin.errors import reference_of
from admin.forms import say
from formulir import health
from formulir.server import Web
from survei import clock
from survei.account.errors import LinkSpent
from survei.account.one_time import offer_first_administrator
from survei.account.one_time import set_key as set_account_key
from survei.audit.services import set_key as set_audit_key
from survei.database import connect_to, database, migrate
from survei.demo.services import load_demo
from survei.errors import InUse, NotFound, StaleRevision, SurveiError, WrongState
from survei.invitation.services import set_key as set_link_key
from survei.processes import run_together
from survei.settings import Settings, load_settings
from survei.throttle.services import TooManyAttempts
from survei.worker import run as run_worker

#: Largest request body; link forms and uploads set their own. Source: security.md, row 49.
MOST_BYTES = 1_000_000
#: Less free space than this, and a failing write is called "disk full".
LEAST_FREE_BYTES = 1_000_000

#: Routes that send files; these say themselves how long they may be kept.
FILES = ("static", "vendor.file")
#: First path segments of pages that a link opens; their address is a secret.
LINK_ROUTES = ("f", "u", "hasil", "kode")

#: On every response, errors and files included. Source: security.md D.1.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'"
)

#: The page that may stand in a frame of our own, and the pages that hold the frame.
FRAMED = frozenset({"formulir.preview"})
FRAMING = frozenset({"designer_preview.draft", "questionnaires.preview"})

#: What an error page says: title, and what to do.
ERRORS = {
    400: ("Permintaan tidak terbaca", "Periksa alamat atau isian Anda, lalu coba lagi."),
    401: ("Silakan masuk", "Halaman ini hanya untuk pengguna yang sudah masuk."),
    403: ("Tidak diizinkan", "Peran Anda tidak mencakup halaman atau tindakan ini."),
    404: ("Halaman tidak ditemukan", "Periksa alamatnya atau kembali ke beranda."),
    405: ("Tindakan tidak tersedia", "Buka halamannya lagi lalu gunakan tombol di sana."),
    409: ("Tidak dapat dilakukan", "Muat ulang halaman untuk melihat keadaan terbaru."),
    410: ("Sudah tidak berlaku", "Mintalah tautan baru kepada pengelola SDM."),
    413: ("Terlalu besar", "Kirim isian atau berkas yang lebih kecil."),
    415: ("Jenis berkas tidak didukung", "Gunakan jenis berkas yang disebut di halaman."),
    422: ("Isian belum sesuai", "Kembali ke halaman sebelumnya dan periksa isian Anda."),
    429: ("Terlalu banyak percobaan", "Tunggu sebentar, lalu coba lagi."),
    500: ("Terjadi kesalahan", "Coba lagi. Bila berulang, sampaikan kode ini kepada pengelola."),
    503: ("Layanan sedang sibuk", "Isian Anda tidak disimpan. Coba lagi sebentar lagi."),
    507: ("Penyimpanan penuh", "Isian Anda tidak disimpan. Hubungi pengelola, lalu coba lagi."),
}

#: Refusals of the domain that no view has caught; the first that fits gives the status.
REFUSALS: tuple[tuple[type[SurveiError], int], ...] = (
    (NotFound, 404),
    (TooManyAttempts, 429),
    (StaleRevision, 409),
    (InUse, 409),
    (WrongState, 409),
    (LinkSpent, 410),
    (SurveiError, 422),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Binds the database but opens no connection.

    Raises SettingError when the environment is wrong.
    """
    settings = settings or load_settings()
    clock.set_zone(settings.timezone)
    set_audit_key(settings.audit_key)
    set_account_key(settings.link_key)
    set_link_key(settings.link_key)
    connect_to(settings.database_url)
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance))
    configure(app, settings)
    app.before_request(open_connection)
    app.before_request(limit_body)
    app.before_request(refuse_broken_text)
    app.after_request(add_headers)
    app.teardown_request(close_connection)
    add_error_pages(app)
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
        BODY_LIMITS={},
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    app.jinja_env.globals.update(get_locale=get_locale, csp_nonce=csp_nonce)


def open_connection() -> None:
    """Opens a connection unless nobody needs one or the caller (a test) already holds one."""
    if request.endpoint in (*FILES, "health.healthz"):
        return
    g.opened_connection = database.is_closed()
    if g.opened_connection:
        database.connect()


def close_connection(error: BaseException | None = None) -> None:
    """Gives back only what `open_connection` took."""
    if g.pop("opened_connection", False) and not database.is_closed():
        database.close()


def limit_body() -> None:
    """The largest body of this route, before anybody reads it."""
    limits = current_app.config["BODY_LIMITS"]
    request.max_content_length = limits.get(request.endpoint, MOST_BYTES)


def refuse_broken_text() -> None:
    """400 for NUL and for bytes that are no UTF-8: one database would keep them, one would not."""
    texts = [
        request.environ["PATH_INFO"].encode("latin1"),
        unquote_to_bytes(request.query_string),
    ]
    if request.mimetype == "application/x-www-form-urlencoded":
        texts.append(unquote_to_bytes(request.get_data()))
    elif request.mimetype == "application/json":
        texts.append(request.get_data().replace(b"\\u0000", b"\x00"))
    elif request.form:
        texts.append("\n".join("\n".join(pair) for pair in request.form.items(True)).encode())
    if not all(is_clean(text) for text in texts):
        abort(400)


def is_clean(text: bytes) -> bool:
    """Whether bytes are UTF-8 without NUL."""
    try:
        return "\x00" not in text.decode()
    except UnicodeDecodeError:
        return False


def choose_language() -> str:
    """The page's own choice (`g.language`), or the signed-in user's, or Indonesian."""
    principal = g.get("principal")
    return g.get("language") or (principal.language if principal else "id")


def csp_nonce() -> str:
    """The nonce of this response, for templates of Flask-Admin that need one."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def add_headers(response: Response) -> Response:
    """Puts `HEADERS`, the content policy and the rules for keeping on every response."""
    is_link = request.path.lstrip("/").split("/", 1)[0] in LINK_ROUTES
    headers = response.headers
    if request.endpoint in FRAMED:
        headers["X-Frame-Options"] = "SAMEORIGIN"
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", content_policy())
    headers.setdefault("Referrer-Policy", "no-referrer" if is_link else "same-origin")
    if request.endpoint not in FILES or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    if current_app.config["SETTINGS"].is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def content_policy() -> str:
    """The policy of this answer; a frame of our own only around the preview of a form."""
    policy = POLICY.format(nonce=f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "")
    if request.endpoint in FRAMED:
        return policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return f"{policy}; frame-src 'self'" if request.endpoint in FRAMING else policy


def add_error_pages(app: Flask) -> None:
    """One page for every error, in the words of `ERRORS`; never a word of the database."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(SurveiError, show_refusal)
    for away in (OperationalError, InterfaceError, MaxConnectionsExceeded):
        app.register_error_handler(away, show_database_error)
    for broken in (DataError, UnicodeError, OverflowError):
        app.register_error_handler(broken, show_broken_input)
    app.register_error_handler(Exception, show_failure)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """A status that Flask or a view asked for."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    code = error.code if error.code in ERRORS else 500 if (error.code or 500) >= 500 else 400
    status = error.code or 500
    headers = [pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")]
    return error_page(code), status, headers


def show_refusal(error: SurveiError) -> ResponseReturnValue:
    """What the domain refused, in its own words."""
    status = next(status for kind, status in REFUSALS if isinstance(error, kind))
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooManyAttempts) else {}
    return error_page(status, text=say(error.message, error.params)), status, headers


def show_database_error(error: Exception) -> ResponseReturnValue:
    """503 when the database does not answer, 507 when nothing more fits on the disk."""
    code = reference_of(error)
    instance = current_app.config["SETTINGS"].instance
    status = 507 if shutil.disk_usage(instance).free < LEAST_FREE_BYTES else 503
    return error_page(status, code=code), status, {"Retry-After": "5"}


def show_broken_input(error: Exception) -> ResponseReturnValue:
    """Something that no column can hold: the one who sent it may read why."""
    return error_page(400, code=reference_of(error)), 400


def show_failure(error: Exception) -> ResponseReturnValue:
    """A fault of ours: 500 with a number that stands in the log with its trace."""
    return error_page(500, code=reference_of(error)), 500


def error_page(status: int, *, text: str = "", code: str = "") -> str:
    """The page; asks no database and needs no route, so that it can always be made."""
    title, remedy = ERRORS[status]
    return render_template("errors/page.html", title=title, text=text, remedy=remedy, code=code)


def main(arguments: Sequence[str] | None = None) -> int:
    """`python app.py [--demo] [--port N] [--host ADDRESS] [--only web|worker]`."""
    parser = ArgumentParser(prog="python app.py", description="Sipakainge")
    parser.add_argument("--port", type=int, default=8000, help="port (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="alamat yang didengar (127.0.0.1)")
    parser.add_argument("--demo", action="store_true", help="muat data peragaan")
    parser.add_argument("--only", choices=("web", "worker"), help="satu proses saja")
    options = parser.parse_args(arguments)
    os.umask(0o077)
    try:
        settings = load_settings(port=options.port)
        if options.only == "web":
            return Web(settings, f"{options.host}:{options.port}", create_app).run() or 0
        return run_worker(settings) if options.only else start(settings, options)
    except SurveiError as error:
        print(f"Tidak dapat dimulai. {error}", file=sys.stderr)
        return 2


def start(settings: Settings, options: Namespace) -> int:
    """Migrates, prepares, says where to go, then runs web and worker until one ends."""
    create_app(settings)
    with database.connection_context():
        migrate()
        is_loaded = options.demo and load_demo(settings)
        first_token = offer_first_administrator()
    database.close_all()
    print(f"Sipakainge berjalan di {settings.base_url} (masuk: {settings.base_url}/masuk)")
    if is_loaded:
        print(f"Data peragaan dimuat; akun dan tautan: {settings.instance / 'demo.json'}")
    if first_token:
        print(f"Buat administrator pertama: {settings.base_url}/admin-pertama/{first_token}")
    print("Hentikan dengan Ctrl-C.", flush=True)
    again = [sys.executable, str(Path(__file__).resolve())]
    again += ["--host", options.host, "--port", str(options.port), "--only"]
    return run_together({"web": [*again, "web"], "worker": [*again, "worker"]})


if __name__ == "__main__":
    raise SystemExit(main())
