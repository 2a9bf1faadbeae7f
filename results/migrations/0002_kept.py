from django.db import migrations

from config.triggers import bar, keep

# What a clerk has handed in, whether on the screen or in a file, stays as it was.
FROZEN = """EXISTS (SELECT 1 FROM results_scoreround round
    WHERE round.id = {row}.round_id AND round.frozen_at IS NOT NULL)"""


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial")]

    operations = [
        keep(
            "results_scoreround",
            "sheet_id",
            "position",
            "clerk_id",
            "begun_at",
            final="OLD.frozen_at IS NOT NULL",
            erasable="OLD.frozen_at IS NULL",
        ),
        keep(
            "results_score",
            "round_id",
            "entry_id",
            final=FROZEN.format(row="OLD"),
            erasable=f"NOT {FROZEN.format(row='OLD')}",
        ),
        bar("results_score", FROZEN.format(row="NEW"), "this round was handed in"),
        keep("results_arbitration"),
        keep(
            "results_marking",
            "sheet_id",
            "session_id",
            "entry_id",
            "duty_id",
            final="OLD.submitted_at IS NOT NULL",
            erasable="OLD.submitted_at IS NULL",
        ),
        keep(
            "results_incident",
            "session_id",
            "entry_id",
            "room_id",
            "conduct",
            "consequence",
            "subject",
            "facts",
            "recorded_by_id",
            "recorded_at",
            final="OLD.revoked_at IS NOT NULL",
        ),
        keep("results_visitnote"),
        keep(
            "results_result",
            "plan_id",
            "entry_id",
            "revision",
            "outcome",
            "computed_at",
            "correction_id",
            final="OLD.superseded_at IS NOT NULL",
        ),
        keep("results_subjectresult"),
        keep(
            "results_correction",
            "plan_id",
            "entry_id",
            "subject",
            "mark",
            "absent",
            "void",
            "cause",
            "objection_id",
            "recheck_id",
            "reason",
            "proposed_by_id",
            "proposed_at",
            final="OLD.status IN ('applied', 'refused')",
        ),
        keep(
            "results_archiveitem",
            "plan_id",
            "form",
            "category",
            "title",
            "file_id",
            "sha256",
            "made_on",
            final="NEW.kept_until < OLD.kept_until OR OLD.struck_at IS NOT NULL",
            erasable="OLD.kept_until < CURRENT_DATE AND NOT EXISTS (SELECT 1 FROM results_hold hold"
            " WHERE hold.plan_id = OLD.plan_id AND hold.lifted_at IS NULL)",
        ),
        keep(
            "results_hold",
            "plan_id",
            "office_id",
            "reason",
            "placed_by_id",
            "placed_at",
            final="OLD.lifted_at IS NOT NULL",
        ),
    ]
