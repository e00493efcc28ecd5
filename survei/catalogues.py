"""Languages of the interface: each is a row here and a catalogue in `translations/`.

Babel must know the language, too: it writes the dates. A questionnaire may speak languages that the
interface does not; around it stands Indonesian then.
"""

from __future__ import annotations

#: What is written in the code, and spoken where there is no catalogue.
MAIN = "id"
#: Code → what its speakers call it.
CATALOGUES = {MAIN: "Bahasa Indonesia", "en": "English"}


def interface_language(language: str) -> str:
    """The language of the interface for a reader of a language."""
    return language if language in CATALOGUES else MAIN
