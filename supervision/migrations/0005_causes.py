import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import accounts.fields

EFFECTS = [
    ("void_subject", "取消一科成绩"),
    ("void_all", "取消全部科目成绩"),
    ("bar_entry", "禁止参加评价"),
    ("bar_duty", "禁止承担考务"),
    ("rectify", "限期整改"),
    ("suspend", "暂停评价"),
    ("strike_off", "移出目录"),
    ("bar_filing", "不予受理备案"),
]
CAUSES = [
    ("drawn", "双随机抽取"),
    ("complaint", "投诉举报"),
    ("media", "媒体报道"),
    ("risk", "风险提示"),
    ("order", "上级交办"),
    ("decision", "处理决定"),
]


def person(name):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        django.db.models.deletion.PROTECT,
        verbose_name=name,
        related_name="+",
        null=True,
        blank=True,
    )


def origin(model, name):
    return models.ForeignKey(
        f"supervision.{model}",
        django.db.models.deletion.PROTECT,
        verbose_name=name,
        related_name="inspections",
        null=True,
        blank=True,
    )


def take_from_campaign(apps, schema_editor):
    """Every inspection so far was drawn; its days and methods are those of its campaign."""
    inspections = apps.get_model("supervision", "Inspection").objects
    campaigns = apps.get_model("supervision", "Campaign").objects
    own = campaigns.filter(pk=OuterRef("for_campaign"))
    inspections.update(
        **{name: Subquery(own.values(name)[:1]) for name in ("begins_on", "ends_on", "methods")}
    )
    deadlines = apps.get_model("casework", "Deadline").objects
    last = deadlines.filter(case=OuterRef("pk"), key="rectify").order_by("-pk")
    inspections.filter(rectify_days__isnull=False).update(
        rectify_until=Subquery(last.values("due_on")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_sheet_imports"),
        ("supervision", "0004_corps_kept"),
    ]

    operations = [
        migrations.AddField(
            "inspection",
            "cause",
            models.CharField("检查缘由", max_length=10, choices=CAUSES, default="drawn"),
        ),
        migrations.AddField(
            "inspection",
            "because_of",
            models.ForeignKey(
                "casework.Case",
                django.db.models.deletion.PROTECT,
                verbose_name="来源",
                related_name="inspections_for",
                null=True,
                blank=True,
            ),
        ),
        migrations.AddField(
            "inspection", "grounds", accounts.fields.EncryptedText("检查理由", blank=True)
        ),
        migrations.AddField("inspection", "proposed_by", person("提出人")),
        migrations.AddField("inspection", "approved_by", person("批准人")),
        migrations.AddField(
            "inspection", "methods", models.JSONField("检查方式", default=list, blank=True)
        ),
        migrations.AddField("inspection", "begins_on", models.DateField("检查开始", null=True)),
        migrations.AddField("inspection", "ends_on", models.DateField("检查截止", null=True)),
        migrations.AddField(
            "inspection", "rectify_until", models.DateField("整改截止", null=True, blank=True)
        ),
        migrations.AlterField("inspection", "for_campaign", origin("campaign", "抽查")),
        migrations.AlterField("inspection", "drawn_by", origin("draw", "抽取")),
        migrations.AlterField(
            "measure", "effect", models.CharField("效果", max_length=12, choices=EFFECTS)
        ),
        migrations.RunPython(take_from_campaign, migrations.RunPython.noop),
    ]
