"""One page for every error, in words that say what to do; never a word of the database."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from gunicorn.http.errors import ParseException
from peewee import DataError, InterfaceError, OperationalError, PeeweeException
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException

from survei.account.errors import LinkSpent
from survei.database import is_disk_full
from survei.errors import InUse, NotFound, StaleRevision, SurveiError, WrongState
from survei.installation.rules import KeysRefused
from survei.throttle.services import TooManyAttempts
from survei.web.error_reference import reference_of
from survei.web.session import current_principal

#: Less free space than this, and a failing write is called "disk full".
LEAST_FREE_BYTES = 1_000_000

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
    429: ("Terlalu banyak percobaan", "Tunggu dahulu, lalu coba lagi."),
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


#: How a message of the domain and its params are said in the language of the page.
Say = Callable[[str, dict[str, object]], str]


def add_error_pages(app: Flask, say: Say) -> None:
    """One page for every error, in the words of `ERRORS`; never a word of the database."""
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(SurveiError, partial(show_refusal, say))
    app.register_error_handler(KeysRefused, show_replaced)
    for away in (OperationalError, InterfaceError, MaxConnectionsExceeded):
        app.register_error_handler(away, show_database_error)
    for broken in (DataError, UnicodeError, OverflowError):
        app.register_error_handler(broken, show_broken_input)
    app.register_error_handler(ParseException, show_broken_framing)
    app.register_error_handler(Exception, show_failure)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """A status that Flask or a view asked for."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    learn_language()
    code = error.code if error.code in ERRORS else 500 if (error.code or 500) >= 500 else 400
    status = error.code or 500
    headers = [pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")]
    return error_page(code), status, headers


def learn_language() -> None:
    """Reads who is signed in, where the database answers: at an address that no view takes,
    nobody has asked yet."""
    with suppress(PeeweeException):
        current_principal()


def show_refusal(say: Say, error: SurveiError) -> ResponseReturnValue:
    """What the domain refused, in its own words."""
    status = next(status for kind, status in REFUSALS if isinstance(error, kind))
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooManyAttempts) else {}
    return error_page(status, text=say(error.message, error.params)), status, headers


def show_replaced(error: KeysRefused) -> ResponseReturnValue:
    """503: this process has to be started anew. The log says why; a stranger need not know."""
    return error_page(503), 503, {"Retry-After": "30"}


def show_database_error(error: Exception) -> ResponseReturnValue:
    """503 when the database does not answer, 507 when nothing more fits on the disk."""
    code = reference_of(error)
    instance = current_app.config["SETTINGS"].instance
    is_full = is_disk_full(error) or shutil.disk_usage(instance).free < LEAST_FREE_BYTES
    status = 507 if is_full else 503
    return error_page(status, code=code), status, {"Retry-After": "5"}


def show_broken_input(error: Exception) -> ResponseReturnValue:
    """Something that no column can hold: the one who sent it may read why."""
    return error_page(400, code=reference_of(error)), 400


def show_broken_framing(error: Exception) -> ResponseReturnValue:
    """A body in chunks that are none: seen only once somebody reads it. No fault of ours."""
    return error_page(400), 400


def show_failure(error: Exception) -> ResponseReturnValue:
    """A fault of ours: 500 with a number that stands in the log with its trace."""
    return error_page(500, code=reference_of(error)), 500


def error_page(status: int, *, text: str = "", code: str = "") -> str:
    """The page; asks no database and needs no route, so that it can always be made."""
    title, remedy = ERRORS[status]
    return render_template(
        "errors/page.html", title=title, text=text, remedy=remedy, code=code, status=status
    )
