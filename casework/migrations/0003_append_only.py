from django.db import migrations

from casework import triggers


class Migration(migrations.Migration):

    dependencies = [("casework", "0002_jobs_notices_deadlines")]

    operations = [migrations.RunPython(triggers.install, triggers.remove)]
