"""`app.py` whose web process waits one second for a request, not `formulir.patience.PATIENCE`."""

from __future__ import annotations

import sys

import app
from formulir import patience

if __name__ == "__main__":
    patience.PATIENCE = 1
    raise SystemExit(app.main(sys.argv[1:]))
