"""Applications that many tests share, each time as if they were new."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache

from app import create_app
from survei.database import database
from survei.process_watch import KeyWatch
from survei.settings import Settings
from survei.starting import prepare_process

#: Application and the configuration it began with, by what it is for.
SharedApps = dict[str, tuple[Flask, dict[str, Any]]]


def make_app(settings: Settings, compiled_templates: BytecodeCache) -> Flask:
    """A new application on the database that is bound now."""
    bound = database.obj
    application = create_app(settings)
    application.jinja_env.bytecode_cache = compiled_templates
    database.initialize(bound)
    return application


def renewed(application: Flask, began_with: dict[str, Any], settings: Settings) -> Flask:
    """The application as a new one with these settings would be, on the database bound now.

    Host names stay those it was made with.
    """
    bound = database.obj
    prepare_process(settings)
    database.initialize(bound)
    application.config.clear()
    application.config.update(began_with, SETTINGS=settings, KEY_WATCH=KeyWatch(settings))
    application.test_client_class = FlaskClient
    return application
