"""Whether a process may use this database, as far as keys and address say."""

from __future__ import annotations

from survei.installation.choices import KEY_FILES, KeyKind
from survei.installation.models import KnownKey, SiteAddress
from survei.installation.rules import KeysRefused, Problem, fingerprint, state_of
from survei.settings import Settings


def known_keys() -> dict[KeyKind, dict[str, bool]]:
    """Of each kind the fingerprints that the database knows, and whether they are in use."""
    known: dict[KeyKind, dict[str, bool]] = {kind: {} for kind in KeyKind}
    if not KnownKey.table_exists():  # put back from a backup of an older release
        return known
    for row in KnownKey.select():
        known[KeyKind(row.kind)][row.fingerprint] = row.replaced_at is None
    return known


def fingerprints(settings: Settings) -> dict[KeyKind, list[str]]:
    """Those of the keys at hand; of the secret keys all, the signing one first."""
    keys = {
        KeyKind.LINK: [settings.keys.link],
        KeyKind.AUDIT: [settings.keys.audit],
        KeyKind.SECRET: [key.encode() for key in settings.keys.secrets],
    }
    return {kind: [fingerprint(kind, key) for key in keys[kind]] for kind in KeyKind}


def problems_of(settings: Settings, known: dict[KeyKind, dict[str, bool]]) -> list[Problem]:
    """The keys at hand that this database refuses."""
    have, found = fingerprints(settings), []
    for kind, name in KEY_FILES.items():
        state = state_of(have[kind], known[kind], is_absent=name in settings.keys.absent)
        if state:
            found.append(Problem(kind, state, place_of(settings, kind)))
    return found


def refusal_of(problems: list[Problem], settings: Settings) -> KeysRefused:
    """What is said when the keys do not belong here."""
    said = "; ".join(map(str, problems))
    return KeysRefused(problems=said[:1].upper() + said[1:], folder=settings.instance)


def still_ours(settings: Settings) -> Settings:
    """The settings with the address that the site has by now, for a process that mails links.

    Raises KeysRefused when keys were replaced since it began: its links would be dead.
    """
    if problems := problems_of(settings, known_keys()):
        raise refusal_of(problems, settings)
    return settings.at(known_address() or settings.base_url)


def known_address() -> str | None:
    """The site's address; None before it first ran."""
    row = SiteAddress.select(SiteAddress.base_url).first()
    return row.base_url if row else None


def place_of(settings: Settings, kind: KeyKind) -> str:
    """Where a key is looked for: its file, or the variable that gives it."""
    name = KEY_FILES[kind]
    is_file = kind is not KeyKind.SECRET or not settings.keys.are_secrets_set
    return str(settings.instance / name) if is_file else "SURVEI_SECRET_KEYS"
