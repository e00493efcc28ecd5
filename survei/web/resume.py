"""Nothing typed is lost when a session runs out while a form is being saved.

The fields travel in the sign-in page, sealed so that only we can read or make them, and are
offered again after signing in. The person sends them once more: nothing is saved by itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from survei.account.queries import owner_of
from survei.web.session import browser_session

FIELD = "lanjut"
#: A sealed form is good for this long.
LONGEST_SECONDS = 12 * 3600
#: Never carried: proofs of the old session, and what must be typed anew.
NEVER = frozenset({"csrf_token", "password", "new_password", "repeat_password"})


def posted_fields() -> dict[str, Any]:
    """The form of this request: where it went and what was typed. Files cannot be kept."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NEVER]
    token = browser_session().token
    return {
        "path": request.full_path.rstrip("?"),
        "fields": fields,
        "owner": owner_of(token) if token else None,
        "had_files": bool(request.files),
    }


def ask_to_sign_in() -> ResponseReturnValue:
    """The sign-in page with the typed fields inside it. 401."""
    posted = posted_fields()
    sealed = seal(posted) if posted["fields"] else ""
    page = render_template(
        "account/sign_in.html",
        email="",
        error="",
        next="",
        sealed=sealed,
        expired=True,
        is_password_set=False,
    )
    return page, 401


def offer_again(posted: dict[str, Any]) -> str:
    """A page that sends the same fields once more, with the token of today's session."""
    return render_template("account/resume.html", posted=posted)


def seal(posted: dict[str, Any]) -> str:
    """The fields as text that only we can read and make."""
    return _box().encrypt(json.dumps(posted).encode()).decode()


def unseal(sealed: str, *, user_id: int) -> dict[str, Any] | None:
    """The fields again; None when altered, too old, or typed by somebody else."""
    try:
        posted = json.loads(_box().decrypt(sealed.encode(), ttl=LONGEST_SECONDS))
    except (InvalidToken, ValueError):
        return None
    if posted["owner"] not in (None, user_id) or not posted["path"].startswith("/admin/"):
        return None
    return posted


def _box() -> MultiFernet:
    keys = current_app.config["SETTINGS"].keys.secrets
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"resume:v1:{key}".encode()).digest())
