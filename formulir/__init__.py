"""What a link opens: a rater's list and forms, a ratee's result. No session, no cookie."""

from __future__ import annotations

from flask import Flask

from formulir import assets
from formulir.views import blueprint
from survei.settings import Settings


def register(app: Flask, settings: Settings) -> None:
    """Adds the routes of links, printed codes and previews, and our own static files."""
    assets.register(app)
    app.register_blueprint(blueprint)
