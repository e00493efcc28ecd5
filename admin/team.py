""" "Tim saya": a supervisor's own people, and nobody else's."""

from __future__ import annotations

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from admin.base import View, expose
from admin.lookup import whole
from admin.results.shown_result import document_of
from survei.account.choices import Permission
from survei.account.policy import team_scope
from survei.cycle.choices import CYCLE_STATE_LABELS, SETTLED, CycleState
from survei.cycle.models import Cycle
from survei.cycle.relations import GROUP_LABELS, NAMED
from survei.errors import NotFound
from survei.evidence.queries import submitted_file
from survei.presentation import answer_sheet
from survei.result import team
from survei.result.choices import COMPLETION_LABELS, FINAL_LABELS
from survei.result.models import Result
from survei.result.queries import result_of, scheme_of
from survei.result.services import record_view
from survei.staff.rules import Scope
from survei.web.evidence_download import evidence_download


class Team(View):
    """The people who report to the signed-in user."""

    permission = Permission.VIEW_TEAM
    description = "Kemajuan penilaian dan hasil orang-orang yang Anda pimpin."

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The people in one cycle: the newest, or the one asked for."""
        cycles = team.cycles_of(self._scope)
        chosen = whole(request.args.get("periode", "")) if cycles else None
        cycle = next((one for one in cycles if one.id == chosen), cycles[0] if cycles else None)
        return self.render(
            "team/index.html",
            cycles=cycles,
            cycle=cycle,
            members=team.team(cycle, self._scope) if cycle else [],
            is_employee=self.principal.employee_id is not None,
            **self._labels(cycle),
        )

    @expose("/<participant_id>/")
    def person(self, participant_id: str) -> ResponseReturnValue:
        """One of them: who has rated, and the result once it is published."""
        member = team.member(self._key(participant_id), self._scope)
        cycle = member.participant.cycle
        row = self._result(member)
        if row:
            record_view(row.ratee_id, actor=self.principal.actor, what="result")
        return self.render(
            "team/person.html",
            member=member,
            cycle=cycle,
            row=row,
            scheme=scheme_of(cycle),
            addresses={relation: word for word, relation in NAMED.items()},
            **self._labels(cycle),
            **(document_of(row) if row else {}),
        )

    @expose("/<participant_id>/jawaban/<word>/")
    def submission(self, participant_id: str, word: str) -> ResponseReturnValue:
        """A named submission in full."""
        if word not in NAMED:
            abort(404)
        self._require_answers(participant_id)
        found = team.full_submission(self._key(participant_id), NAMED[word], self._scope)
        record_view(
            found.participant.id, actor=self.principal.actor, what=f"submission {found.relation}"
        )
        language = str(get_locale() or "id")
        return self.render(
            "team/submission.html",
            found=found,
            title=found.document.title.wording(language),
            sections=answer_sheet.read(found.document, found.answers, found.relation, language),
            file_path=self.get_url(".submission", participant_id=participant_id, word=word)
            + "bukti/",
            **self._labels(),
        )

    @expose("/<participant_id>/jawaban/<word>/bukti/<file_id>")
    def evidence(self, participant_id: str, word: str, file_id: str) -> ResponseReturnValue:
        """A file of a named submission, to save; who may read the one may have the other."""
        if word not in NAMED:
            abort(404)
        self._require_answers(participant_id)
        found = team.full_submission(self._key(participant_id), NAMED[word], self._scope)
        file = submitted_file(file_id, found.assignment_id)
        what = f"evidence {found.relation} {file_id}"
        record_view(found.participant.id, actor=self.principal.actor, what=what)
        return evidence_download(file)

    @property
    def _scope(self) -> Scope:
        return team_scope(self.principal)

    def _require_answers(self, participant_id: str) -> None:
        """An old address of answers that are deleted leads to the page that says so."""
        member = team.member(self._key(participant_id), self._scope)
        if member.participant.cycle.answers_erased_at:
            abort(redirect(self.get_url(".person", participant_id=participant_id), 303))

    def _key(self, text: str) -> int:
        key = whole(text)
        return abort(404) if key is None else key

    def _labels(self, cycle: Cycle | None = None) -> dict[str, object]:
        is_over = cycle is not None and cycle.state in SETTLED
        return {
            "group_labels": GROUP_LABELS,
            "completion_labels": FINAL_LABELS if is_over else COMPLETION_LABELS,
            "state_labels": CYCLE_STATE_LABELS,
        }

    def _result(self, member: team.Member) -> Result | None:
        if member.participant.cycle.state != CycleState.PUBLISHED:
            return None
        try:
            return result_of(member.participant.id, self._scope)
        except NotFound:
            return None


def views() -> list[View]:
    """The views of this area."""
    return [Team(name="Tim saya", endpoint="team", url="tim")]
