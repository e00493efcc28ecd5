"""What HR and operators do in a terminal; each command calls the same services as the pages."""

from __future__ import annotations

import click
from flask import Flask

from admin.commands.accounts import audit, user
from admin.commands.cycles import cycles
from admin.commands.installation import backup, migrate_database, restore
from admin.commands.keys import keys
from admin.commands.links import links
from admin.commands.mail import mail
from admin.commands.questionnaires import questionnaires
from admin.commands.results import results
from admin.commands.retention import retention
from admin.commands.staff import employees
from admin.commands.worker import worker

#: One click group per area, and the commands that stand alone.
GROUPS: tuple[click.Command, ...] = (
    *(user, audit, employees, questionnaires, cycles, links, mail, results, retention, worker),
    *(migrate_database, backup, restore, keys),
)


def register(app: Flask) -> None:
    """Adds the command groups to `flask --app app`."""
    for group in GROUPS:
        app.cli.add_command(group)
