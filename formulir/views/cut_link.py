"""`/f/`, `/u/`, `/hasil/`: a link that was cut before its token is one more damaged link."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from formulir.opened_link import refuse_unknown
from formulir.views.routes import blueprint
from survei.web.link_routes import FORM, LIST, RESULT


@blueprint.get(f"/{FORM.segment}/", strict_slashes=False)
@blueprint.get(f"/{LIST.segment}/", strict_slashes=False)
@blueprint.get(f"/{RESULT.segment}/", strict_slashes=False)
def lost() -> ResponseReturnValue:
    """What to do now; never more."""
    refuse_unknown()
