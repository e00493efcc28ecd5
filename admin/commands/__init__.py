"""What HR and operators do in a terminal; each command calls the same services as the pages."""

from __future__ import annotations

import click
from flask import Flask

#: One click group per area.
GROUPS: tuple[click.Group, ...] = ()


def register(app: Flask) -> None:
    """Adds the command groups to `flask --app app`."""
    for group in GROUPS:
        app.cli.add_command(group)
