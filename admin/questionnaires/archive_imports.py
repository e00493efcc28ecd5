"""Taking over the library of another installation, or one's own again, from its archive."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.questionnaires.draft import actor
from admin.upload_page import FORM_BYTES, UploadPage
from survei.account.choices import Permission
from survei.errors import SurveiError
from survei.exchange.archive import ImportedCounts, import_library

#: Longest archive that is read here; a larger one is taken over by command.
MOST_BYTES = 20_000_000
CHECK, TAKE = "periksa", "ambil"


class ArchiveTooLarge(SurveiError):
    """The archive is longer than is read here."""

    message = "Arsip lebih dari 20 MB."


class ArchiveImportPage(UploadPage):
    """One page: look at an archive without storing anything, then take it over whole."""

    permission = Permission.EDIT_QUESTIONNAIRES
    largest = MOST_BYTES
    most_bytes = {"index": MOST_BYTES + FORM_BYTES}
    refusals = {ArchiveTooLarge: 413, SurveiError: 422}

    def is_visible(self) -> bool:
        """Reached from the downloads."""
        return False

    def take_file(self, name: str, data: bytes) -> ImportedCounts:
        """What is here already stays; where something differs, nothing at all is taken."""
        if len(data) > MOST_BYTES:
            raise ArchiveTooLarge
        return import_library(data, actor=actor(), dry_run=self._is_check)

    def after(self, taken: ImportedCounts) -> ResponseReturnValue:
        """What a check found, or the list with what is new."""
        if self._is_check:
            return self.upload_page(found=said_of(taken), holds_more=taken != ImportedCounts())
        flash(said_of(taken), "success")
        return redirect(url_for("questionnaires.index"), 303)

    @property
    def _is_check(self) -> bool:
        return request.form.get("do") != TAKE

    def upload_page(self, error: str = "", **facts: Any) -> str:
        """The page, with what the archive holds once it was checked."""
        return self.render(
            "questionnaires/archive.html",
            error=error,
            check=CHECK,
            take=TAKE,
            most_bytes=MOST_BYTES,
            **{"found": "", "holds_more": False, **facts},
        )


def said_of(taken: ImportedCounts) -> str:
    """What an archive brings, in figures."""
    if taken == ImportedCounts():
        return _("Semua isi arsip sudah ada di sini.")
    return _(
        "Isi arsip yang belum ada di sini: %(questionnaires)s kuesioner, %(versions)s versi,"
        " %(drafts)s draf.",
        questionnaires=taken.questionnaires,
        versions=taken.versions,
        drafts=taken.drafts,
    )
