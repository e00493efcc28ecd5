"""A rater's device with script, as the server sees it."""

from __future__ import annotations

import json

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survei.response.queries import read_draft
from tests.raters import Raters

HALF = {"mutu": ["4"], "saran": ["Belum selesai"]}


def save(
    client: FlaskClient, raters: Raters, typed: object, revision: int | str = 0, who: str = "budi"
) -> TestResponse:
    """As the script sends it."""
    return client.post(
        f"{raters.path(who)}/draft",
        data=typed if isinstance(typed, bytes) else json.dumps(typed),
        content_type="application/octet-stream",
        headers={"Draft-Revision": str(revision), "Accept": "application/json"},
    )


def stored(raters: Raters, who: str = "budi") -> dict[str, list[str]]:
    """The draft."""
    return read_draft(raters.assignment(who).id, raters.tokens[who])
