"""Taking over the library of another installation, or one's own again, from its archive."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import View, expose
from admin.forms import say
from admin.questionnaires.draft import actor
from admin.uploads import uploading
from survei.account.choices import Permission
from survei.errors import SurveiError
from survei.exchange.archive import ImportedCounts, import_library
from survei.throttle.services import TooManyAttempts

#: Longest archive that is read here; a larger one is taken over by command.
MOST_BYTES = 20_000_000
#: The form around the file.
FORM_BYTES = 100_000
CHECK, TAKE = "periksa", "ambil"


class ArchiveImportPage(View):
    """One page: look at an archive without storing anything, then take it over whole."""

    permission = Permission.EDIT_QUESTIONNAIRES
    most_bytes = {"index": MOST_BYTES + FORM_BYTES}

    def is_visible(self) -> bool:
        """Reached from the downloads."""
        return False

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """What is here already stays; where something differs, nothing at all is taken."""
        if request.method == "GET":
            return self._page()
        given = request.files.get("file")
        if given is None or not given.filename:
            return self._page(error=_("Pilih berkas terlebih dahulu.")), 422
        data = given.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            return self._page(error=_("Arsip lebih dari 20 MB.")), 413
        is_check = request.form.get("do") != TAKE
        try:
            with uploading(self.principal.user_id, len(data)):
                taken = import_library(data, actor=actor(), dry_run=is_check)
        except TooManyAttempts:
            raise  # 429 with its own page, not a fault of the archive
        except SurveiError as refused:
            return self._page(error=say(refused.message, refused.params)), 422
        if is_check:
            return self._page(found=said_of(taken), holds_more=taken != ImportedCounts())
        flash(said_of(taken), "success")
        return redirect(url_for("questionnaires.index"), 303)

    def _page(self, *, error: str = "", found: str = "", holds_more: bool = False) -> str:
        facts = {"check": CHECK, "take": TAKE, "most_bytes": MOST_BYTES}
        return str(
            self.render(
                "questionnaires/archive.html",
                error=error,
                found=found,
                holds_more=holds_more,
                **facts,
            )
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
