"""Half filled in forms of the open cycle, one of each relation, with the codes that open them."""

from __future__ import annotations

from random import Random

from survei.cycle.choices import AssignmentState, Relation
from survei.cycle.models import Assignment, Cycle
from survei.demo.example_answers import answers_to
from survei.drafting.queries import document_of
from survei.invitation.choices import LinkPurpose
from survei.invitation.models import Link
from survei.invitation.queries import token_of
from survei.invitation.token_lookup import find_link
from survei.response.draft_saving import save_typed


def begin_forms(cycle: Cycle) -> list[tuple[Link, str]]:
    """Saves a draft under the last open form of each relation; its link and its code."""
    return [_begin(link) for relation in Relation for link in open_links_of(cycle, relation)[-1:]]


def open_links_of(cycle: Cycle, relation: Relation) -> list[Link]:
    """Links of the open forms of a relation, with their assignments."""
    query = (
        Link.select(Link, Assignment)
        .join(Assignment)
        .where(
            (Assignment.cycle == cycle.id)
            & (Assignment.relation == relation)
            & (Assignment.state == AssignmentState.OPEN)
            & (Link.purpose == LinkPurpose.FORM)
            & Link.revoked_at.is_null()
        )
        .order_by(Assignment.id)
    )
    return list(query)


def _begin(found: Link) -> tuple[Link, str]:
    token = token_of(found)
    link = find_link(token)
    assert link is not None
    assert link.assignment is not None
    document = document_of(link.assignment.version_id)
    answers = answers_to(document, tendency=0.7, chance=Random(link.assignment.id))
    half = list(answers.items())[: len(answers) // 2]
    draft = save_typed(link, token, "", {code: _typed(value) for code, value in half})
    return link, draft.code


def _typed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
