"""`/`: the way on for whoever has a code, has lost a link, or signs in."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from formulir.language import wanted_language
from formulir.views.routes import blueprint
from formulir.visitor import visitor


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The ways; who is signed in goes on to the first page of the admin."""
    if visitor():
        return redirect(url_for("admin.index"))
    return render_template("formulir/pages/home.html", language=wanted_language())
