"""An open cycle whose form asks for two files, one of them required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from survei import clock
from survei.questionnaire.document import Document, Section
from survei.questionnaire.kinds import Evidence
from survei.questionnaire.translated_text import Text
from tests.evidence.files import pdf
from tests.examples import every_kind_document
from tests.raters import NOW, Raters, make_raters

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _fixed_clock() -> Iterator[None]:
    with clock.fixed(NOW):
        yield


def evidence_document(**changes: Any) -> Document:
    """Every kind of question, and two files."""
    document = every_kind_document()
    questions = [
        Evidence(code="bukti", text=Text("Unggah bukti kegiatan."), required=True, **changes),
        Evidence(code="foto", text=Text("Unggah foto kelas."), allow_na=True),
    ]
    document.sections.append(
        Section(code="berkas", title=Text("Berkas", en="Files"), questions=questions)  # type: ignore[arg-type]
    )
    return document


@pytest.fixture
def raters(client: FlaskClient) -> Raters:
    """The cycle; asking for it also makes the application."""
    return make_raters(evidence_document())


def send_file(
    client: FlaskClient,
    path: str,
    *,
    data: bytes | None = None,
    name: str = "rapat.pdf",
    code: str = "bukti",
    fields: Mapping[str, object] | None = None,
    **more: Any,
) -> TestResponse:
    """Uploads a file as a browser without script does; `headers=JSON` as the script. `fields` go
    beside it.
    """
    file = FileStorage(BytesIO(pdf() if data is None else data), name, content_type="text/html")
    boundary, body = encode_multipart({"berkas": file, **(fields or {})})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"{path}/bukti/{code}", data=body, content_type=kind, **more)


def claim_from(answer: TestResponse) -> str:
    """What the script gets for its file."""
    assert answer.status_code == 200, answer.text
    return str(answer.json["claim"])  # type: ignore[index]
