"""The questionnaire as raters will see it, on a phone and on a desk."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from admin.base import expose
from admin.questionnaires.designer_page import DesignerPage, with_draft
from admin.questionnaires.draft import Draft
from survei.cycle.choices import Relation
from survei.cycle.relations import PREVIEWED, RELATION_LABELS
from survei.presentation.score_preview import score_preview
from survei.questionnaire.document import Document
from survei.questionnaire.languages import MAIN, name_of
from survei.questionnaire.sampler import FILLING_LABELS, Filling, asked_filling
from survei.questionnaire.samples import sample_answers


class PreviewPage(DesignerPage):
    """Frames around the page that the rater's side renders."""

    @expose("/<int:questionnaire_id>/")
    @with_draft
    def draft(self, draft: Draft) -> ResponseReturnValue:
        """The draft as any relation in any language."""
        return self.page(
            "questionnaires/preview.html", draft, **frame(draft.id, "draft", draft.document)
        )


def asked_relation() -> str:
    """The relation in the address; colleagues when it names none."""
    relation = request.args.get("relation", "")
    return relation if relation in {str(known) for known in Relation} else str(PREVIEWED)


def asked_language(document: Document) -> str:
    """The language in the address, if the questionnaire has it; Indonesian otherwise."""
    language = request.args.get("lang", "")
    return language if language in document.languages else MAIN


def frame(questionnaire_id: int, what: str, document: Document) -> dict[str, Any]:
    """What the preview templates need; `what` is "draft" or a version number."""
    relation, language = asked_relation(), asked_language(document)
    filling, seed = asked_filling(request.args.get("isi", ""))
    asked = {"relation": relation, "lang": language}
    address: dict[str, Any] = {"questionnaire_id": questionnaire_id, "which": what, **asked}
    words = {"isi": word_of(filling, seed)} if filling else {}
    return {
        "frame_url": f"/pratinjau/{questionnaire_id}/{what}?{urlencode({**asked, **words})}",
        "paper_url": url_for("paper.form", **address),
        "lang": language,
        "languages": [(one, name_of(one)) for one in (MAIN, *document.languages)],
        "relation": relation,
        "relations": [(str(known), _(label)) for known, label in RELATION_LABELS.items()],
        "filling": word_of(filling, seed) if filling else "",
        "fillings": fillings(filling, seed),
        **(trial_facts(document, filling, seed) if filling else {"trial": None}),
    }


def word_of(filling: Filling, seed: int) -> str:
    """How an address names it."""
    return f"{filling}-{seed}" if filling is Filling.RANDOM else str(filling)


def fillings(chosen: Filling | None, seed: int) -> list[tuple[str, str, bool]]:
    """(word, label, whether it is shown) of each button; pressed again, chance gives others."""
    buttons = [("", _("Kosong"), chosen is None)]
    for filling, label in FILLING_LABELS.items():
        again = chosen is Filling.RANDOM and filling is Filling.RANDOM
        word = word_of(filling, seed + 1 if again else 1)
        buttons.append((word, _(label), filling is chosen))
    return buttons


def trial_facts(document: Document, filling: Filling, seed: int) -> dict[str, Any]:
    """What the sample answers come to, in words; no trial while a scale is unfinished."""
    answers = sample_answers(document, filling, seed=seed, language=asked_language(document))
    language = str(get_locale() or MAIN)
    return {"trial": score_preview(document, answers, language)}
