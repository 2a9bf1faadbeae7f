from django.db import migrations

from config.triggers import bar, keep

# Who has spoken may only add a dissent, once, while the panel has no conclusion yet.
SPOKEN = """OLD.replaced_at IS NOT NULL OR (OLD.spoken_at IS NOT NULL AND (
    OLD.dissent <> '' OR NEW.verdict <> OLD.verdict OR NEW.text <> OLD.text
    OR NEW.spoken_at IS NULL OR NEW.spoken_at <> OLD.spoken_at
    OR NEW.replaced_at IS NOT NULL OR NEW.replaced_for <> OLD.replaced_for
    OR EXISTS (SELECT 1 FROM filing_panel panel
        WHERE panel.id = OLD.panel_id AND panel.verdict <> '')))"""
# Recusal (回避): an expert never sits on a panel for an organisation that he or she is tied to, or
# belongs to in this portal or did in the last 36 months; nor for one into which such was merged.
TIED = """EXISTS (
    SELECT 1 FROM filing_conflict tie
    JOIN accounts_organisation side ON side.code = tie.code
    JOIN casework_case matter ON matter.owner_id IN (side.id, side.merged_into_id)
    JOIN filing_panel panel ON panel.filing_id = matter.id
    WHERE panel.id = NEW.panel_id AND tie.user_id = NEW.user_id
    AND (tie.bars_until IS NULL OR tie.bars_until >= NEW.appointed_on))
OR EXISTS (
    SELECT 1 FROM accounts_membership belongs
    JOIN accounts_organisation side ON side.id = belongs.organisation_id
    JOIN casework_case matter ON matter.owner_id IN (side.id, side.merged_into_id)
    JOIN filing_panel panel ON panel.filing_id = matter.id
    WHERE panel.id = NEW.panel_id AND belongs.user_id = NEW.user_id
    AND (belongs.until IS NULL OR belongs.until >= {ago}))"""
# SQLite counts from 29 February to 1 March; `filing.selectors.recusal` is a day stricter then.
AGO = {
    "sqlite": "date(NEW.appointed_on, '-36 months')",
    "postgresql": "NEW.appointed_on - INTERVAL '36 months'",
}
MEMBER_SPOKEN = """EXISTS (
    SELECT 1 FROM filing_panelmember member WHERE member.id = OLD.member_id
    AND (member.spoken_at IS NOT NULL OR member.replaced_at IS NOT NULL))"""


def bar_the_tied(apps, editor) -> None:
    refused = TIED.format(ago=AGO[editor.connection.vendor])
    bar("filing_panelmember", refused, "this expert is tied to the applicant").code(apps, editor)


class Migration(migrations.Migration):
    dependencies = [("filing", "0001_initial"), ("casework", "0002_append_only")]

    operations = [
        keep("filing_submission"),
        keep(
            "filing_supplementitem",
            "filing_id",
            "added_by_id",
            "added_at",
            final="OLD.round IS NOT NULL",
            erasable="OLD.round IS NULL",
        ),
        keep(
            "filing_panelmember",
            "panel_id",
            "expert_id",
            "user_id",
            "appointed_on",
            final=SPOKEN,
        ),
        migrations.RunPython(bar_the_tied, bar("filing_panelmember", "", "").reverse_code),
        keep(
            "filing_opinion",
            "member_id",
            "condition",
            final=MEMBER_SPOKEN,
            erasable=f"NOT {MEMBER_SPOKEN}",
        ),
        bar(
            "filing_opinion",
            MEMBER_SPOKEN.replace("OLD.", "NEW."),
            "this expert has spoken or stepped back",
        ),
        keep("filing_panel", "filing_id", "lot_id", "convened_at", final="OLD.verdict <> ''"),
    ]
