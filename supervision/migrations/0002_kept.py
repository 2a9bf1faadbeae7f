from django.db import migrations

from config.triggers import keep


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [
        keep("supervision_decision"),
        # The text may be encrypted anew, or erased when the law says so.
        keep("supervision_statement", "violation_id", "kind", "recorded", "by_id", "at"),
        keep(
            "supervision_measure",
            "decision_id",
            "effect",
            "done_at",
            final="OLD.undone_at IS NOT NULL",
        ),
        keep(
            "supervision_bar",
            "measure_id",
            "violation_id",
            "effect",
            "since",
            "until",
            final="OLD.lifted_on IS NOT NULL",
        ),
        keep(
            "supervision_draw",
            "campaign_id",
            "sequence",
            "objects_lot_id",
            "pool_lot_id",
            "frame",
            "digest",
            "public_value",
            "value_on",
            "reason",
            "fixed_at",
            final="OLD.drawn_at IS NOT NULL",
        ),
        keep("supervision_poolmember"),
        keep(
            "supervision_inspector",
            "inspection_id",
            "user_id",
            "number",
            "sent_at",
            final="OLD.left_at IS NOT NULL",
        ),
        # Until it is struck out; who handed the record in has its digest besides.
        keep(
            "supervision_finding",
            "inspection_id",
            "point",
            "severity",
            "text",
            "demand",
            "token",
            "by_id",
            "at",
            final="OLD.struck_at IS NOT NULL",
        ),
        keep("supervision_findingphoto"),
        keep("supervision_complaint", "channel", "code_hash", "token", "entered_by_id", "named"),
        # Words may be encrypted anew.
        keep("supervision_complaintword", "complaint_id", "kind", "at", "by_id", "token"),
        keep("supervision_complaintbar"),
        keep("supervision_complaintlead"),
    ]
