"""What a link opens: a rater's list and forms, a ratee's result. No session, no cookie."""

from __future__ import annotations

from flask import Flask

from formulir import drawing, shortcut
from formulir.device_answers import held_on_device
from formulir.form_body import MOST_BYTES
from formulir.salvage import unsent_answers
from formulir.upload import ENDPOINT, MOST_SENT, UploadRequest
from formulir.views import blueprint
from survei.settings import Settings
from survei.web import assets

#: Endpoints that take the bodies of raters.
POSTS = (
    "formulir.send",
    "formulir.draft",
    "formulir.send_decline",
    "formulir.remove_evidence",
    "formulir.enter_code",
    "formulir.look_up",
    "formulir.send_lost_link",
    "formulir.try_preview",
)


def register(app: Flask, settings: Settings) -> None:
    """Adds the routes of links, printed codes and previews, and our own static files."""
    assets.register(app)
    drawing.register(app)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(unsent_answers=unsent_answers, held_on_device=held_on_device)
    app.request_class = UploadRequest
    app.config["BODY_LIMITS"].update(dict.fromkeys(POSTS, MOST_BYTES), **{ENDPOINT: MOST_SENT})
    shortcut.register(app, {settings.host})
