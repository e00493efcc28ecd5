"""The page that takes one file: chosen, read within limits, refused with the reason, or led on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import View, expose
from admin.forms import say
from admin.uploads import uploading
from survei.errors import SurveiError
from survei.throttle.services import TooManyAttempts
from survei.workbook.refusals import (
    WorkbookBroken,
    WorkbookTooLarge,
    WorkbookUnsupported,
)

#: The form around the file.
FORM_BYTES = 100_000
#: Why a file may be refused, and the status of the page that says so.
Refusals = Mapping[type[SurveiError], int]
WORKBOOK_REFUSALS: Refusals = {WorkbookTooLarge: 413, WorkbookUnsupported: 415, WorkbookBroken: 422}


class UploadPage(View):
    """`index` shows the page and takes the file; the area says what becomes of it."""

    #: Bytes of the largest file.
    largest: ClassVar[int]
    #: Anything else has a page of its own.
    refusals: ClassVar[Refusals] = WORKBOOK_REFUSALS

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Where a file is chosen; a POST reads it and leads on. 413, 415, 422, 429."""
        if request.method == "GET":
            return self.upload_page()
        given = request.files.get("file")
        if given is None or not given.filename:
            return self.upload_page(_("Pilih berkas terlebih dahulu.")), 422
        data = given.read(self.largest + 1)
        try:
            with uploading(self.principal.user_id, len(data)):
                taken = self.take_file(given.filename, data)
        except TooManyAttempts as refusal:
            page = self.upload_page(say(refusal.message, refusal.params))
            return page, 429, {"Retry-After": str(refusal.seconds)}
        except tuple(self.refusals) as refusal:
            page = self.upload_page(say(refusal.message, refusal.params), **self.facts_of(refusal))
            return page, next(at for kind, at in self.refusals.items() if isinstance(refusal, kind))
        return self.after(taken)

    def upload_page(self, error: str = "", **facts: Any) -> str:
        """The page itself, with why the last file was refused."""
        raise NotImplementedError

    def take_file(self, name: str, data: bytes) -> Any:
        """What was made of the file. Raises SurveiError with the reason why nothing was."""
        raise NotImplementedError

    def after(self, taken: Any) -> ResponseReturnValue:
        """Where to look at it."""
        raise NotImplementedError

    def facts_of(self, refusal: SurveiError) -> dict[str, Any]:
        """What the page shows of a refusal besides its sentence."""
        return {}
