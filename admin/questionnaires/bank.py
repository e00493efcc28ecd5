"""The bank of published questions: find one, see how it did, take it into a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from admin.base import View, expose
from admin.forms import say
from admin.questionnaires.draft import actor
from survei.account.choices import Permission
from survei.bank import published_questions
from survei.bank.borrowing import borrow
from survei.bank.lineage import SAMENESS_LABELS, Sameness, compared_items
from survei.bank.models import PublishedQuestion
from survei.catalogues import translator
from survei.cycle.relations import RELATION_LABELS
from survei.cycle.version_usage import uses_of, versions_for_role
from survei.drafting import queries
from survei.drafting.models import Questionnaire
from survei.errors import StaleRevision, SurveiError
from survei.questionnaire.document import decode
from survei.questionnaire.kinds import QUESTION_KIND_LABELS
from survei.result.note import Note
from survei.result.question_figures import (
    WEAKNESS_LABELS,
    Figures,
    all_figures,
    figures_of,
    relation_figures,
    weaknesses,
)
from survei.result.questions import least_counts
from survei.staff.models import JobRole
from survei.staff.rules import Scope

#: Questions on a page, and the last page that can be asked for.
PAGE, LAST_PAGE = 25, 400
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Entry:
    """A question of the bank with how it was used and how it did."""

    row: PublishedQuestion
    versions: int
    cycles: int
    figures: Figures
    weak: Sequence[str]


class BankPage(View):
    """The list with its filters, and the page of one question."""

    permission = Permission.VIEW_QUESTIONNAIRES
    permissions = {"use": Permission.EDIT_QUESTIONNAIRES}
    description = "Cari pertanyaan yang pernah terbit, lihat mutunya, dan pakai lagi."

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Questions by what was searched for."""
        asked = {name: request.args.get(name, "")[:LONGEST_SEARCH].strip() for name in FILTERS}
        wanted = wanted_of(asked)
        number = _number(request.args.get("halaman", ""), LAST_PAGE)
        found = published_questions.count(wanted)
        rows = list(published_questions.find(wanted).limit(PAGE).offset(number * PAGE))
        given: dict[str, Any] = {name: value for name, value in asked.items() if value}
        return self.show(
            "bank.html",
            asked=asked,
            entries=entries_of(rows),
            found=found,
            kinds=list(QUESTION_KIND_LABELS.items()),
            tags=published_questions.known_tags(),
            roles=[(str(role.id), role.name) for role in JobRole.select().order_by(JobRole.name)],
            number=number,
            pages=min(-(-found // PAGE), LAST_PAGE + 1),
            page_url=lambda to: url_for(".index", halaman=to or None, **given),
        )

    @expose("/<int:question_id>/")
    def question(self, question_id: int) -> ResponseReturnValue:
        """One question: wording, scale, versions, figures by relation, and the way into a draft."""
        return self.question_page(question_id)

    @expose("/<int:question_id>/pakai", methods=("POST",))
    def use(self, question_id: int) -> ResponseReturnValue:
        """Copies the question into a draft. 422 without a section, 409 when somebody saves."""
        row = published_questions.published_question(question_id)
        home, _colon, section = request.form.get("ke", "").partition(":")
        try:
            if not (home.isascii() and home.isdecimal() and len(home) < 10 and section):
                raise SurveiError("Pilih draf dan aspek tujuannya.")
            borrow(
                int(home),
                section,
                version_id=row.version_id,
                code=row.question_code,
                actor=actor(),
            )
        except SurveiError as refusal:
            said = say(refusal.message, refusal.params)
            status = 409 if isinstance(refusal, StaleRevision) else 422
            return self.question_page(question_id, refusal=said), status
        flash(_("Pertanyaan disalin ke akhir aspek yang dipilih."), "success")
        return redirect(url_for("designer.outline", questionnaire_id=int(home)), 303)

    def question_page(self, question_id: int, refusal: str = "") -> str:
        """The page of one question."""
        row = published_questions.published_question(question_id)
        document = queries.document_of(row.version_id)
        question = document.question(row.question_code)
        scale = document.scales.get(getattr(question, "scale", ""))
        same = (row.questionnaire_id, row.same_key)
        by_relation = relation_figures([same]).get(same, {})
        return self.show(
            "bank_question.html",
            entry=entries_of([row])[0],
            question=question,
            scale=scale,
            versions=versions_of(row),
            by_relation=[(RELATION_LABELS[one], by_relation[one]) for one in sorted(by_relation)],
            drafts=drafts() if self.may("use") else [],
            refusal=refusal,
            least=least_counts([point.value for point in scale.points] if scale else []),
        )

    def show(self, template: str, **context: Any) -> str:
        """A template with what both call."""
        facts = {
            "kind_labels": QUESTION_KIND_LABELS,
            "may_use": self.may("use"),
            "weakness_labels": WEAKNESS_LABELS,
            "bound_words": bound_words,
        }
        return str(self.render(f"questionnaires/{template}", **facts, **context))


def bound_words(bound: Note) -> str:
    """ "di atas 4,5" in the language of the page."""
    language = str(get_locale() or "id")
    return bound.said(translator(language), language)


#: Names of the filters in the address.
FILTERS = ("teks", "jabatan", "aspek", "kata", "jenis", "lemah")


def wanted_of(asked: dict[str, str]) -> published_questions.Wanted:
    """What the bank is asked for; a job role or kind that does not exist finds nothing."""
    role = asked["jabatan"]
    role_id = int(role) if role.isascii() and role.isdecimal() and len(role) < 10 else 0
    return published_questions.Wanted(
        text=asked["teks"],
        section=asked["aspek"],
        tag=asked["kata"],
        kind=asked["jenis"],
        version_ids=versions_for_role(role_id) if role else None,
        same=weak_ones() if asked["lemah"] else None,
    )


def weak_ones() -> frozenset[tuple[int, str]]:
    """Every question that something speaks against."""
    figures = all_figures()
    ends = {
        (row.questionnaire_id, row.same_key): (row.lowest, row.highest)
        for row in PublishedQuestion.select().where(PublishedQuestion.is_latest)
    }
    return frozenset(
        same for same, one in figures.items() if same in ends and weaknesses(one, *ends[same])
    )


def entries_of(rows: Sequence[PublishedQuestion]) -> list[Entry]:
    """The rows with use and figures; three reads whatever their number."""
    lives, figures = published_questions.lives(rows), figures_of(rows)
    versions = {one.version_id for life in lives.values() for one in life}
    uses = uses_of(versions, Scope(everyone=True))
    entries = []
    for row in rows:
        life = lives[row.questionnaire_id, row.code]
        cycles = {use.cycle_id for one in life for use in uses[one.version_id]}
        found = figures.get((row.questionnaire_id, row.same_key), Figures())
        weak = [str(one) for one in weaknesses(found, row.lowest, row.highest)]
        entries.append(Entry(row, len(life), len(cycles), found, weak))
    return entries


def versions_of(row: PublishedQuestion) -> list[tuple[int, str]]:
    """(number, how far it is the same) of each version that has the question, newest first."""
    newest = queries.document_of(row.version_id)
    found = []
    for one in published_questions.lives([row])[row.questionnaire_id, row.code]:
        is_same = one.same_key == row.same_key
        older = None if is_same else compared_items(queries.document_of(one.version_id), newest)
        sameness = Sameness.SAME if older is None else older.get(row.code, Sameness.DIFFERENT)
        found.append((one.version.number, SAMENESS_LABELS[sameness]))
    return found


def drafts() -> list[tuple[str, list[tuple[str, str]]]]:
    """(title, [(value, title of a section)]) of every draft that can be added to."""
    rows = Questionnaire.select().where(
        Questionnaire.draft.is_null(False), Questionnaire.archived_at.is_null()
    )
    return [
        (
            row.title,
            [(f"{row.id}:{part.code}", str(part.title)) for part in decode(row.draft).sections],
        )
        for row in rows.order_by(Questionnaire.title, Questionnaire.id)
        if row.draft
    ]


def _number(text: str, most: int) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return min(int(text), most) if is_number else 0
