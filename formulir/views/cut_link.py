"""`/f/`, `/u/`, `/hasil/`: a link that was cut before its token is one more damaged link."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from formulir.opened_link import refuse_unknown
from formulir.views.routes import blueprint


@blueprint.get("/f/", strict_slashes=False)
@blueprint.get("/u/", strict_slashes=False)
@blueprint.get("/hasil/", strict_slashes=False)
def lost() -> ResponseReturnValue:
    """What to do now; never more."""
    refuse_unknown()
