"""The gate in front of every view: who may enter which method. Deny by default."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import confirm
from survei import clock
from survei.account.choices import Permission
from survei.account.policy import Principal, permits
from survei.account.rules import is_confirmed
from survei.web.session import current_principal


class Guarded:
    """Mixed into both base views. Refuses to be constructed without a permission."""

    #: What a principal needs to enter the view at all.
    permission: Permission
    #: Exposed method → permission, where it differs.
    permissions: dict[str, Permission] = {}
    #: Exposed methods that ask for the password anew (row 29), when they write or when they only
    #: read (exports); True means every POST of the view.
    confirm_password: bool | Iterable[str] = False
    #: Exposed method → largest body in bytes, where it differs from the default.
    most_bytes: dict[str, int] = {}
    #: Endpoints of views without a place in the menu that belong under this one.
    pages_below: tuple[str, ...] = ()
    #: One sentence for the card on the first page.
    description: str = ""

    def check_declaration(self) -> None:
        """Raises TypeError when the class does not say who may enter it."""
        name = type(self).__name__
        if not isinstance(getattr(self, "permission", None), Permission):
            raise TypeError(f"{name} declares no permission")
        for method, permission in self.permissions.items():
            if not hasattr(self, method) or not isinstance(permission, Permission):
                raise TypeError(f"{name}.permissions names no method of it: {method}")

    @property
    def principal(self) -> Principal:
        """Who is signed in; views run only when somebody is."""
        principal = current_principal()
        if principal is None:
            abort(401)
        return principal

    def may(self, method: str) -> bool:
        """Whether the current principal may call the exposed method."""
        return permits(current_principal(), self.permissions.get(method, self.permission))

    def is_accessible(self) -> bool:
        """Whether the view appears in the menu."""
        return permits(current_principal(), self.permission)

    def is_visible(self) -> bool:
        """Whether it stands in the menu; views without a place there say no."""
        return True

    def _handle_view(self, name: str, **kwargs: Any) -> ResponseReturnValue | None:
        if current_principal() is None:
            return sign_in_first()
        if not self.may(name):
            abort(403)
        if self._asks_password(name) and not is_confirmed(self.principal.confirmed_at, clock.now()):
            return confirm.ask()
        return None

    def _run_view(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        """Flask-Admin would call the view a second time after a TypeError inside it."""
        return fn(self, *args, **kwargs)

    def _asks_password(self, name: str) -> bool:
        if isinstance(self.confirm_password, bool):
            return self.confirm_password and request.method == "POST"
        only_reads = request.url_rule is not None and "POST" not in (request.url_rule.methods or ())
        return name in self.confirm_password and (request.method == "POST" or only_reads)


def sign_in_first() -> ResponseReturnValue:
    """To the sign-in page and back."""
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
