"""The last steps: check what is wrong and where, publish as an immutable version."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.forms import say
from admin.questionnaires.designer_page import DesignerPage, with_draft
from admin.questionnaires.draft import Draft, actor, find_draft, posted_revision
from admin.questionnaires.draft_conflict import base_document, conflict_with
from admin.questionnaires.lengths import lengths_of, whole_length
from admin.questionnaires.outline_findings import findings_of, groups_of
from admin.questionnaires.version_comparison import told_apart
from survei.bank.version_publishing import publish_version
from survei.drafting import queries
from survei.errors import StaleRevision, SurveiError
from survei.questionnaire.checks.consistency import MOST_MINUTES
from survei.questionnaire.duration import WORDS_PER_MINUTE

#: Longest note of a version, in characters.
LONGEST_NOTE = 2000


class PublishingPage(DesignerPage):
    """The check and the publication on one page."""

    @expose("/<int:questionnaire_id>/")
    @with_draft
    def check(self, draft: Draft) -> ResponseReturnValue:
        """Findings with links to their places; the publication below when nothing stops it."""
        return self.show(draft)

    @expose("/<int:questionnaire_id>/terbitkan", methods=("POST",))
    @with_draft
    def publish(self, draft: Draft) -> ResponseReturnValue:
        """Freezes the draft. 409 when somebody changed it after the check, 422 when it fails."""
        note = request.form.get("note", "")[:LONGEST_NOTE]
        try:
            version = publish_version(
                draft.id, revision=posted_revision(), note=note, actor=actor()
            )
        except StaleRevision:
            now = find_draft(draft.id) or draft
            advice = _("Belum diterbitkan. Periksa dahulu perubahannya; catatan Anda masih ada.")
            base = base_document(now, posted_revision())
            conflict = conflict_with(now, base, advice=advice)
            return self.show(now, note=note, conflict=conflict), 409
        except SurveiError as refusal:
            said = say(refusal.message, refusal.params)
            return self.show(draft, note=note, refusal=said), 422
        flash(_("Versi %(number)s diterbitkan.", number=version.number), "success")
        return redirect(url_for("questionnaires.show", questionnaire_id=draft.id), 303)

    def show(self, draft: Draft, **context: Any) -> str:
        """Renders findings, changes and the form."""
        findings = findings_of(draft.document)
        errors = [finding for finding in findings if finding.is_error]
        warnings = [finding for finding in findings if not finding.is_error]
        newest = queries.newest_version(draft.id)
        before = queries.document_of(newest.id) if newest else None
        facts = {
            "changes": None,
            **(told_apart(before, draft.document) if before else {}),
            "is_same": before == draft.document,
            "errors": errors,
            "error_groups": groups_of(errors),
            "lengths": lengths_of(draft.document),
            "most_minutes": MOST_MINUTES,
            "rule": WORDS_PER_MINUTE,
            "next_number": newest.number + 1 if newest else 1,
            "note": "",
            "refusal": "",
            "warnings": warnings,
            "warning_groups": groups_of(warnings),
            "whole_length": whole_length(draft.document),
        }
        return self.page("questionnaires/check.html", draft, **{**facts, **context})
