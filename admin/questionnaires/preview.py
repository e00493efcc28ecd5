"""The questionnaire as raters will see it, on a phone and on a desk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.questionnaires.draft import Draft
from admin.questionnaires.page import DesignerPage, with_draft
from survei.cycle.choices import RELATION_LABELS, Relation

LANGUAGES = ("id", "en")


class PreviewPage(DesignerPage):
    """Frames around the page that the rater's side renders."""

    @expose("/<int:questionnaire_id>/")
    @with_draft
    def draft(self, draft: Draft) -> ResponseReturnValue:
        """The draft as any relation in any language."""
        return self.page("questionnaires/preview.html", draft, **frame(draft.id, "draft"))


def asked_relation() -> str:
    """The relation in the address; colleagues when it names none."""
    relation = request.args.get("relation", "")
    return relation if relation in {str(known) for known in Relation} else str(Relation.PEER)


def asked_language() -> str:
    """The language in the address; Indonesian when it names none."""
    language = request.args.get("lang", "")
    return language if language in LANGUAGES else "id"


def frame(questionnaire_id: int, what: str) -> dict[str, Any]:
    """What the preview templates need; `what` is "draft" or a version number."""
    relation, language = asked_relation(), asked_language()
    asked = {"relation": relation, "lang": language}
    address = {"questionnaire_id": questionnaire_id, "which": what, **asked}
    return {
        "frame_url": f"/pratinjau/{questionnaire_id}/{what}?{urlencode(asked)}",
        "paper_url": url_for("paper.form", **address),
        "lang": language,
        "relation": relation,
        "relations": [(str(known), _(label)) for known, label in RELATION_LABELS.items()],
    }
