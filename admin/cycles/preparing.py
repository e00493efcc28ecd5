"""The steps of the wizard as a table: what each asks, shows and saves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from admin.cycles import questionnaire_matrix
from admin.cycles.forms import RatersForm, SchemeForm, TimesForm
from admin.cycles.unit_choice import EVERYONE, SOME, PeopleForm, drawn_tree
from admin.fields import given
from admin.forms import AdminForm
from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.cycle.plan import Plan, Scheme
from survei.cycle.relations import RELATIONS
from survei.drafting.queries import published_versions
from survei.staff.rules import Scope

TIMES = ("name", "period_start", "period_end", "opens_at", "closes_at", "grace_minutes")

#: What a page needs beside its form.
Extra = dict[str, Any]
FormData = MultiDict[str, str] | None
#: (what was posted, cycle, plan, scope) to (form, what else the template needs).
Build = Callable[[FormData, Cycle, Plan, Scope], tuple[AdminForm, Extra]]
#: (form, plan) to the arguments of `save_cycle`.
Changes = Callable[[Any, Plan], dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One page of the wizard."""

    key: str
    title: str
    lead: str
    build: Build
    changes: Changes

    @property
    def template(self) -> str:
        """Its page."""
        return f"cycles/steps/{self.key}.html"


def _times(data: FormData, cycle: Cycle, plan: Plan, scope: Scope) -> tuple[AdminForm, Extra]:
    return TimesForm(data, obj=cycle), {}


def _people(data: FormData, cycle: Cycle, plan: Plan, scope: Scope) -> tuple[AdminForm, Extra]:
    reach = SOME if plan.unit_ids or not scope.everyone else EVERYONE
    form = PeopleForm(data, scope=scope, data={"reach": reach, "unit_ids": plan.unit_ids})
    return form, {"tree": drawn_tree(data, scope, form.ticked()), "ticked": {*form.ticked()}}


def _raters(data: FormData, cycle: Cycle, plan: Plan, scope: Scope) -> tuple[AdminForm, Extra]:
    hints = {relation: _(row.hint) for relation, row in RELATIONS.items()}
    return RatersForm(data, obj=plan), {"relation_hints": hints}


def _raters_changes(form: RatersForm, plan: Plan) -> dict[str, Any]:
    chosen = [relation for relation in Relation if relation in form.relations.data]
    return _plan(
        plan,
        relations=chosen,
        peers=form.peers.data,
        peer_reach=form.peer_reach.data,
        subordinates=form.subordinates.data,
    )


def _forms(data: FormData, cycle: Cycle, plan: Plan, scope: Scope) -> tuple[AdminForm, Extra]:
    form_class, roles = questionnaire_matrix.matrix_form(plan)
    form = form_class(data, data=questionnaire_matrix.matrix_data(plan))
    rows = questionnaire_matrix.matrix_rows(form, plan, roles)
    return form, {
        "rows": rows,
        "relations": plan.relations,
        "has_versions": published_versions().exists(),
    }


def _forms_changes(form: AdminForm, plan: Plan) -> dict[str, Any]:
    return _plan(plan, instruments=questionnaire_matrix.instruments_of(form, plan))


def _scheme(data: FormData, cycle: Cycle, plan: Plan, scope: Scope) -> tuple[AdminForm, Extra]:
    stored = {
        "least_submissions": plan.scheme.least_submissions,
        "least_comments": plan.scheme.least_comments,
        "least_by_own_links": plan.scheme.least_by_own_links,
        "least_answered": round(plan.scheme.least_answered * 100),
        "reminder_days": plan.reminder_days,
        "retention_years": plan.retention_years,
    }
    weights = {f"weight_{r}": plan.scheme.weights.get(r, 0.0) for r in Relation}
    return SchemeForm(data, data=stored | weights), {"used": plan.relations}


def _scheme_changes(form: SchemeForm, plan: Plan) -> dict[str, Any]:
    percent = given(form.least_answered.data)
    is_usual = percent == round(Scheme().least_answered * 100)
    scheme = Scheme(
        weights=form.weights(),
        least_submissions=given(form.least_submissions.data),
        least_comments=given(form.least_comments.data),
        least_by_own_links=form.least_by_own_links.data,
        least_answered=Scheme().least_answered if is_usual else percent / 100,
    )
    days, years = form.reminder_days.data, form.retention_years.data
    return _plan(plan, scheme=scheme, reminder_days=days, retention_years=years)


def _plan(plan: Plan, **changes: Any) -> dict[str, Any]:
    return {"plan": msgspec.structs.replace(plan, **changes)}


#: In the order of the wizard; the check before the opening follows them.
STEPS = (
    Step(
        "times",
        "Nama dan waktu",
        "Nama, rentang waktu yang dinilai, dan kapan formulir dapat diisi.",
        _times,
        lambda form, plan: {name: form[name].data for name in TIMES},
    ),
    Step(
        "people",
        "Siapa dinilai",
        "Semua pegawai, atau pegawai unit kerja tertentu beserta unit di bawahnya.",
        _people,
        lambda form, plan: _plan(plan, unit_ids=form.chosen()),
    ),
    Step(
        "raters",
        "Siapa menilai",
        "Dari sudut mana setiap pegawai dinilai, dan oleh berapa orang.",
        _raters,
        _raters_changes,
    ),
    Step(
        "forms",
        "Kuesioner",
        "Kuesioner mana yang dipakai untuk setiap jabatan dan penilai.",
        _forms,
        _forms_changes,
    ),
    Step(
        "scheme",
        "Skema dan aturan",
        "Bobot penilai, batas kerahasiaan, pengingat, dan lama penyimpanan.",
        _scheme,
        _scheme_changes,
    ),
)
BY_KEY = {step.key: step for step in STEPS}


def step_after(step: Step) -> Step | None:
    """The next page; None after the last one, where the check follows."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None
