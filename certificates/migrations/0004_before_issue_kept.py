from django.db import migrations

from config.triggers import keep


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_before_issue")]

    operations = [
        # What was and is to be may be encrypted anew.
        keep(
            "certificates_holdercorrection",
            "of_plan_id",
            "entry_id",
            "side_id",
            "cause",
            "reason",
            "proposed_by_id",
        ),
        keep("certificates_uploadtakenback"),
    ]
