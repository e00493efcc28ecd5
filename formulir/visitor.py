"""Who looks at a page that needs no signing in, where somebody is signed in."""

from __future__ import annotations

from flask import current_app
from flask_login import current_user

from survei.account.policy import Principal


def visitor() -> Principal | None:
    """Who is signed in; Flask-Login's user carries the principal."""
    if not hasattr(current_app, "login_manager"):
        return None
    return getattr(current_user, "principal", None)
