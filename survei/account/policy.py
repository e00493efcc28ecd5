"""Who may do what, and to whose rows. The only place that decides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from survei.account.choices import Permission as P
from survei.account.choices import Role
from survei.audit.choices import Actor, ActorKind
from survei.staff.rules import Scope

_READ = frozenset({P.SIGNED_IN, P.VIEW_STAFF, P.VIEW_QUESTIONNAIRES, P.VIEW_CYCLES})
_HR = _READ | {
    P.EDIT_STAFF,
    P.EDIT_QUESTIONNAIRES,
    P.EDIT_CYCLES,
    P.MANAGE_LINKS,
    P.VIEW_MAIL,
    P.VIEW_RESULTS,
    P.EXPORT_RESULTS,
    P.VIEW_RETENTION,
}

#: What each role may do. Anything not named is refused.
PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.ADMIN: _HR | {P.MANAGE_USERS, P.VIEW_AUDIT, P.VIEW_TEAM, P.MANAGE_RETENTION},
    Role.HR: _HR | {P.VIEW_TEAM},
    Role.APPRAISER: frozenset({P.SIGNED_IN, P.VIEW_TEAM}),
    Role.AUDITOR: _READ | {P.VIEW_AUDIT, P.VIEW_MAIL, P.VIEW_RETENTION, P.DECIDE_DISPUTES},
}


@dataclass(frozen=True)
class Principal:
    """A signed-in user as the policy sees it; built from the session row at each request."""

    user_id: int
    name: str
    email: str
    role: Role
    language: str = "id"
    #: Employee of this user, if any.
    employee_id: int | None = None
    #: `Unit.lineage` of an HR officer who is bound to one unit; None for the organisation.
    unit_lineage: str | None = None
    #: When the password was last typed.
    confirmed_at: datetime | None = None
    #: Client address.
    address: str = ""

    @property
    def actor(self) -> Actor:
        """This principal as the author of an audit line."""
        return Actor(ActorKind.USER, self.user_id, self.name, self.address)


def permits(principal: Principal | None, permission: P) -> bool:
    """Whether the principal may do it; nobody signed in may do nothing."""
    return principal is not None and permission in PERMISSIONS[principal.role]


def staff_scope(principal: Principal) -> Scope:
    """The employees an administrator, HR officer or auditor sees in staff and cycle pages."""
    if not permits(principal, P.VIEW_STAFF):
        return Scope()
    if principal.unit_lineage:
        return Scope(unit_lineage=principal.unit_lineage)
    return Scope(everyone=True)


def team_scope(principal: Principal) -> Scope:
    """The people whose submissions and results this principal reads in "Tim saya".

    Only those who report to the principal's own employee: being HR does not open answers.
    """
    if permits(principal, P.VIEW_TEAM) and principal.employee_id:
        return Scope(supervisor_id=principal.employee_id)
    return Scope()
