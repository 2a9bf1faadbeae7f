from django.db import migrations

from config.triggers import keep


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]

    operations = [
        keep(
            "papers_paper",
            "plan_id",
            "item_id",
            "subject",
            "form",
            "number",
            "blueprint_id",
            "lot_id",
            "drawn_by_id",
            "drawn_at",
            # What is sealed is not written anew, nor does a spoiled paper come back. The contents may
            # be encrypted anew; `digest` tells whether they are the same.
            final="(OLD.status = 'spoiled' AND NEW.status <> 'spoiled')"
            " OR (OLD.sealed_at IS NOT NULL AND (OLD.digest <> NEW.digest"
            " OR OLD.questions <> NEW.questions OR OLD.adjusted <> NEW.adjusted"
            " OR NEW.sealed_at IS NULL OR NEW.sealed_at <> OLD.sealed_at"
            " OR NEW.sealed_by_id <> OLD.sealed_by_id))",
        ),
        keep("papers_opening"),
        # The bytes may be encrypted anew; `sha256` tells whether they are the same.
        keep("papers_picture", "id", "bank_id", "sha256", "added_by_id", "added_at"),
        keep("papers_export"),
    ]
