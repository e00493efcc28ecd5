"""Who may call which route: written down by hand, checked against every route there is."""

from __future__ import annotations

#: Who asks, in the order of the tests; None is nobody signed in.
ASKERS = (None, "admin", "hr", "unit_hr", "appraiser", "auditor")

PUBLIC = frozenset(ASKERS)
SIGNED_IN = PUBLIC - {None}
ADMIN = frozenset({"admin"})
HR = frozenset({"admin", "hr", "unit_hr"})
#: HR of the whole organisation: job roles belong to no unit.
WHOLE_HR = HR - {"unit_hr"}
READERS = HR | {"auditor"}
LOG = frozenset({"admin", "auditor"})
TEAM = HR | {"appraiser"}

#: Endpoint, or its blueprint with ".*", → who may call it.
MATRIX: dict[str, frozenset[str | None]] = {
    "static": PUBLIC,
    "vendor.file": PUBLIC,
    "health.*": PUBLIC,
    # A link is its own credential; the preview is for those who read questionnaires.
    "formulir.*": PUBLIC,
    "formulir.preview": READERS,
    "formulir.try_preview": READERS,
    "account.sign_in": PUBLIC,
    "account.sign_out": SIGNED_IN,
    "one_time.*": PUBLIC,
    "confirm.confirm": SIGNED_IN,
    "admin.index": SIGNED_IN,
    "own_account.*": SIGNED_IN,
    "users.*": ADMIN,
    "audit.*": LOG,
    "employees.*": HR,
    "employees.index_view": READERS,
    "employees.details_view": READERS,
    "job_roles.*": WHOLE_HR,
    "job_roles.index_view": READERS,
    "units.*": HR,
    "units.index_view": READERS,
    "staff_imports.*": HR,
    "questionnaires.*": HR,
    "questionnaires.index": READERS,
    "questionnaires.show": READERS,
    "questionnaires.preview": READERS,
    "questionnaires.difference": READERS,
    "question_bank.*": READERS,
    "question_bank.use": HR,
    "audience.index": READERS,
    "audience.change": HR,
    "designer.*": HR,
    "designer_part.*": HR,
    "designer_preview.*": HR,
    "designer_rubric.*": HR,
    "designer_weights.*": HR,
    "paper.*": READERS,
    "publishing.*": HR,
    "questionnaire_import.*": HR,
    "questionnaire_archive.*": HR,
    "questionnaire_files.*": READERS,
    "scale_library.*": HR,
    "scale_library.index": READERS,
    "cycles.*": READERS,
    "cycle.*": HR,
    "cycle.index": READERS,
    "cycle.detail": READERS,
    "cycle_progress.*": READERS,
    "cycle_wizard.*": HR,
    "server_clock.index": READERS,
    "server_clock.confirm": WHOLE_HR,
    "jobs.index": READERS,
    "jobs.show": READERS,
    "jobs.download": HR,
    "links.*": HR,
    "retention.*": ADMIN,
    "retention.index": WHOLE_HR | {"auditor"},
    "results.*": HR,
    "disputes.*": frozenset({"auditor"}),
    "boxes.*": frozenset({"auditor"}),
    "team.*": TEAM,
    "mail.*": HR,
    "mail.index_view": READERS,
    "mail.details_view": READERS,
}
