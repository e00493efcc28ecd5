"""What the database knows of its installation: fingerprints of its keys, the site's address."""

from peewee import CharField, Model

from survei.database import UTCDateTimeField


def up(migrator, db):
    class KnownKey(Model):
        kind = CharField(max_length=8)
        fingerprint = CharField(max_length=64)
        known_since = UTCDateTimeField()
        replaced_at = UTCDateTimeField(null=True)

        class Meta:
            database = db
            table_name = 'known_key'
            indexes = ((('kind', 'fingerprint'), True),)

    class SiteAddress(Model):
        base_url = CharField(max_length=300)
        known_since = UTCDateTimeField()

        class Meta:
            database = db
            table_name = 'site_address'

    db.create_tables([KnownKey, SiteAddress])


def down(migrator, db):
    migrator.drop_table('site_address')
    migrator.drop_table('known_key')
