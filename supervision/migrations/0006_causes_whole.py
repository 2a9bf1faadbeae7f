from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Once every row is filled."""

    dependencies = [("supervision", "0005_causes")]

    operations = [
        migrations.AlterField("inspection", "begins_on", models.DateField("检查开始")),
        migrations.AlterField("inspection", "ends_on", models.DateField("检查截止")),
        migrations.AddConstraint(
            "inspection",
            models.CheckConstraint(
                name="inspection_drawn_or_for_a_cause",
                condition=Q(cause="drawn", for_campaign__isnull=False, drawn_by__isnull=False)
                | ~Q(cause="drawn")
                & Q(for_campaign=None, drawn_by=None, proposed_by__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "inspection",
            models.CheckConstraint(
                name="inspection_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                violation_error_message="提出检查和批准检查须是两个人。",
            ),
        ),
        migrations.AddConstraint(
            "inspection",
            models.CheckConstraint(
                name="inspection_ends_after_it_begins",
                condition=Q(ends_on__gte=F("begins_on")),
                violation_error_message="检查截止日期不能早于开始日期。",
            ),
        ),
    ]
