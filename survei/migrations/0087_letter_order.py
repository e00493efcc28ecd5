"""The list of letters is read, and searched, in the order in which it is shown."""


def up(migrator, db):
    migrator.migrate(migrator.add_index('letter', ('queued_at', 'id', 'recipient'), False))


def down(migrator, db):
    migrator.migrate(migrator.drop_index('letter', 'letter_queued_at_id_recipient'))
