"""Row 13: requests for another host than ours are refused, and no URL is made from one."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app import create_app
from survei.database import database
from survei.settings import load_settings


@pytest.fixture
def published(db: None, tmp_path: Path, database_url: str) -> FlaskClient:
    """A browser of an installation under a public name."""
    bound = database.obj
    environment = {
        "SURVEI_INSTANCE": str(tmp_path / "instance"),
        "SURVEI_DATABASE_URL": database_url,
        "SURVEI_BASE_URL": "https://Penilaian.Makassar.test:8443",
    }
    application = create_app(load_settings(environment))
    database.initialize(bound)
    return application.test_client()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("penilaian.makassar.test:8443", 200),
        ("penilaian.makassar.test", 200),
        ("Penilaian.MAKASSAR.test", 200),
        ("localhost", 400),
        ("localhost:8443", 400),
        ("127.0.0.1", 400),
        ("[::1]", 400),
        ("evil.test", 400),
        ("penilaian.makassar.test.evil.test", 400),
        ("evil.test#penilaian.makassar.test", 400),
        ("penilaian.makassar.test@evil.test", 400),
        ("penilaian.makassar.test, evil.test", 400),
        ("", 400),
    ],
)
def test_only_our_own_name_is_answered(published: FlaskClient, host: str, status: int) -> None:
    """Row 13: not even `localhost`, once the product has a public name."""
    answer = published.get("/masuk", headers={"Host": host})
    assert answer.status_code == status
    assert "evil" not in answer.text


@pytest.mark.parametrize("path", ["/masuk", "/f/" + "x" * 43])
def test_a_request_without_a_host_is_refused(client: FlaskClient, path: str) -> None:
    """RFC 9112, 3.2: HTTP/1.1 asks for one; HTTP/1.0 knows none."""
    for protocol, is_refused in (("HTTP/1.1", True), ("HTTP/1.0", False)):
        environ = EnvironBuilder(path, environ_overrides={"SERVER_PROTOCOL": protocol})
        nameless = environ.get_environ()
        del nameless["HTTP_HOST"]
        status = run_wsgi_app(client.application, nameless)[1]
        assert status.startswith("400") is is_refused


@pytest.mark.parametrize("host", ["10.1.2.3:8000", "localhost", "evil.test"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_answered_under_any_name(published: FlaskClient, path: str, host: str) -> None:
    """Row 13: a load balancer knows an address only; its pages say nothing made from the name."""
    answer = published.get(path, headers={"Host": host})
    assert answer.status_code == 200
    assert host not in answer.text


def test_a_local_installation_has_all_local_names(client: FlaskClient) -> None:
    """Row 13: on a laptop `127.0.0.1` is as good as `localhost`."""
    for host in ("localhost:8000", "127.0.0.1:8000"):
        assert client.get("/masuk", headers={"Host": host}).status_code == 200


def test_forwarded_names_are_ignored(published: FlaskClient) -> None:
    """Row 13: X-Forwarded-Host and Forwarded reach neither an address nor a cookie."""
    forged = {
        "Host": "penilaian.makassar.test",
        "X-Forwarded-Host": "evil.test",
        "X-Host": "evil.test",
        "Forwarded": "host=evil.test",
    }
    for path in ("/", "/admin/", "/masuk", "/atur-ulang", "/tidak-ada"):
        answer = published.get(path, headers=forged)
        assert "evil.test" not in answer.text + str(answer.headers)
