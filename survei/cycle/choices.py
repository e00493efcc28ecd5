"""Enums of the cycle area and their Indonesian labels."""

from __future__ import annotations

from enum import StrEnum


class CycleState(StrEnum):
    """Life of a cycle; the transitions are a table in `rules.py`."""

    DRAFT = "draft"
    #: Asked to open; the worker does it, because it is too much for one request.
    OPENING = "opening"
    OPEN = "open"
    #: No answers any more; can be taken back.
    CLOSED = "closed"
    #: Drafts are gone and confidential answers stand in random order: cannot be taken back.
    COMPUTED = "computed"
    PUBLISHED = "published"


CYCLE_STATE_LABELS = {
    CycleState.DRAFT: "Disiapkan",
    CycleState.OPENING: "Sedang dibuka",
    CycleState.OPEN: "Berlangsung",
    CycleState.CLOSED: "Ditutup",
    CycleState.COMPUTED: "Hasil dihitung",
    CycleState.PUBLISHED: "Hasil diterbitkan",
}


#: States in which nobody has been frozen yet.
NOT_YET_OPEN = (CycleState.DRAFT, CycleState.OPENING)
#: States in which answers may be read: nothing is added to them any more, whatever happens.
SETTLED = (CycleState.COMPUTED, CycleState.PUBLISHED)
#: States in which no answer is taken any more.
ENDED = (CycleState.CLOSED, *SETTLED)


class Relation(StrEnum):
    """The rater's relation to the ratee; what depends on it stands in `relations.py`."""

    SELF = "self"
    SUPERVISOR = "supervisor"
    PEER = "peer"
    SUBORDINATE = "subordinate"


class PeerReach(StrEnum):
    """Where peers are drawn from when a unit has too few of a comparable role."""

    UNIT = "unit"
    PARENT = "parent"


PEER_REACH_LABELS = {
    PeerReach.UNIT: "Hanya dari unit kerja yang sama",
    PeerReach.PARENT: "Dilengkapi dari unit kerja induk",
}


class AssignmentState(StrEnum):
    """Life of an assignment."""

    OPEN = "open"
    SUBMITTED = "submitted"
    DECLINED = "declined"
    REVOKED = "revoked"


#: States of assignments that count; a revoked one counts for nothing.
STANDING = (AssignmentState.OPEN, AssignmentState.SUBMITTED, AssignmentState.DECLINED)

ASSIGNMENT_STATE_LABELS = {
    AssignmentState.OPEN: "Belum diisi",
    AssignmentState.SUBMITTED: "Terkirim",
    AssignmentState.DECLINED: "Menolak",
    AssignmentState.REVOKED: "Dicabut",
}


class DeclineReason(StrEnum):
    """Why a rater cannot rate; HR sees it and can mend the data."""

    NOT_ACQUAINTED = "not_acquainted"
    WRONG_RELATION = "wrong_relation"
    CONFLICT = "conflict"
    OTHER = "other"


DECLINE_LABELS = {
    DeclineReason.NOT_ACQUAINTED: "Saya tidak cukup mengenal pekerjaannya",
    DeclineReason.WRONG_RELATION: "Data atasan, unit kerja, atau hubungan kerja ini salah",
    DeclineReason.CONFLICT: "Saya memiliki benturan kepentingan",
    DeclineReason.OTHER: "Alasan lain",
}
