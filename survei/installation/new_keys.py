"""Keys that are not there yet: written once the database has said that it knows no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from survei.errors import SettingError
from survei.key_files import read_key, write_key
from survei.settings import AUDIT_KEY, LINK_KEY, SECRET_KEY, Settings


def read_keys_again(settings: Settings) -> Settings:
    """The settings with the keys that another process has written since they were loaded."""
    found = {name: read_key(settings.instance / name) for name in settings.absent_keys}
    return _with_keys(settings, {name: key for name, key in found.items() if key})


def write_keys(settings: Settings) -> Settings:
    """Writes the keys that were absent, each where no other has written one since, and gives the
    settings with what is there now. Raises SettingError when the folder takes no file.
    """
    for name in sorted(settings.absent_keys):
        try:
            write_key(settings.instance / name, _text_of(settings, name))
        except FileExistsError:
            continue
        except OSError as error:
            reason = f"{settings.instance / name}: {error.strerror}"
            raise SettingError(variable="SURVEI_INSTANCE", reason=reason) from None
    return read_keys_again(settings)


def _text_of(settings: Settings, name: str) -> str:
    keys = {LINK_KEY: settings.link_key.decode(), AUDIT_KEY: settings.audit_key.decode()}
    return keys.get(name, settings.secret_keys[0])


def _with_keys(settings: Settings, keys: Mapping[str, str]) -> Settings:
    return replace(
        settings,
        link_key=keys.get(LINK_KEY, settings.link_key.decode()).encode(),
        audit_key=keys.get(AUDIT_KEY, settings.audit_key.decode()).encode(),
        secret_keys=(keys[SECRET_KEY],) if SECRET_KEY in keys else settings.secret_keys,
        absent_keys=settings.absent_keys - keys.keys(),
    )
