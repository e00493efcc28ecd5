"""Several editors at the very same moment: one wins, the others are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from survei.audit.choices import SYSTEM
from survei.bank.version_publishing import publish_version
from survei.database import database
from survei.drafting import queries, services
from survei.drafting.models import QuestionnaireVersion
from survei.errors import StaleRevision
from tests.examples import every_kind_document

EDITORS = 4


@pytest.mark.parametrize("publishes", [False, True], ids=["save", "publish"])
def test_of_editors_at_the_same_moment_one_wins(committed_db: str, publishes: bool) -> None:
    row = services.import_document(every_kind_document(), actor=SYSTEM)
    start = Barrier(EDITORS)

    def edit(_: int) -> str:
        with database.connection_context():
            start.wait(60)
            try:
                if publishes:
                    publish_version(row.id, revision=1, note="", actor=SYSTEM)
                else:
                    services.save_draft(row.id, every_kind_document(), revision=1, actor=SYSTEM)
            except StaleRevision:
                return "refused"
            return "saved"

    with ThreadPoolExecutor(EDITORS) as editors:
        outcomes = sorted(editors.map(edit, range(EDITORS)))
    assert outcomes == ["refused"] * (EDITORS - 1) + ["saved"]
    assert queries.questionnaire(row.id).draft_revision == 2
    assert QuestionnaireVersion.select().count() == int(publishes)
