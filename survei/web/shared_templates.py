"""The templates that pages of links and of the admin share."""

from __future__ import annotations

from flask import Blueprint, Flask


def register(app: Flask) -> None:
    """Lets every template include those in `survei/web/templates`."""
    app.register_blueprint(Blueprint("shared_templates", __name__, template_folder="templates"))
