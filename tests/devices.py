"""A rater's device with script, as the server sees it, and one without."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from functools import cache

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survei.response import resume_code, rules
from survei.response.draft_saving import save_typed
from survei.response.models import Draft
from survei.response.resume_code import (
    DraftKey,
    key_of,
    sealed_body,
    tidy_resume_code,
    unsealed_body,
)
from tests.raters import Raters

HALF = {"mutu": ["4"], "saran": ["Belum selesai"]}
CODE = "K7QM2-XHD9P"
#: Of PBKDF2, where no browser takes part.
QUICK_ROUNDS = 600


def key(token: str, code: str = CODE) -> DraftKey:
    """Of a link and a code."""
    return _key(token, code, resume_code.ROUNDS)


@cache
def _key(token: str, code: str, rounds: int) -> DraftKey:
    return key_of(token, tidy_resume_code(code) or "")


def proof(token: str, code: str = CODE) -> str:
    """As the browser makes it (form-seal.js), hex."""
    return _proof(token, code, resume_code.ROUNDS)


@cache
def _proof(token: str, code: str, rounds: int) -> str:
    salt = b"sipakainge draft v2 " + token.encode()
    typed = (tidy_resume_code(code) or "").encode()
    secret = hashlib.pbkdf2_hmac("sha256", typed, salt, rounds)
    return hmac.digest(secret, b"proof\x01", "sha256").hex()


def save(
    client: FlaskClient,
    raters: Raters,
    typed: object,
    revision: int | str = 0,
    who: str = "budi",
    code: str = CODE,
) -> TestResponse:
    """As the script sends it: sealed."""
    body = typed if isinstance(typed, bytes) else json.dumps(typed).encode()
    token = raters.tokens[who]
    return client.post(
        f"{raters.path(who)}/draft",
        data=sealed_body(key(token, code), body) if body else b"",
        content_type="application/octet-stream",
        headers={
            "Draft-Revision": str(revision),
            "Draft-Proof": proof(token, code),
            "Accept": "application/json",
        },
    )


def stored(raters: Raters, who: str = "budi", code: str = CODE) -> dict[str, list[str]]:
    """The draft under a code, nothing where there is none."""
    own = key(raters.tokens[who], code)
    row = Draft.get_or_none(Draft.access == own.access)
    body = unsealed_body(own, bytes(row.ciphertext)) if row else None
    return json.loads(body) if body else {}


def opened(data: bytes, raters: Raters, who: str = "budi", code: str = CODE) -> object:
    """What a sealed body holds."""
    return json.loads(unsealed_body(key(raters.tokens[who], code), data) or b"null")


def code_on(page: str) -> str:
    """The code that a page shows."""
    found = re.search(r'class="code">([0-9A-Z]{5}-[0-9A-Z]{5})<', page)
    assert found, "no code is shown"
    return found[1]


def begin(raters: Raters, who: str, typed: Mapping[str, list[str]]) -> None:
    """A draft under `CODE`."""
    save_typed(raters.link(who), raters.tokens[who], CODE, dict(typed))


def keep_old_draft(
    raters: Raters,
    typed: Mapping[str, list[str]],
    who: str = "budi",
    files: Mapping[str, list[str]] | None = None,
) -> None:
    """A draft as the release before left it, as the migration keeps it: sealed under the link."""
    assignment = raters.assignment(who).id

    def sealed(content: Mapping[str, list[str]]) -> bytes:
        body = json.dumps(content).encode() + b"\x80"
        nonce = secrets.token_bytes(12)
        cipher = rules._cipher(raters.tokens[who])
        body += bytes(-len(body) % 2048)
        return nonce + cipher.encrypt(nonce, body, str(assignment).encode())

    Draft.insert(
        access=f"old-{assignment}",
        assignment=assignment,
        link_hash="",
        ciphertext=sealed(typed),
        revision=3,
        files=sealed(files) if files else b"",
    ).execute()


def save_by_button(
    client: FlaskClient, raters: Raters, typed: dict[str, object], who: str = "budi", code: str = ""
) -> str:
    """As a form without script saves; the code that the page shows."""
    carried = {"~kode": code} if code else {}
    answer = client.post(f"{raters.path(who)}/draft", data=typed | carried)
    assert answer.status_code == 200, answer.text
    return code_on(answer.text)


def resume(client: FlaskClient, raters: Raters, code: str, who: str = "budi") -> TestResponse:
    """Types a code into the form without script."""
    return client.post(f"{raters.path(who)}/lanjut", data={"kode": code})
