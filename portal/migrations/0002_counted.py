from django.db import migrations

from config.tallies import count, month_of


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_figures"),
        ("certificates", "0004_before_issue_kept"),
        ("results", "0006_destroyed"),
    ]

    operations = [
        count(
            "certificates_certificate",
            "portal_certificatetally",
            {
                "agency_id": "{row}.agency_id",
                "division_id": "{row}.division_id",
                "occupation": "{row}.occupation",
                "level": "{row}.level",
                "month": month_of("issued_on"),
                "status": "{row}.status",
            },
        ),
        count(
            "results_result",
            "portal_resulttally",
            {
                "plan_id": "{row}.plan_id",
                "item_id": "(SELECT item_id FROM assessment_entry WHERE id = {row}.entry_id)",
                "outcome": "{row}.outcome",
                "in_force": "({row}.superseded_at IS NULL)",
            },
        ),
        count(
            "certificates_certificate",
            "portal_holdertouch",
            {
                "person": "{row}.id_hash",
                "division_id": "{row}.division_id",
                "occupation": "{row}.occupation",
                "level": "{row}.level",
                "status": "{row}.status",
            },
        ),
        count(
            "portal_holdermark",
            "portal_holdertally",
            {
                "division_id": "{row}.division_id",
                "occupation": "{row}.occupation",
                "level": "{row}.level",
                "first": "{row}.first",
            },
        ),
    ]
