"""The catalogue itself: read, brought up to date with the texts of the product, compiled."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.catalogue.extract import ROOT, texts

FOLDER = ROOT / "survei" / "translations" / "en" / "LC_MESSAGES"
PO = FOLDER / "messages.po"
MO = FOLDER / "messages.mo"
#: Stands in the header instead of the moment of writing, so that the same texts give equal bytes.
WRITTEN = datetime(2026, 11, 23, tzinfo=UTC)
PLACE = re.compile(r"%(?:\(\w+\))?[sdf]|\{\w*\}")


def empty() -> Catalog:
    """A catalogue without texts."""
    return Catalog(
        locale="en",
        project="Sipakainge",
        version="1",
        header_comment="# English texts of Sipakainge. Kept by `python -m tests.catalogue`.",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        last_translator="Sipakainge",
        language_team="Sipakainge",
        fuzzy=False,
    )


def stored() -> Catalog:
    """The catalogue as it was committed."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def updated(before: Catalog) -> Catalog:
    """Every text of the product, with the translation it had; new ones are empty."""
    after, places = empty(), {}
    for text in texts():
        key = (text.msgid, text.plural) if text.plural else text.msgid
        places.setdefault(text.msgid, [key, []])
        if text.plural:
            places[text.msgid][0] = key
        places[text.msgid][1].append((text.path, None))
    for msgid, (key, where) in places.items():
        known = before.get(msgid)
        after.add(key, _fitting(known, key), locations=sorted(set(where)))
    return after


def _fitting(known: Message | None, key: object) -> str | tuple[str, ...]:
    """The old translation in the number of forms that the text has now."""
    old = known.string if known else ""
    if isinstance(key, tuple):
        return old if isinstance(old, tuple) else (old, old)
    return old[0] if isinstance(old, tuple) else old


def po_bytes(catalog: Catalog) -> bytes:
    """The catalogue as text."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, include_lineno=False, sort_output=True)
    return file.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """The catalogue as the product reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def keep(catalog: Catalog) -> None:
    """Writes both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalog))
    MO.write_bytes(mo_bytes(stored()))


def forms_of(message: Message) -> tuple[str, ...]:
    """The English of a text: one form, or one for one and one for many."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def faults(catalog: Catalog) -> list[str]:
    """What is untranslated, unsure, or has other places than the Indonesian text."""
    found = []
    for message in catalog:
        if not message.id:
            continue
        first = message.id[0] if isinstance(message.id, tuple) else message.id
        forms = forms_of(message)
        if not all(forms):
            found.append(f"untranslated: {first}")
        elif message.fuzzy:
            found.append(f"unsure: {first}")
        elif any(sorted(PLACE.findall(form)) != sorted(PLACE.findall(first)) for form in forms):
            found.append(f"other places: {first}")
    return found


def path_for_people(path: Path) -> str:
    """The path as seen from the top."""
    return path.relative_to(ROOT).as_posix()
