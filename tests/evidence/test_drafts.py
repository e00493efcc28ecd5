"""Files of a draft lie beside what devices send, which never touches them."""

from __future__ import annotations

import json

from flask.testing import FlaskClient

from survei.evidence.models import Evidence
from survei.response.models import Draft
from survei.response.rules import encrypt_draft
from tests.devices import HALF, save, stored
from tests.evidence.conftest import send_file
from tests.raters import Raters


def test_nothing_sent_describes_a_file(client: FlaskClient, raters: Raters) -> None:
    forged = json.dumps({"id": "a" * 32, "name": "x.html", "type": "text/html", "size": 1,
                         "sha256": "", "key": "00" * 32})  # fmt: skip
    save(client, raters, {"bukti": [forged], "mutu": ["4"]}, who="nur")
    assert stored(raters, "nur") == {"mutu": ["4"]}
    assert "x.html" not in client.get(raters.path("nur")).text


def test_files_stay_beside_what_devices_send(client: FlaskClient, raters: Raters) -> None:
    path = raters.path("nur")
    send_file(client, path)
    assert save(client, raters, HALF, who="nur").status_code == 200
    assert "rapat.pdf" in client.get(path).text
    kept = stored(raters, "nur")
    assert save(client, raters, HALF | {"bukti": ["na"]}, 1, who="nur").status_code == 200
    assert stored(raters, "nur") == kept
    client.post(f"{path}/bukti/bukti/hapus")
    assert Evidence.select().count() == 0
    assert stored(raters, "nur") == HALF | {"bukti": ["na"]}
    send_file(client, path)
    client.post(f"{path}/bukti/bukti/hapus")
    assert stored(raters, "nur") == HALF


def test_a_draft_of_an_older_release_keeps_its_file(client: FlaskClient, raters: Raters) -> None:
    send_file(client, raters.path("nur"))
    key, token = raters.assignment("nur").id, raters.tokens["nur"]
    both = stored(raters, "nur") | {"saran": ["Dahulu"]}
    old = json.dumps(both).encode().ljust(4000)
    # As it was: JSON padded with spaces, the notes of files among the answers.
    sealed = encrypt_draft(token, key, old)
    Draft.update(ciphertext=sealed, files=None, revision=3).execute()
    assert stored(raters, "nur") == both
    assert "rapat.pdf" in client.get(raters.path("nur")).text
    assert save(client, raters, HALF, 3, who="nur").headers["Draft-Revision"] == "4"
    assert stored(raters, "nur") == HALF | {"bukti": both["bukti"]}
