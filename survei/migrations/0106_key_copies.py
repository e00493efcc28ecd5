"""When a copy of the key of a cycle's box was last made: raters are told that there is one."""

from survei.database import UTCDateTimeField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('cycle', 'box_key_copied_at', UTCDateTimeField(null=True))
    )


def down(migrator, db):
    db.execute_sql('ALTER TABLE cycle DROP COLUMN box_key_copied_at')
