from django.db import migrations

from config.triggers import keep


class Migration(migrations.Migration):
    dependencies = [("supervision", "0007_risk_and_credit")]

    operations = [
        keep("supervision_riskrun", "day"),
        # A night renews the sentence; that something stood out, and since when, stays.
        keep("supervision_risksignal", "agency_id", "kind", "key", "first_on"),
        keep(
            "supervision_riskreview",
            "signal_id",
            "sentence",
            "form_token",
            final="OLD.outcome <> ''",
        ),
        keep("supervision_creditround", "period", "since", "until", "formula", "formula_version"),
        keep(
            "supervision_credititem",
            "round_id",
            "agency_id",
            "rule",
            "kind",
            "record",
            "source_id",
            "label",
            "happened_on",
            "added_at",
            final="OLD.struck_at IS NOT NULL",
        ),
        keep(
            "supervision_creditrating",
            "round_id",
            "agency_id",
            "revision",
            "points",
            "grade",
            "lines",
            "reason",
            "reckoned_at",
            final="OLD.superseded_at IS NOT NULL",
        ),
        # What was said may be erased when the law says so.
        keep("supervision_creditcontest", "item_id", "recorded"),
    ]
