"""Any two versions, or a version and the draft, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.base import expose
from admin.questionnaires.condition_sources import ConditionSources
from admin.questionnaires.draft import find_questionnaire
from admin.questionnaires.fields import show_number
from admin.questionnaires.one_questionnaire import OneQuestionnaire
from survei.bank.lineage import SAMENESS_LABELS, compared_items
from survei.drafting import queries
from survei.drafting.models import Questionnaire
from survei.questionnaire.difference import CHANGE_KIND_LABELS, Change, difference
from survei.questionnaire.difference.changed_words import compared
from survei.questionnaire.document import Document, decode
from survei.questionnaire.parts import Condition

#: What `dari` and `ke` say for the draft.
DRAFT = "draf"


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one section, or of the whole questionnaire."""

    title: str
    changes: Sequence[Change]


class VersionComparison(OneQuestionnaire):
    """The comparison of two versions."""

    @expose("/<int:questionnaire_id>/perbedaan")
    def difference(self, questionnaire_id: int) -> ResponseReturnValue:
        """What changed between any two versions, or a version and the draft."""
        item = find_questionnaire(questionnaire_id)
        choices = [(str(one.number), one.number) for one in queries.versions_of(item.id)]
        labels = [(text, _("Versi %(number)s", number=number)) for text, number in choices]
        known = [*([(DRAFT, _("Draf"))] if item.draft else []), *labels]
        old, new = asked_for([name for name, _label in known])
        before, after = state_of(item, old), state_of(item, new)
        facts = {"choices": known, "old": old, "new": new, "labels": dict(known)}
        return self.show_page("difference.html", item=item, **facts, **told_apart(before, after))


def asked_for(names: Sequence[str]) -> tuple[str, str]:
    """The two states in the address; by default the newest two."""
    if not names:
        abort(404)
    old = request.args.get("dari", names[min(1, len(names) - 1)])
    new = request.args.get("ke", names[0])
    if old not in names or new not in names:
        abort(404)
    return old, new


def state_of(item: Questionnaire, name: str) -> Document:
    """The document of the draft or of a version."""
    if name == DRAFT and item.draft:
        return decode(item.draft)
    return queries.document_of(queries.version_numbered(item.id, int(name)).id)


def told_apart(before: Document, after: Document) -> dict[str, Any]:
    """What the template needs to show two documents side by side."""
    changes = difference(before, after)
    return {
        "changes": changes,
        "groups": grouped(changes, before, after),
        "counts": counted(changes),
        "lineage": lineage_of(before, after),
        "compared": compared,
        "change_labels": CHANGE_KIND_LABELS,
        "detail_text": detail_text,
        "condition_text": condition_text(before, after),
    }


def counted(changes: Sequence[Change]) -> list[tuple[str, int]]:
    """(label, how many) of each kind that occurs."""
    numbers = Counter(change.kind for change in changes)
    return [(label, numbers[kind]) for kind, label in CHANGE_KIND_LABELS.items() if numbers[kind]]


def grouped(changes: Sequence[Change], before: Document, after: Document) -> list[ChangeGroup]:
    """The changes by section: the whole first, then sections in the newer order, then gone ones."""
    titles = {section.code: str(section.title) for section in (*before.sections, *after.sections)}
    places = [section.code for section in (*after.sections, *before.sections)]
    by_code: dict[str, list[Change]] = {}
    for change in changes:
        by_code.setdefault(change.section or change.was_in, []).append(change)
    codes = dict.fromkeys(["", *places])
    return [
        ChangeGroup(titles.get(code, "") or _("Seluruh kuesioner"), by_code[code])
        for code in codes
        if code in by_code
    ]


def lineage_of(before: Document, after: Document) -> list[tuple[str, list[str]]]:
    """(label, texts of the questions) for each sameness that occurs."""
    found = compared_items(before, after)
    words = texts_of(after)
    return [
        (label, [words[code] for code, same in found.items() if same == sameness])
        for sameness, label in SAMENESS_LABELS.items()
        if sameness in found.values()
    ]


def texts_of(document: Document) -> dict[str, str]:
    """{key of the answer: its question}, rows of matrices under their own key."""
    found = {question.code: str(question.text) for question in document.questions()}
    for section in document.sections:
        found.update({rating.code: str(rating.text) for rating in section.ratings()})
    return found


def detail_text(value: object) -> str:
    """A member as people read it."""
    if value is None or value == "" or value == []:
        return _("(kosong)")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return show_number(value) if isinstance(value, int | float) else str(value)


def condition_text(before: Document, after: Document) -> Callable[..., str]:
    """What tells a condition in words, by the questions of the older or the newer document."""
    asked = {False: ConditionSources(before), True: ConditionSources(after)}

    def text(member: str, condition: Condition | None, is_new: bool) -> str:
        if condition is None or not condition.clauses:
            return _("(tanpa syarat)")
        return asked[is_new].sentence(member, condition)

    return text


def changes_since(questionnaire_id: int, number: int, document: Document) -> dict[str, Any] | None:
    """What a version brought against the one before it; None for the first."""
    if number <= 1:
        return None
    earlier = queries.version_numbered(questionnaire_id, number - 1)
    return told_apart(queries.document_of(earlier.id), document)
