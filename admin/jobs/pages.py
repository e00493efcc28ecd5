"""The page of one job: it loads itself again until the worker is done."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import abort, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import View, expose
from admin.forms import say
from admin.jobs.presentation import title_of, words_of
from admin.workbook_downloads import results_file
from survei import clock
from survei.account.choices import Permission
from survei.account.policy import permits, staff_scope
from survei.cycle.models import Cycle
from survei.cycle.queries import cycle_seen, lies_within, plan_of
from survei.errors import NotFound
from survei.jobs.choices import LIVE, JobKind, JobState
from survei.jobs.models import Job
from survei.jobs.queries import file_of, has_file, payload_of, refusal_of
from survei.jobs.rules import FILE_KEPT_FOR, RELOAD_SECONDS, is_stalled, percent_of
from survei.result.services import record_export
from survei.staff.rules import Scope


class Jobs(View):
    """Long work, one page each; not in the menu."""

    permission = Permission.VIEW_CYCLES
    permissions = {"download": Permission.EXPORT_RESULTS}
    confirm_password = ("download",)

    def is_visible(self) -> bool:
        """Reached from the cycle and its results."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Each stands with its cycle."""
        return redirect(self.get_url("cycles.index_view"))

    @expose("/<int:job_id>/")
    def show(self, job_id: int) -> ResponseReturnValue:
        """How far it is, what came of it, or why it failed and what to do."""
        job, cycle = self._seen(job_id)
        if job.kind == JobKind.CHECK:
            return redirect(self.get_url("cycle.check", cycle_id=cycle.id))
        message, params = refusal_of(job)
        is_live = job.state in LIVE
        page = self.render(
            "jobs/show.html",
            job=job,
            cycle=cycle,
            words=words_of(job.kind),
            title=title_of(job.kind, cycle.name),
            percent=percent_of(job),
            is_live=is_live,
            is_stalled=is_stalled(job, clock.now()),
            refusal=say(message, params) if message else "",
            file_until=self._file_until(job),
        )
        return (page, {"Refresh": RELOAD_SECONDS}) if is_live else page

    def may_withdraw(self, cycle: Cycle) -> bool:
        """Whether the principal may take the wish to open back."""
        scope = staff_scope(self.principal)
        return permits(self.principal, Permission.EDIT_CYCLES) and lies_within(
            plan_of(cycle), scope
        )

    @expose("/<int:job_id>/unduh/", methods=("POST",))
    def download(self, job_id: int) -> ResponseReturnValue:
        """The file, to who asked for it; each time on record, like a file made at once."""
        job, cycle = self._seen(job_id)
        content = file_of(job) if self._file_until(job) else None
        if content is None:
            abort(404, _("Berkas ini sudah dihapus. Minta lagi dari halaman hasil."))
        record_export(cycle.id, actor=self.principal.actor, results=job.done)
        return results_file(cycle.id, BytesIO(content))

    def _seen(self, job_id: int) -> tuple[Job, Cycle]:
        """The job and its cycle; 404 when absent, or not for this principal.

        Who sees the cycle sees what is done with it; a file is only for who asked for it.
        """
        job = Job.get_or_none(Job.id == job_id)
        if job is None or not self._is_theirs(job):
            abort(404)
        try:
            return job, cycle_seen(job.cycle_id, staff_scope(self.principal))
        except NotFound:
            abort(404)

    def _is_theirs(self, job: Job) -> bool:
        """A file holds what its asker might see when it was made: not for one who has moved."""
        if job.kind != JobKind.EXPORT:
            return True
        return (
            permits(self.principal, Permission.EXPORT_RESULTS)
            and job.actor_id == self.principal.user_id
            and Scope(**payload_of(job)) == staff_scope(self.principal)
        )

    def _file_until(self, job: Job) -> datetime | None:
        """Until when the file can be fetched; None when there is none (any more)."""
        if job.kind != JobKind.EXPORT or job.state != JobState.DONE:
            return None
        until: datetime = job.ended_at + FILE_KEPT_FOR
        return until if clock.now() < until and has_file(job) else None
