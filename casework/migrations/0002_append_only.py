"""What the database itself keeps as it was written: the timeline, and the evidence beside it.

A note is deleted only after the timeline says so; the head of a chain only moves on by one. Whoever
drops a trigger first is found by `manage.py verify_timeline`.
"""

from django.db import migrations

from config.triggers import keep

ERASURE_IS_ON_THE_TIMELINE = """EXISTS (
    SELECT 1 FROM casework_event noted JOIN casework_event erased ON erased.case_id = noted.case_id
    WHERE noted.id = OLD.event_id AND erased.act = 'erase_note'
    AND erased.facts = '{"sequence":' || noted.sequence || '}')"""


class Migration(migrations.Migration):

    dependencies = [('casework', '0001_initial')]

    operations = [
        keep('casework_event'),
        keep('casework_eventnote', erasable=ERASURE_IS_ON_THE_TIMELINE),
        keep('casework_chainhead', 'case_id', final='NEW.length <> OLD.length + 1'),
        keep('casework_storedfile'),
        keep(
            'casework_material',
            'case_id', 'key', 'title', 'version', 'replaces_id', 'file_id', 'instead', 'note',
            'added_by_id', 'added_at', 'retention',
            final='OLD.destroyed_on IS NOT NULL OR (OLD.keep_until IS NOT NULL AND '
            '(NEW.keep_until IS NULL OR NEW.keep_until < OLD.keep_until))',
        ),
        keep('casework_letter'),
        keep('casework_letterservice'),
        # The secret may be encrypted anew; the commitment shows any other change.
        keep(
            'casework_lot',
            'purpose', 'case_id', 'population', 'rule', 'digest', 'commitment', 'replaces_id',
            'reason', 'fixed_by_id', 'fixed_at',
        ),
        keep('casework_lotresult'),
        keep(
            'casework_publication',
            'kind', 'title', 'body', 'office_id', 'case_id', 'act', 'published_by_id',
            'published_at', 'published_on', 'working_days', 'basis', 'corrects_id',
        ),
        # What is encrypted may be encrypted anew, or erased when the law says so.
        keep(
            'casework_objection',
            'publication_id', 'number', 'secret_hash', 'token', 'submitted_at',
            final='OLD.answered_at IS NOT NULL AND (OLD.answer <> NEW.answer OR '
            'NEW.upheld IS NULL OR OLD.upheld <> NEW.upheld OR NEW.answered_at IS NULL OR '
            'OLD.answered_at <> NEW.answered_at)',
        ),
    ]
