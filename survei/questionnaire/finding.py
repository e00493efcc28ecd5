"""What a check says about a document: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from survei.errors import SurveiError


class Severity(StrEnum):
    """Errors stop a publication, warnings only advise."""

    ERROR = "error"
    WARNING = "warning"


SEVERITY_LABELS = {Severity.ERROR: "Kesalahan", Severity.WARNING: "Saran"}


@dataclass(frozen=True)
class Words:
    """A msgid with `%(name)s` places and what fills them."""

    message_id: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message_id % self.params


@dataclass(frozen=True)
class Place:
    """Where in a document: for people in steps from the outside in, for pages by the codes."""

    #: "Aspek 2 “Dukungan psikologis”", "Indikator 1 (ekspektasi)".
    steps: tuple[Words, ...]
    #: Codes and keys; empty where they do not apply.
    section: str = ""
    question: str = ""
    scale: str = ""
    #: Member that is meant: "text_self", "anchors", "weight".
    member: str = ""
    #: Row of a list that is meant: "rows-0", "choices-1", "points-2", "anchor_3".
    entry: str = ""

    @property
    def field_id(self) -> str:
        """Name of its input on the page of its part: "text", "rows-0-text", "anchor_3_en"."""
        if self.entry.startswith("anchor_"):
            return self.entry + self.member.removeprefix("text")
        return "-".join(part for part in (self.entry, self.member) if part)

    @property
    def label(self) -> str:
        """The steps in Indonesian: "Aspek 2 “Dukungan psikologis” › Indikator 1 (ekspektasi)"."""
        return " › ".join(map(str, self.steps))

    def step(self, words: Words, **codes: str) -> Place:
        """A place below this one."""
        known = {"section": self.section, "question": self.question, "scale": self.scale}
        return Place((*self.steps, words), **{**known, **codes})


def at(message_id: str, /, **params: object) -> Words:
    """One step of a place."""
    return Words(message_id, params)


@dataclass(frozen=True)
class Finding:
    """One thing to mend. The two texts are msgids with `%(name)s` places."""

    severity: Severity
    place: Place
    message_id: str
    remedy_id: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong, in Indonesian, filled in."""
        return self.message_id % self.params

    @property
    def remedy(self) -> str:
        """What to do about it, in Indonesian, filled in."""
        return self.remedy_id % self.params

    @property
    def is_error(self) -> bool:
        """Whether it stops a publication."""
        return self.severity == Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place.label}: {self.message} {self.remedy}"


def error(place: Place, message: str, remedy: str, **params: object) -> Finding:
    """A finding that stops a publication."""
    return Finding(Severity.ERROR, place, message, remedy, params)


def warning(place: Place, message: str, remedy: str, **params: object) -> Finding:
    """A finding that only advises."""
    return Finding(Severity.WARNING, place, message, remedy, params)


def errors_of(findings: Collection[Finding]) -> list[Finding]:
    """Those that stop a publication."""
    return [finding for finding in findings if finding.is_error]


class DocumentInvalid(SurveiError):
    """A document that cannot be read or published; `findings` say where and why."""

    message = "Kuesioner ini masih memiliki %(count)s kesalahan yang harus diperbaiki."

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(count=len(findings))
        self.findings = list(findings)
