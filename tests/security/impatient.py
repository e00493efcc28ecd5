"""`app.py` whose web process waits a second for a request, not `request_timeout.PATIENCE`."""

from __future__ import annotations

import sys

import app
from survei.web import request_timeout

if __name__ == "__main__":
    request_timeout.PATIENCE = 1
    raise SystemExit(app.main(sys.argv[1:]))
