"""The base of all designer pages: what their templates may call, and how they refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from admin.actor_words import actor_words
from admin.base import View, expose
from admin.forms import say
from admin.questionnaires.draft import Draft, find_draft, find_questionnaire
from admin.questionnaires.fields import show_number
from admin.questionnaires.lengths import minutes_shown
from admin.questionnaires.outline_findings import Count, count_of, is_long
from survei.account.choices import Permission
from survei.clock import format_moment
from survei.questionnaire.difference import Change
from survei.questionnaire.finding import SEVERITY_LABELS, Finding, Place
from survei.questionnaire.kinds import QUESTION_KIND_LABELS, kind_of
from survei.questionnaire.languages import name_of
from survei.questionnaire.places import short
from survei.questionnaire.scoring import counting_items


@dataclass(frozen=True)
class Step:
    """One of the designer's pages, for the row of links on top."""

    label: str
    url: str
    current: bool
    #: What the check found, on the last step only; None where it is counted later by a script.
    count: Count | None = None


#: Endpoint → label, in the order of work.
STEPS = (
    ("designer.outline", "Susunan"),
    ("designer_weights.weights", "Bobot"),
    ("designer.scales", "Skala"),
    ("designer_rubric.rubric", "Rubrik"),
    ("designer_preview.draft", "Pratinjau"),
    ("publishing.check", "Periksa dan terbitkan"),
)
CHECK = "publishing.check"
#: Word of a part's page → the step that it belongs to; the others to the outline.
STEP_OF_PART = {"skala": "designer.scales"}
#: The same for other pages that are no step themselves.
STEP_OF_PAGE = {"designer_rubric.paste": "designer_rubric.rubric"}


#: Members of the document that its cover page edits.
COVER = ("title", "intro")
#: Posted fields that nobody typed.
MACHINERY = frozenset({"csrf_token", "revision", "base", "do"})


class DesignerPage(View):
    """A page that works on a draft. Nothing of it stands in the menu."""

    permission = Permission.EDIT_QUESTIONNAIRES

    def is_visible(self) -> bool:
        """Reached from the list of questionnaires."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """No page without a draft."""
        return redirect(url_for("questionnaires.index"))

    def page(self, template: str, draft: Draft, **context: Any) -> str:
        """The template with the draft and everything that designer templates call."""
        tools = {**TOOLS, "part_url": part_url(draft.id), "place_url": place_url(draft)}
        return str(self.render(template, **{**tools, "conflict": None, "draft": draft, **context}))


def with_draft(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Gives the method the draft; without one, leads to the page that starts it."""

    def wrapped(self: Any, questionnaire_id: int, **kwargs: Any) -> ResponseReturnValue:
        draft = find_draft(questionnaire_id)
        if draft is None and request.method == "POST":
            return without_draft(self, questionnaire_id), 409
        if draft is None:
            return redirect(url_for("questionnaires.show", questionnaire_id=questionnaire_id), 303)
        return view(self, draft, **kwargs)

    wrapped.__name__, wrapped.__doc__ = view.__name__, view.__doc__
    return wrapped


def without_draft(page: View, questionnaire_id: int) -> str:
    """The draft was published or discarded meanwhile: what was typed, to copy."""
    item = find_questionnaire(questionnaire_id)
    texts = {name: text for name, text in request.form.items() if name not in MACHINERY and text}
    return str(page.render("questionnaires/gone.html", item=item, texts=texts))


def part_url(questionnaire_id: int) -> Callable[..., str]:
    """Address of a part's own page."""

    def url(part: str, code: str = "-", **more: Any) -> str:
        more |= {"questionnaire_id": questionnaire_id, "part": part, "code": code}
        return url_for("designer_part.edit", **more)

    return url


def place_url(draft: Draft) -> Callable[[Place], str]:
    """Where the place of a finding is mended."""
    to = part_url(draft.id)

    def url(place: Place) -> str:
        if place.member == "weight" and not (place.question or place.section):
            return url_for("designer_weights.weights", questionnaire_id=draft.id)
        anchor = place.field_id or None
        if place.question and draft.document.question(place.question):
            return to("indikator", place.question, _anchor=anchor)
        if place.section and draft.document.section(place.section):
            return to("aspek", place.section, _anchor=anchor)
        if place.scale and place.scale in draft.document.scales:
            return to("skala", place.scale, _anchor=anchor)
        if place.member.startswith(COVER):
            return to("sampul", _anchor=place.member)
        return url_for("designer.outline", questionnaire_id=draft.id)

    return url


def told(item: Finding | Change) -> str:
    """The sentence in the language of the page."""
    return say(item.message_id, dict(item.params))


def place_label(place: Place) -> str:
    """The steps to a place, in the language of the page."""
    return " › ".join(say(words.message_id, dict(words.params)) for words in place.steps)


def inner_label(place: Place) -> str:
    """The steps inside a section; of the section itself its name."""
    return place_label(replace(place, steps=place.steps[1:] or place.steps))


def remedy(finding: Finding) -> str:
    """What to do about it, in the language of the page."""
    return say(finding.remedy_id, dict(finding.params))


def draft_status(draft: Draft) -> str:
    """ "Draf · tersimpan … oleh …"."""
    row = draft.questionnaire
    moment = format_moment(row.draft_saved_at, str(get_locale()))
    return _(
        "Draf · tersimpan %(moment)s oleh %(editor)s",
        moment=moment,
        editor=actor_words(row.draft_saved_by),
    )


def steps(draft: Draft) -> list[Step]:
    """The links on top."""
    return [
        Step(
            _(label),
            url_for(endpoint, questionnaire_id=draft.id),
            current_step() == endpoint,
            count_of(draft.document) if is_counted(draft, endpoint) else None,
        )
        for endpoint, label in STEPS
    ]


def check_url(draft: Draft) -> str:
    """Address of the last step."""
    return url_for(CHECK, questionnaire_id=draft.id)


def is_counted(draft: Draft, endpoint: str) -> bool:
    """Whether a link tells what the check found; long drafts are checked by a script later."""
    return endpoint == CHECK and (current_step() == CHECK or not is_long(draft.document))


def current_step() -> str:
    """Endpoint of the step that this page belongs to."""
    if request.endpoint == "designer_part.edit":
        return STEP_OF_PART.get((request.view_args or {})["part"], "designer.outline")
    return STEP_OF_PAGE.get(request.endpoint or "", request.endpoint or "")


def aria(field: Any, described: str) -> dict[str, Any]:
    """Attributes that tie an input to its hint and its error."""
    found: dict[str, Any] = {}
    if described.strip():
        found["aria-describedby"] = described.strip()
    if field.errors:
        found["aria-invalid"] = "true"
    return found


def weight_facts(document: Any) -> dict[str, Any]:
    """Sum of the scored sections' weights, as shown, and what to do about it."""
    scored = [section for section in document.sections if counting_items(section)]
    total = round(sum(section.weight for section in scored), 6)
    return {
        "scored": scored,
        "shown": show_number(float(total)),
        "advice": weight_advice(total),
        "rest": 100 - total,
    }


def weight_advice(total: float) -> str:
    """One sentence about the sum."""
    if abs(total - 100) < 1e-6:
        return _("Pas 100.")
    rest = show_number(float(abs(round(100 - total, 6))))
    return _("Kurang %(rest)s.", rest=rest) if total < 100 else _("Lebih %(rest)s.", rest=rest)


def row_errors(field: Any) -> str:
    """Errors of a list of rows as one text, those of the rows included."""
    found: list[str] = []
    for error in field.errors:
        if isinstance(error, dict):
            found.extend(text for texts in error.values() for text in texts)
        else:
            found.append(str(error))
    return " ".join(dict.fromkeys(found))


TOOLS: dict[str, Any] = {
    "aria": aria,
    "draft_status": draft_status,
    "format_moment": format_moment,
    "minutes_shown": minutes_shown,
    "kind_labels": QUESTION_KIND_LABELS,
    "kind_of": kind_of,
    "kinds": list(QUESTION_KIND_LABELS.items()),
    "remedy": remedy,
    "check_url": check_url,
    "inner_label": inner_label,
    "name_of_language": name_of,
    "place_label": place_label,
    "row_errors": row_errors,
    "severity_labels": SEVERITY_LABELS,
    "short": short,
    "show_number": show_number,
    "steps": steps,
    "told": told,
    "told_change": told,
}
