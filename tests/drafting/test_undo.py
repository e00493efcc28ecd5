"""Undo and redo over the saved states of a draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.bank.version_publishing import publish_version
from survei.drafting import draft_revisions, queries, services
from survei.drafting import undo as history
from survei.drafting.models import DraftStep, Questionnaire
from survei.errors import StaleRevision
from survei.questionnaire.translated_text import Text
from tests.examples import every_kind_document

RINA = Actor(ActorKind.USER, 1, "Rina")


def titled(*titles: str) -> Questionnaire:
    """A draft that had these titles one after the other."""
    document = every_kind_document()
    key = f"uji-{titles[0].lower()}"
    row = services.create_questionnaire(key, titles[0], document=document, actor=RINA)
    for title in titles[1:]:
        changed = replace(document, title=Text(title))
        row = services.save_draft(row.id, changed, revision=row.draft_revision, actor=RINA)
    return row


def undo(row: Questionnaire) -> Questionnaire:
    return history.undo_draft(row.id, revision=row.draft_revision, actor=RINA)


def redo(row: Questionnaire) -> Questionnaire:
    return history.redo_draft(row.id, revision=row.draft_revision, actor=RINA)


def test_undo_goes_back_step_by_step_and_redo_forward_again(db: None) -> None:
    row = titled("A", "B", "C")
    row = undo(row)
    assert row.title == "B"
    row = undo(row)
    assert (row.title, history.history_of(row)) == ("A", history.History(False, True))
    row = redo(row)
    row = redo(row)
    assert (row.title, history.history_of(row)) == ("C", history.History(True, False))
    assert undo(undo(row)).title == "A"


def test_a_change_after_an_undo_ends_the_redo(db: None) -> None:
    row = undo(titled("A", "B"))
    changed = replace(queries.draft_of(row), title=Text("D"))
    row = services.save_draft(row.id, changed, revision=row.draft_revision, actor=RINA)
    assert not history.history_of(row).can_redo
    assert undo(row).title == "A"


def typed_on(row: Questionnaire, *titles: str, actor: Actor = RINA) -> Questionnaire:
    """The draft saved while one types on in one field."""
    for title in titles:
        changed = replace(queries.draft_of(row), title=title)
        row = services.save_draft(
            row.id, changed, revision=row.draft_revision, actor=actor, continues=True
        )
    return row


def test_typing_on_in_one_field_is_one_change(db: None) -> None:
    row = typed_on(titled("A", "B"), "Be", "Ben")
    assert undo(row).title == "A"
    assert redo(queries.questionnaire(row.id)).title == "Ben"


def test_typing_on_after_an_undo_by_another_or_later_is_a_change_of_its_own(db: None) -> None:
    row = typed_on(undo(titled("A", "B")), "Ab")
    assert undo(row).title == "A"
    row = typed_on(titled("C", "D"), "De", actor=Actor(ActorKind.USER, 2, "Sari"))
    assert undo(row).title == "D"
    with clock.fixed(clock.now() + timedelta(minutes=3)):
        row = typed_on(titled("E", "F"))
    with clock.fixed(clock.now() + timedelta(minutes=6)):
        assert undo(typed_on(row, "Ef")).title == "F"


def test_states_that_undo_passes_by_are_forgotten_later(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_revisions, "KEPT_FOR_OTHERS", 2)
    row = typed_on(titled("A", "B"), "Be", "Ben", "Beni")
    kept = [step.revision - row.draft_revision for step in DraftStep.select()]
    assert sorted(kept) == [-4, -1, 0]
    assert undo(row).title == "A"


def test_undo_of_a_stale_state_is_refused(db: None) -> None:
    row = titled("A", "B")
    with pytest.raises(StaleRevision):
        history.undo_draft(row.id, revision=row.draft_revision - 1, actor=RINA)
    with pytest.raises(history.NothingToUndo):
        redo(row)


def test_only_the_newest_states_are_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_revisions, "MOST_STEPS", 3)
    row = titled("A", "B", "C", "D", "E")
    assert DraftStep.select().count() == 3
    assert not history.history_of(undo(row)).can_undo


def test_publishing_forgets_the_states(db: None) -> None:
    row = titled("A", "B")
    publish_version(row.id, revision=row.draft_revision, note="", actor=RINA)
    assert DraftStep.select().count() == 0


def test_the_next_draft_may_start_from_an_older_version(db: None) -> None:
    row = titled("A")
    publish_version(row.id, revision=row.draft_revision, note="", actor=RINA)
    row = services.start_draft(row.id, actor=RINA)
    changed = replace(queries.draft_of(row), title=Text("B"))
    row = services.save_draft(row.id, changed, revision=row.draft_revision, actor=RINA)
    publish_version(row.id, revision=row.draft_revision, note="", actor=RINA)
    assert services.start_draft(row.id, number=1, actor=RINA).title == "A"
