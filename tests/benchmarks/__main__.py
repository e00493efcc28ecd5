"""`python -m tests.benchmarks [name …] [option=value …]` runs all benchmarks, or those named, and
prints a table. Options are those of the named benchmarks' `run`.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

from tests import benchmarks
from tests.benchmarks.table import Row, as_table

#: Modules that benchmarks stand on.
NOT_BENCHMARKS = {
    "__main__", "table", "databases", "city", "city_of_raters", "admin_city", "long_document",
    "mail_sink",
}  # fmt: skip


def main(wanted: list[str]) -> int:
    """Runs `run() -> list[Row]` of each module. Exit status 1 when a figure is not reached."""
    rows: list[Row] = []
    options = dict(text.split("=", 1) for text in wanted if "=" in text)
    wanted = [text for text in wanted if "=" not in text]
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.ispkg or module.name in NOT_BENCHMARKS or (wanted and module.name not in wanted):
            continue
        print(f"{module.name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"tests.benchmarks.{module.name}").run(**options)
    print(as_table(rows))
    return 0 if all(row.is_reached for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
