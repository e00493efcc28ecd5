"""What a new questionnaire may start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from admin.forms import AdminForm
from admin.questionnaires.fields import Line
from survei.drafting import queries
from survei.questionnaire.document import Document

BLANK = "kosong"
FROM_LIBRARY, FROM_VERSION = "pustaka:", "versi:"


@dataclass(frozen=True)
class Start:
    """One choice on the page."""

    value: str
    group: str
    title: str
    about: str


class _NewForm(AdminForm):
    start = RadioField(_l("Mulai dari"), validate_choice=False)
    title = Line(
        _l("Judul"),
        description=_l("Boleh kosong: dipakai judul asalnya. Dapat diubah kapan saja."),
    )


class NewForm(_NewForm):
    """Start and title; the start must be one that is offered."""

    def __init__(self, formdata: Any, known: Sequence[str]) -> None:
        super().__init__(formdata)
        self.known = known
        self.start.data = self.start.data or (known[0] if not formdata and known else None)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuses a start that is not offered."""
        is_valid = bool(super().validate(extra_validators))
        if self.start.data not in self.known:
            self.start.errors = [_("Pilih salah satu.")]
            return False
        return is_valid


def starts() -> list[Start]:
    """Library first: most begin there. Then blank, then what was published here."""
    ready = [
        Start(FROM_LIBRARY + item.key, _("Pustaka siap pakai"), str(item.title), size_of(item))
        for item in queries.library()
    ]
    about = _("Satu aspek kosong dan skala lima tingkat. Anda menulis semuanya sendiri.")
    blank = Start(BLANK, _("Dari awal"), _("Kuesioner kosong"), about)
    published = [
        Start(
            f"{FROM_VERSION}{version.id}",
            _("Salinan kuesioner yang sudah terbit"),
            version.title,
            _("Versi %(number)s", number=version.number),
        )
        for version in queries.published_versions()
    ]
    return [*ready, blank, *published]


def size_of(document: Document) -> str:
    """ "8 aspek, 20 indikator"."""
    return _(
        "%(sections)s aspek, %(questions)s indikator",
        sections=len(document.sections),
        questions=sum(1 for _item in document.questions()),
    )


def start_document(value: str) -> Document | None:
    """The document behind a choice; None for blank. Raises NotFound."""
    if value.startswith(FROM_LIBRARY):
        return queries.library_document(value.removeprefix(FROM_LIBRARY))
    if value.startswith(FROM_VERSION):
        return queries.document_of(int(value.removeprefix(FROM_VERSION)))
    return None
