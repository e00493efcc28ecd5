"""The migrations and the models say the same on both databases."""

from __future__ import annotations

from playhouse.schema_diff import diff_models

from survei.database import database
from survei.schema import migrate
from tests.tables import TABLES


def test_migrations_give_the_schema_of_the_models(db: None) -> None:
    assert str(diff_models(database.obj, list(TABLES))) == ""


def test_migrating_twice_changes_nothing(db: None) -> None:
    assert migrate() == []
