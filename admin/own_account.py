"""What everybody changes about themselves: the password."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from admin.base import View, expose
from survei.account.choices import Permission


class OwnAccount(View):
    """The signed-in person's own account."""

    permission = Permission.SIGNED_IN

    def is_visible(self) -> bool:
        """Reached through one's name on top, not through the menu."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Who one is, and the form for another password."""
        return self.render("account/own.html")


def views() -> list[View]:
    """The views of this area."""
    return [OwnAccount(name="Akun saya", endpoint="own_account", url="akun")]
