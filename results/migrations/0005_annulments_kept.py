from django.db import migrations

from config.triggers import keep


class Migration(migrations.Migration):
    dependencies = [("results", "0004_annulments")]

    operations = [
        keep(
            "results_annulment",
            "entry_id",
            "subject",
            "reason",
            "case_id",
            "made_at",
            final="OLD.lifted_at IS NOT NULL",
        ),
    ]
