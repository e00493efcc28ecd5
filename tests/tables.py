"""Every table of the product, in the order in which they can be created."""

from __future__ import annotations

from survei.account.models import OneTimeLink, Session, User
from survei.audit.models import AuditEvent
from survei.bank.models import PublishedQuestion, SharedScale
from survei.cycle.models import (
    Assignment,
    Cycle,
    CycleDraw,
    Participant,
    StandardInstrument,
    UnitProgress,
)
from survei.drafting.models import DraftStep, Questionnaire, QuestionnaireVersion
from survei.evidence.models import Evidence
from survei.exchange.models import QuestionnaireImport
from survei.installation.models import KnownKey, SiteAddress
from survei.invitation.models import (
    DisputedSubmission,
    HandedLink,
    Handout,
    Link,
    ReachedGroup,
)
from survei.jobs.models import Job, JobFile
from survei.mail.models import Letter
from survei.purge.models import LegalHold, PurgeCount, PurgeRun
from survei.response.models import (
    ConfidentialSubmission,
    Draft,
    IdentifiedSubmission,
    OpenedBox,
    SealedSubmission,
)
from survei.result.models import QuestionStatistic, Result, ResultProof
from survei.retention.models import ChosenPeriod
from survei.search.models import SearchBlock
from survei.staff.models import Employee, Headcount, JobRole, StaffImport, Unit
from survei.task_queue.models import QueuedTask
from survei.throttle.models import ThrottleHit
from survei.timekeeping.models import ClockMark

TABLES = (
    KnownKey,
    SiteAddress,
    SearchBlock,
    AuditEvent,
    ThrottleHit,
    QueuedTask,
    ClockMark,
    ChosenPeriod,
    Letter,
    Job,
    JobFile,
    Unit,
    JobRole,
    Employee,
    Headcount,
    StaffImport,
    User,
    Session,
    OneTimeLink,
    Questionnaire,
    QuestionnaireVersion,
    DraftStep,
    QuestionnaireImport,
    PublishedQuestion,
    SharedScale,
    StandardInstrument,
    Cycle,
    CycleDraw,
    Participant,
    UnitProgress,
    Assignment,
    Link,
    Handout,
    HandedLink,
    DisputedSubmission,
    ReachedGroup,
    Draft,
    OpenedBox,
    SealedSubmission,
    ConfidentialSubmission,
    IdentifiedSubmission,
    Evidence,
    Result,
    QuestionStatistic,
    ResultProof,
    LegalHold,
    PurgeRun,
    PurgeCount,
)
