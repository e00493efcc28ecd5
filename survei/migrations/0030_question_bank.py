"""The bank of published questions, filled from the versions there are, and their figures."""

import hashlib
import json
import unicodedata

from peewee import BooleanField, CharField, DoubleField, ForeignKeyField, IntegerField, Model, TextField

CHUNK = 500


def up(migrator, db):
    def stub(name, table, **columns):
        meta = type("Meta", (), {"database": db, "table_name": table})
        return type(name, (Model,), {"Meta": meta, **columns})

    Questionnaire = stub("Questionnaire", "questionnaire")
    QuestionnaireVersion = stub(
        "QuestionnaireVersion", "questionnaire_version",
        questionnaire=ForeignKeyField(Questionnaire), number=IntegerField(), document=TextField(),
    )
    Cycle = stub("Cycle", "cycle")

    class PublishedQuestion(Model):
        questionnaire = ForeignKeyField(Questionnaire, on_delete='RESTRICT', index=False)
        version = ForeignKeyField(QuestionnaireVersion, on_delete='RESTRICT', index=False)
        code = CharField(max_length=130)
        question_code = CharField(max_length=64)
        kind = CharField(max_length=16)
        section = CharField(max_length=300)
        position = IntegerField()
        text = TextField()
        folded = TextField()
        folded_section = TextField()
        tags = TextField(default='')
        lowest = IntegerField(null=True)
        highest = IntegerField(null=True)
        same_key = CharField(max_length=64)
        is_latest = BooleanField(default=True)
        class Meta:
            database = db
            table_name = 'published_question'
            indexes = (
                (('version', 'code'), True),
                (('questionnaire', 'code'), False),
                (('is_latest', 'kind'), False),
            )

    class QuestionStatistic(Model):
        cycle = ForeignKeyField(Cycle, on_delete='RESTRICT', index=False)
        version = ForeignKeyField(QuestionnaireVersion, on_delete='RESTRICT', index=False)
        relation = CharField(max_length=16)
        code = CharField(max_length=130)
        asked = IntegerField(default=0)
        na = IntegerField(default=0)
        ratings = IntegerField(default=0)
        total = DoubleField(default=0)
        spread_ratings = IntegerField(default=0)
        spread_total = DoubleField(default=0)
        spread_squares = DoubleField(default=0)
        agreement_groups = IntegerField(default=0)
        agreement_total = DoubleField(default=0)
        class Meta:
            database = db
            table_name = 'question_statistic'
            indexes = (
                (('cycle', 'version', 'relation', 'code'), True),
                (('version', 'code'), False),
            )

    db.create_tables([PublishedQuestion, QuestionStatistic])
    fill(QuestionnaireVersion, PublishedQuestion)


def fill(versions, bank):
    """A row for each question of each version; the newest version that has it is marked."""
    order = (versions.questionnaire, versions.number)
    for version in versions.select().order_by(*order).iterator():
        rows = rows_of(json.loads(version.document))
        codes = [row['code'] for row in rows]
        bank.update(is_latest=False).where(
            bank.questionnaire == version.questionnaire_id, bank.code.in_(codes)
        ).execute()
        rows = [
            {'questionnaire': version.questionnaire_id, 'version': version.id, **row} for row in rows
        ]
        for start in range(0, len(rows), CHUNK):
            bank.insert_many(rows[start:start + CHUNK]).execute()


def rows_of(document):
    """As the release wrote them that made this migration."""
    rows = []
    for section in document.get('sections', []):
        for question in section.get('questions', []):
            for item in items_of(document, question):
                rows.append(row_of(section, question, item, len(rows)))
    return rows


def row_of(section, question, item, position):
    texts = [item['text'], item['text_self'], question.get('hint', ''), item['code']]
    if item['code'] != question['code']:
        texts.append(question.get('text', ''))
    texts += [option['label'] for option in question.get('choices', [])]
    tags = question.get('tags', [])
    parts = [item['code'], question['kind'], item['values'], item['reversed'], item['words']]
    key = json.dumps(parts, ensure_ascii=False, separators=(',', ':'))
    return {
        'code': item['code'],
        'question_code': question['code'],
        'kind': question['kind'],
        'section': section.get('title', '')[:300],
        'position': position,
        'text': item['text'],
        'folded': fold(' '.join(texts + tags)),
        'folded_section': fold(section.get('title', '')),
        'tags': '|' + '|'.join(fold(tag) for tag in tags) + '|' if tags else '',
        'lowest': item['ends'][0],
        'highest': item['ends'][1],
        'same_key': hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest(),
        'is_latest': True,
    }


def items_of(document, question):
    kind = question['kind']
    if kind == 'information':
        return []
    if kind in ('rating', 'matrix'):
        scale = document.get('scales', {}).get(question.get('scale'), {})
        points = scale.get('points', [])
        if kind == 'rating':
            return [rating(question, question['code'], question, points, [])]
        lead = [question.get('text', ''), question.get('text_self', '')]
        return [
            rating(row, question['code'] + '.' + row['code'], {}, points, lead)
            for row in question.get('rows', [])
        ]
    options = question.get('choices', [])
    values = [option['value'] for option in options]
    if kind == 'yes_no':
        values = ['ya', 'tidak']
    if question.get('other'):
        values.append('lainnya')
    text, text_self = question.get('text', ''), question.get('text_self', '')
    labels = [option['label'] for option in options]
    return [{
        'code': question['code'], 'text': text, 'text_self': text_self, 'values': values,
        'reversed': False, 'ends': (None, None),
        'words': spaced([text, text_self, question.get('unit', ''), *labels]),
    }]


def rating(part, code, own, points, lead):
    beside = []
    for point in points:
        anchor = own.get('anchors', {}).get(str(point['value']), {}).get('text', '')
        beside += [point['label'], anchor or point.get('anchor', '')]
    numbers = [point['value'] for point in points]
    text, text_self = part.get('text', ''), part.get('text_self', '')
    return {
        'code': code, 'text': text, 'text_self': text_self,
        'values': [str(number) for number in numbers],
        'reversed': part.get('reversed', False),
        'ends': (min(numbers), max(numbers)) if numbers else (None, None),
        'words': spaced([*lead, text, text_self, *beside]),
    }


def spaced(texts):
    return [' '.join(text.split()) for text in texts]


def fold(text):
    return ' '.join(unicodedata.normalize('NFKC', text).casefold().split())
