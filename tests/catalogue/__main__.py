"""`python -m tests.catalogue update` takes new texts into the catalogue and compiles it;
`python -m tests.catalogue check` only says what is missing. Both end with 1 when something is.

Translate what `update` lists in the .po file, then run `update` again.
"""

from __future__ import annotations

import sys

from tests.catalogue import book


def main(words: list[str]) -> int:
    """Does what the first word says."""
    if words not in (["update"], ["check"]):
        print(__doc__)
        return 2
    before = book.stored() if book.PO.exists() else book.empty()
    catalog = book.updated(before)
    if words == ["update"]:
        book.keep(catalog)
        print(f"{len(catalog)} texts in {book.path_for_people(book.PO)}")
    faults = book.faults(catalog)
    print("\n".join(faults) or "complete")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
