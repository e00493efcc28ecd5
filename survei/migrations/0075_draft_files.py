"""Notes of files apart from what devices send, which is stored unread."""

from peewee import BlobField


def up(migrator, db):
    migrator.migrate(migrator.add_column('draft', 'files', BlobField(null=True)))
