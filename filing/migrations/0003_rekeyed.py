from django.db import migrations

from config import triggers


class Migration(migrations.Migration):
    """A submission may be encrypted anew; `sha256` tells whether it is the same."""

    dependencies = [("filing", "0002_kept")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.lift("filing_submission", editor),
            triggers.keep("filing_submission").code,
        ),
        triggers.keep(
            "filing_submission",
            "filing_id",
            "number",
            "sha256",
            "submitted_by_id",
            "submitted_at",
        ),
    ]
