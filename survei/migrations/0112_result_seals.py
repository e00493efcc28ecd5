"""Each published result has its way to the hash that the log keeps. Results from before have none:
they are held against the one hash over all of their cycle. By the beginning of its hash a result is
found whose printed code somebody types.
"""


def up(migrator, db):
    db.execute_sql("ALTER TABLE result ADD COLUMN seal TEXT NOT NULL DEFAULT ''")
    db.execute_sql('CREATE INDEX result_sha256 ON result (sha256)')


def down(migrator, db):
    db.execute_sql('DROP INDEX result_sha256')
    db.execute_sql('ALTER TABLE result DROP COLUMN seal')
