from django.db import migrations

from config.triggers import keep

NOTE = "OLD.record <> '' AND (OLD.record <> NEW.record OR OLD.words <> NEW.words)"


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_corps")]

    operations = [
        keep("supervision_term"),
        keep("supervision_sending"),
        keep("supervision_sendingmember"),
        # What was handed in stays as it was; what was wrong in it is corrected in rows of its own.
        keep(
            "supervision_visit",
            "sending_id",
            "session_id",
            "agency_id",
            "appointment_id",
            "person_id",
            "number_drawn",
            final=NOTE,
        ),
        keep(
            "supervision_visitfinding",
            "visit_id",
            "point",
            "severity",
            "text",
            "demand",
            "token",
            "at",
            final="OLD.struck_at IS NOT NULL",
        ),
        keep("supervision_visitphoto"),
        keep("supervision_visitcorrection"),
        keep("supervision_visitrating"),
    ]
