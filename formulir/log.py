"""The access log without secrets: what follows the first segment of a link's path is masked."""

from __future__ import annotations

import re
from typing import Any

from gunicorn.glogging import Logger

#: Paths whose second segment is a credential.
SECRET_PATHS = re.compile(r"^/(f|u|hasil|aktivasi|atur-ulang|admin-pertama)/[^/?\s]+")


def mask(path: str) -> str:
    """The path with its token replaced: "/f/***/draft"."""
    return SECRET_PATHS.sub(r"/\1/***", path)


class AccessLogger(Logger):
    """gunicorn's logger, with masked paths and nothing of Referer, query or address."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """The values that the access log format can use."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        atoms["U"] = mask(str(atoms.get("U", "")))
        return atoms | dict.fromkeys(("r", "q", "f", "h", "a"), "-")
