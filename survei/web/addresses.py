"""What the addresses of the whole application have in common: their host and their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import abort, request
from werkzeug.routing import IntegerConverter, Map

Environ = dict[str, Any]

#: Largest key that both databases accept.
MOST_ID = 2**31 - 1


class KeyConverter(IntegerConverter):
    """`<int:…>` in a rule: a key that both databases can hold. Any other number is 404."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": MOST_ID, **kwargs})


class HostInLowerCase:
    """WSGI middleware: names of hosts are compared without regard to case. Source: RFC 9110."""

    def __init__(self, app: Callable[[Environ, Any], Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """The application with the host's name in lower case."""
        if environ.get("HTTP_HOST"):
            environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
        return self.app(environ, start_response)


def refuse_nameless() -> None:
    """400 for a request of HTTP/1.1 that names no host. Source: RFC 9112, section 3.2."""
    is_later = request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
    if is_later and not request.environ.get("HTTP_HOST"):
        abort(400)
