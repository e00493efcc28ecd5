"""The first page after signing in."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from admin.base import View, expose
from survei.account.choices import Permission


class Home(View):
    """Cards of what one may do."""

    permission = Permission.SIGNED_IN

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The cards."""
        return self.render("home/index.html")
