"""Classes of data, units of periods, and the moments from which a period is counted."""

from __future__ import annotations

from enum import StrEnum


class DataClass(StrEnum):
    """What is kept and deleted as one."""

    SUBMISSIONS = "submissions"
    EVIDENCE = "evidence"
    DRAFTS = "drafts"
    HANDOUTS = "handouts"
    LINKS = "links"
    RESULTS = "results"
    ROSTER = "roster"
    MAIL_BODIES = "mail_bodies"
    MAIL_RECORDS = "mail_records"
    LANDED_MAILS = "landed_mails"
    AUDIT_LOG = "audit_log"
    ACCESS_LOG = "access_log"
    ACCOUNTS = "accounts"
    ACCOUNT_LINKS = "account_links"
    SESSIONS = "sessions"
    ATTEMPTS = "attempts"
    IMPORT_FILES = "import_files"
    JOBS = "jobs"
    JOB_FILES = "job_files"
    CLOCK_MARKS = "clock_marks"


class Unit(StrEnum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    YEARS = "years"


class Since(StrEnum):
    """The moment from which a period is counted."""

    CLOSING = "closing"
    PUBLISHING = "publishing"
    ENDING = "ending"
    SENDING = "sending"
    WRITING = "writing"
    LEAVING = "leaving"
    EXPIRY = "expiry"
    USE = "use"
    UPLOAD = "upload"


#: What stands behind "2 tahun setelah …".
SINCE_LABELS = {
    Since.CLOSING: "periode ditutup",
    Since.PUBLISHING: "hasil diterbitkan",
    Since.ENDING: "pekerjaan selesai",
    Since.SENDING: "pengiriman selesai",
    Since.WRITING: "dicatat",
    Since.LEAVING: "akun dinonaktifkan",
    Since.EXPIRY: "masa berlakunya habis",
    Since.USE: "terakhir dipakai",
    Since.UPLOAD: "dibuat atau diunggah",
}
