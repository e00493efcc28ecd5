"""Roles, permissions and kinds of one-time links."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a user is; one role each."""

    ADMIN = "admin"
    HR = "hr"
    APPRAISER = "appraiser"
    AUDITOR = "auditor"


ROLE_LABELS = {
    Role.ADMIN: "Administrator",
    Role.HR: "Pengelola SDM",
    Role.APPRAISER: "Pejabat penilai",
    Role.AUDITOR: "Auditor",
}


class Permission(StrEnum):
    """One thing that a role may do; every admin view and route names one."""

    SIGNED_IN = "signed_in"
    VIEW_STAFF = "view_staff"
    EDIT_STAFF = "edit_staff"
    VIEW_QUESTIONNAIRES = "view_questionnaires"
    EDIT_QUESTIONNAIRES = "edit_questionnaires"
    VIEW_CYCLES = "view_cycles"
    EDIT_CYCLES = "edit_cycles"
    MANAGE_LINKS = "manage_links"
    VIEW_MAIL = "view_mail"
    VIEW_RESULTS = "view_results"
    EXPORT_RESULTS = "export_results"
    VIEW_TEAM = "view_team"
    MANAGE_USERS = "manage_users"
    VIEW_AUDIT = "view_audit"
    DECIDE_DISPUTES = "decide_disputes"
    VIEW_RETENTION = "view_retention"
    MANAGE_RETENTION = "manage_retention"


class OneTimePurpose(StrEnum):
    """What a one-time account link is for."""

    FIRST_ADMIN = "first_admin"
    ACTIVATE = "activate"
    RESET = "reset"


#: First segment of the address of each.
ONE_TIME_PATHS = {
    OneTimePurpose.FIRST_ADMIN: "admin-pertama",
    OneTimePurpose.ACTIVATE: "aktivasi",
    OneTimePurpose.RESET: "aktivasi",
}
