"""What somebody wrote into a form that can no longer be sent: shown once more, to copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from werkzeug.exceptions import RequestEntityTooLarge

from formulir.body import Values, read_form
from formulir.refusals import Refused

#: Reasons after which the form itself is not shown again.
FORM_IS_GONE = frozenset({"over", "revoked"})


@contextmanager
def kept_for_copying() -> Iterator[None]:
    """Gives a refusal that ends a form the texts that came with it. Nothing is stored."""
    try:
        yield
    except Refused as refused:
        if refused.reason in FORM_IS_GONE:
            with suppress(Refused, RequestEntityTooLarge):
                refused.written = words_in(read_form())
        raise


def words_in(values: Values) -> list[str]:
    """The posted values that are sentences: what costs time to write again."""
    return [text for text in values.values() if " " in text.strip()]
