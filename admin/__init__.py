"""HR's and supervisors' side: Flask-Admin with one hardened base view."""

from __future__ import annotations

from flask import Flask

from survei.settings import Settings

#: Modules with a function `views()`, in the order of the menu.
AREAS: tuple[str, ...] = ()


def register(app: Flask, settings: Settings) -> None:
    """Adds sign-in, the session, and the views of every area."""
