"""The scale library, with the scales that most questionnaires begin with."""

import json

from peewee import CharField, IntegerField, Model, TextField

from survei import clock
from survei.database import UTCDateTimeField

#: (label, English label, behavioural anchor, English anchor), from the lowest point on.
RUBRIC = (
    (
        'Belum dilakukan', 'Not done yet',
        'Perilaku ini tidak terlihat selama periode penilaian, meskipun ada kesempatan.',
        'The behaviour was not seen in this period although there was occasion for it.',
    ),
    (
        'Dilakukan tetapi belum efektif', 'Done but not yet effective',
        'Perilaku ini terlihat, tetapi belum konsisten atau pengaruhnya pada peserta didik belum tampak.',
        'The behaviour was seen, but not consistently or without visible effect on the pupils.',
    ),
    (
        'Dilakukan dan efektif', 'Done and effective',
        'Perilaku ini terlihat secara konsisten dan pengaruhnya pada peserta didik tampak jelas.',
        'The behaviour was seen consistently and its effect on the pupils was clear.',
    ),
)
EXPECTATION = (
    ('Jauh di bawah ekspektasi', 'Far below expectations', '', ''),
    ('Di bawah ekspektasi', 'Below expectations', '', ''),
    ('Sesuai ekspektasi', 'Meets expectations', '', ''),
    ('Di atas ekspektasi', 'Above expectations', '', ''),
    ('Jauh di atas ekspektasi', 'Far above expectations', '', ''),
)
FREQUENCY = (
    ('Tidak pernah', 'Never', '', ''),
    ('Jarang', 'Rarely', '', ''),
    ('Kadang-kadang', 'Sometimes', '', ''),
    ('Sering', 'Often', '', ''),
    ('Selalu', 'Always', '', ''),
)
AGREEMENT = (
    ('Sangat tidak setuju', 'Strongly disagree', '', ''),
    ('Tidak setuju', 'Disagree', '', ''),
    ('Netral', 'Neutral', '', ''),
    ('Setuju', 'Agree', '', ''),
    ('Sangat setuju', 'Strongly agree', '', ''),
)
TWO_LEVELS = (('Belum', 'Not yet', '', ''), ('Sudah', 'Yes', '', ''))
SCALES = (
    ('rubrik-tiga', 'Rubrik tiga tingkat', 'Three-level rubric', RUBRIC),
    ('ekspektasi', 'Skala ekspektasi', 'Expectation scale', EXPECTATION),
    ('frekuensi', 'Skala frekuensi', 'Frequency scale', FREQUENCY),
    ('persetujuan', 'Skala persetujuan', 'Agreement scale', AGREEMENT),
    ('dua-tingkat', 'Skala dua tingkat', 'Two-level scale', TWO_LEVELS),
)


def as_json(title, title_en, points):
    names = ('label', 'label_en', 'anchor', 'anchor_en')
    rows = [
        {'value': value, **{name: text for name, text in zip(names, point) if text}}
        for value, point in enumerate(points, 1)
    ]
    made = {'title': title, 'title_en': title_en, 'points': rows}
    return json.dumps(made, ensure_ascii=False, separators=(',', ':'))


def up(migrator, db):
    class SharedScale(Model):
        key = CharField(max_length=100, primary_key=True)
        title = CharField(max_length=200)
        scale = TextField()
        revision = IntegerField(default=1)
        updated_at = UTCDateTimeField()
        updated_by = CharField(max_length=200, default='')
        archived_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'shared_scale'
    db.create_tables([SharedScale])
    for key, title, title_en, points in SCALES:
        scale = as_json(title, title_en, points)
        SharedScale.create(key=key, title=title, scale=scale, updated_at=clock.now())
