"""Keys that are not there yet: written once the database has said that it knows no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from survei.errors import SettingError
from survei.key_files import read_key, write_key
from survei.keys import Keys
from survei.settings import AUDIT_KEY, LINK_KEY, SECRET_KEY, Settings


def read_keys_again(settings: Settings) -> Settings:
    """The settings with the keys that another process has written since they were loaded."""
    found = {name: read_key(settings.instance / name) for name in settings.keys.absent}
    return _with_keys(settings, {name: key for name, key in found.items() if key})


def write_keys(settings: Settings) -> Settings:
    """Writes the keys that were absent, each where no other has written one since, and gives the
    settings with what is there now. Raises SettingError when the folder takes no file.
    """
    for name in sorted(settings.keys.absent):
        try:
            write_key(settings.instance / name, _text_of(settings.keys, name))
        except FileExistsError:
            continue
        except OSError as error:
            reason = f"{settings.instance / name}: {error.strerror}"
            raise SettingError(variable="SURVEI_INSTANCE", reason=reason) from None
    return read_keys_again(settings)


def _text_of(keys: Keys, name: str) -> str:
    texts = {LINK_KEY: keys.link.decode(), AUDIT_KEY: keys.audit.decode()}
    return texts.get(name, keys.secrets[0])


def _with_keys(settings: Settings, found: Mapping[str, str]) -> Settings:
    old = settings.keys
    keys = replace(
        old,
        link=found.get(LINK_KEY, old.link.decode()).encode(),
        audit=found.get(AUDIT_KEY, old.audit.decode()).encode(),
        secrets=(found[SECRET_KEY],) if SECRET_KEY in found else old.secrets,
        absent=old.absent.difference(found),
    )
    return replace(settings, keys=keys)
