"""Settings from the environment. A wrong or missing one stops the start and names its variable."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from survei.errors import SettingError
from survei.key_files import SHORTEST_SECRET, new_key, read_key
from survei.keys import Keys
from survei.numerals import digits

#: Files of keys in the instance folder. One that is absent is written only once the database has
#: said that it knows no other (`survei.starting`).
SECRET_KEY, LINK_KEY, AUDIT_KEY = "secret.key", "link.key", "audit.key"
#: Folder of the private keys of the cycles' boxes there, unless SURVEI_BOX_KEYS names another.
BOX_KEYS = "boxes"
#: Names of this machine as it calls itself.
LOCAL_HOSTS = ("localhost", "127.0.0.1")
#: Values that appear in documentation and tutorials; never accepted as a secret.
SAMPLE_SECRETS = ("changeme", "secret", "example", "password", "rahasia")
#: Scheme, host and port, and nothing else. No IPv6 literal: Werkzeug matches none as trusted.
ORIGIN = re.compile(r"https?://[\w.-]+(:\d{1,5})?")
#: From which likeness on (0 to 1) a name counts as another one misspelt.
LIKENESS = 0.9


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides. Built by `load_settings`."""

    #: Folder for the database, keys, mails and uploads; 0700.
    instance: Path
    #: sqlite:///absolute/path or postgresql://…
    database_url: str
    #: What signs and hashes.
    keys: Keys
    #: Scheme, host and port of every absolute URL; no trailing slash.
    base_url: str
    #: Whether SURVEI_BASE_URL says so; else it is this machine's, or what the database knows.
    is_base_url_set: bool
    #: smtp:// or smtps:// URL; None lets mails land in the instance folder.
    mail_url: str | None
    #: Sender of every mail.
    mail_from: str
    #: Most mails in any 60 minutes.
    mails_per_hour: int
    #: Name of the time zone in which times are shown.
    timezone: str
    #: Reverse proxies whose X-Forwarded-* are believed.
    trusted_proxies: int
    #: gunicorn worker processes.
    workers: int
    #: Threads in each of them.
    threads: int
    #: File of the access log, "-" for standard output; None keeps none. Tokens never enter it.
    access_log: str | None
    #: Key that a reader of /metrics shows as "Bearer …"; None serves the machine itself only.
    metrics_key: str | None
    #: redis:// URL of the task queue; None keeps it in the database.
    queue_url: str | None
    #: Who answers questions about data protection, shown in the notice.
    privacy_contact: str
    #: Name of the organisation, shown in letters and pages.
    organisation: str

    def at(self, base_url: str) -> Settings:
        """The same with another address."""
        return self if base_url == self.base_url else replace(self, base_url=base_url)

    @property
    def is_https(self) -> bool:
        """Whether cookies are Secure and HSTS is sent."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """Host (with port if any) that requests must be for."""
        return urlsplit(self.base_url).netloc

    @property
    def host_names(self) -> tuple[str, ...]:
        """Names, without a port, under which requests are answered: a local host has them all."""
        name = urlsplit(self.base_url).hostname or ""
        return LOCAL_HOSTS if name in LOCAL_HOSTS else (name,)

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite:")


def load_settings(environ: Mapping[str, str] | None = None, *, port: int = 8000) -> Settings:
    """Reads `SURVEI_…` and the keys in the instance folder; one that is not there is made up and
    written by `survei.installation.new_keys.write_keys`.

    Raises SettingError naming the first variable that is wrong. Side effect: creates the
    instance folder.
    """
    env = _Asked(os.environ if environ is None else environ)
    instance = _instance(env)
    settings = Settings(
        instance=instance,
        database_url=_database_url(env, instance),
        keys=_keys(env, instance),
        base_url=_base_url(env, port),
        is_base_url_set=bool(env.get("SURVEI_BASE_URL")),
        mail_url=_mail_url(env),
        mail_from=_mail_from(env),
        mails_per_hour=_whole(env, "SURVEI_MAILS_PER_HOUR", 100, 1, 1_000_000),
        timezone=_timezone(env),
        trusted_proxies=_whole(env, "SURVEI_TRUSTED_PROXIES", 0, 0, 5),
        workers=_whole(env, "SURVEI_WORKERS", min(4, os.cpu_count() or 1), 1, 64),
        threads=_whole(env, "SURVEI_THREADS", 4, 1, 64),
        access_log=_access_log(env),
        metrics_key=env.get("SURVEI_METRICS_KEY") or None,
        queue_url=_queue_url(env),
        privacy_contact=env.get("SURVEI_PRIVACY_CONTACT", ""),
        organisation=env.get("SURVEI_ORGANISATION", "Pemerintah Kota Makassar"),
    )
    env.refuse_misspelt()
    return settings


class _Asked(Mapping[str, str]):
    """An environment that remembers which names were asked for: those are the settings."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env, self.names = env, set[str]()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self.env[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.env)

    def __len__(self) -> int:
        return len(self.env)

    def refuse_misspelt(self) -> None:
        """Raises SettingError for a name nobody asked for that is nearly one of ours: it would
        be passed over in silence, and the database of a typing mistake is another database.
        """
        for name in sorted(set(self) - self.names):
            if near := get_close_matches(name, self.names, n=1, cutoff=LIKENESS):
                raise SettingError(variable=name, reason=f"tidak dikenal; maksud Anda {near[0]}?")


def _instance(env: Mapping[str, str]) -> Path:
    path = Path(env.get("SURVEI_INSTANCE") or "instance").resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
    except OSError as error:
        raise SettingError(variable="SURVEI_INSTANCE", reason=f"{path}: {error.strerror}") from None
    return path


def _database_url(env: Mapping[str, str], instance: Path) -> str:
    url = env.get("SURVEI_DATABASE_URL") or f"sqlite:///{instance / 'survei.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingError(
            variable="SURVEI_DATABASE_URL", reason="harus diawali sqlite:/// atau postgresql://"
        )
    return url


def _keys(env: Mapping[str, str], instance: Path) -> Keys:
    secrets = _secret_keys(env)
    names = (LINK_KEY, AUDIT_KEY) if secrets else (LINK_KEY, AUDIT_KEY, SECRET_KEY)
    found = {name: read_key(instance / name) for name in names}
    keys = {name: key or new_key() for name, key in found.items()}
    return Keys(
        link=keys[LINK_KEY].encode(),
        audit=keys[AUDIT_KEY].encode(),
        secrets=secrets or (keys[SECRET_KEY],),
        boxes=_boxes(env, instance),
        folder=instance,
        are_secrets_set=bool(secrets),
        absent=frozenset(name for name, key in found.items() if key is None),
    )


def _boxes(env: Mapping[str, str], instance: Path) -> Path:
    path = Path(env.get("SURVEI_BOX_KEYS") or instance / BOX_KEYS)
    if not path.is_absolute():
        reason = f"tulis jalur lengkap, misalnya {path.resolve()}"
        raise SettingError(variable="SURVEI_BOX_KEYS", reason=reason)
    return path


def _secret_keys(env: Mapping[str, str]) -> tuple[str, ...]:
    """Those of the environment; none when it gives none, and the instance folder holds one."""
    given = env.get("SURVEI_SECRET_KEYS")
    if given is None:
        return ()
    keys = tuple(key.strip() for key in given.split(",") if key.strip())
    if not keys:
        raise SettingError(variable="SURVEI_SECRET_KEYS", reason="kosong")
    for key in keys:
        if len(key.encode()) < SHORTEST_SECRET:
            raise SettingError(
                variable="SURVEI_SECRET_KEYS",
                reason=f"setiap kunci paling sedikit {SHORTEST_SECRET} bita",
            )
        if len(set(key)) < 10 or any(sample in key.lower() for sample in SAMPLE_SECRETS):
            raise SettingError(
                variable="SURVEI_SECRET_KEYS", reason="kunci contoh atau mudah ditebak"
            )
    return keys


def _base_url(env: Mapping[str, str], port: int) -> str:
    url = (env.get("SURVEI_BASE_URL") or f"http://localhost:{port}").rstrip("/").lower()
    if not ORIGIN.fullmatch(url) or not _has_port(url):
        raise SettingError(
            variable="SURVEI_BASE_URL", reason="tulis seperti https://penilaian.contoh.go.id"
        )
    return url


def _has_port(url: str) -> bool:
    """Whether the URL names no port or one that exists."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _mail_url(env: Mapping[str, str]) -> str | None:
    url = env.get("SURVEI_MAIL_URL") or None
    parts = urlsplit(url or "smtp://localhost")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not _has_port(url or ""):
        raise SettingError(
            variable="SURVEI_MAIL_URL",
            reason="tulis seperti smtp://pengguna:sandi@host:587?starttls=true",
        )
    return url


def _mail_from(env: Mapping[str, str]) -> str:
    sender = env.get("SURVEI_MAIL_FROM") or "Sipakainge <tidak-dibalas@localhost>"
    if not sender.isprintable() or not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(sender)[1]):
        raise SettingError(
            variable="SURVEI_MAIL_FROM",
            reason="tulis seperti Sipakainge <tidak-dibalas@contoh.go.id>",
        )
    return sender


def _access_log(env: Mapping[str, str]) -> str | None:
    file = env.get("SURVEI_ACCESS_LOG") or None
    if file and file != "-" and not os.access(Path(file).resolve().parent, os.W_OK):
        raise SettingError(
            variable="SURVEI_ACCESS_LOG", reason=f"berkas {file} tidak dapat ditulis"
        )
    return file


def _queue_url(env: Mapping[str, str]) -> str | None:
    url = env.get("SURVEI_QUEUE_URL") or None
    if url and urlsplit(url).scheme not in ("redis", "rediss"):
        raise SettingError(variable="SURVEI_QUEUE_URL", reason="tulis seperti redis://host:6379/0")
    return url


def _timezone(env: Mapping[str, str]) -> str:
    name = env.get("SURVEI_TIMEZONE") or "Asia/Makassar"
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SettingError(
            variable="SURVEI_TIMEZONE", reason=f"zona waktu {name!r} tidak dikenal"
        ) from None
    return name


def _whole(env: Mapping[str, str], variable: str, default: int, least: int, most: int) -> int:
    text = env.get(variable)
    if not text:
        return default
    number = digits(text)
    if number is None or not least <= number <= most:
        raise SettingError(variable=variable, reason=f"bilangan bulat {least} sampai {most}")
    return number
