"""What every command needs: a connection, an author, refusals said plainly, a progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app

from survei.audit.choices import Actor, ActorKind
from survei.database import connect, database, told_plainly
from survei.errors import SurveiError
from survei.installation.choices import Role
from survei.installation.queries import known_address
from survei.settings import Settings, load_settings
from survei.starting import enter, enter_alone, keep_log_end, prepare_process

#: Commands of Flask itself that need what ours get from `running`.
SERVING = ("run", "shell")
#: Said where a command can only guess where its links will lead.
ADDRESS_UNKNOWN = (
    "Alamat situs belum diketahui; tautan memakai %s. Setel SURVEI_BASE_URL bila alamatnya lain."
)


class ExistingFile(click.Path):
    """A file that can be read; anything else ends the command with a sentence, exit code 1."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.exists():
            raise click.ClickException(f"Berkas “{path}” tidak ada.")
        if not path.is_file():
            raise click.ClickException(f"“{path}” bukan berkas.")
        if not os.access(path, os.R_OK):
            raise click.ClickException(f"Berkas “{path}” tidak boleh dibaca oleh pengguna ini.")
        return path


@contextmanager
def running(command: str, *, makes_links: bool = True) -> Iterator[Actor]:
    """Opens the database (unless a test holds it) and gives the command as author. From here on
    the application's settings hold the keys and the address of that database.

    A SurveiError ends the command with its sentence and exit code 1: a database that is not of
    this release, keys that are not its own, and, unless it surely makes no links, the address of
    another site among them.
    """
    with refusing():
        role = Role.COMMAND if makes_links else Role.READER
        settings = enter(current_app.config["SETTINGS"], role)
        current_app.config["SETTINGS"] = settings
        if makes_links and not settings.is_base_url_set and known_address() is None:
            click.echo(ADDRESS_UNKNOWN % settings.base_url, err=True)
        yield Actor(ActorKind.COMMAND, name=command)
        keep_log_end(settings)


@contextmanager
def refusing() -> Iterator[None]:
    """Opens the database (unless a test holds it), whatever is in it. A SurveiError ends the
    command with its sentence and exit code 1.
    """
    opened = database.is_closed()
    try:
        if opened:
            connect()
        with told_plainly():
            yield
    except SurveiError as error:
        raise click.ClickException(str(error)) from None
    finally:
        if opened and not database.is_closed():
            database.close()


def settings_of_command() -> Settings:
    """The environment's settings, for the commands of Flask and for a WSGI server of others. What
    serves or opens the application by itself is checked here, as `running` checks our commands.

    A refusal ends the command with its sentence, exit code 1.
    """
    context = click.get_current_context(silent=True)
    try:
        settings = load_settings()
        if context is not None and context.info_name not in SERVING:
            return settings
        prepare_process(settings)
        return enter_alone(settings, Role.SITE if context is None else Role.COMMAND)
    except SurveiError as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, moved by (done, total); there is none before that."""
    with ExitStack() as shown:
        bar: Any = None

        def progress(done: int, total: int) -> None:
            nonlocal bar
            bar = bar or shown.enter_context(
                click.progressbar(length=total, label=label, file=sys.stderr)
            )
            bar.length = total
            bar.update(done - bar.pos)

        yield progress
