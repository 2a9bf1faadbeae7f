"""Who looked at protected data stays on record."""

from django.db import migrations

from config.triggers import keep


class Migration(migrations.Migration):

    dependencies = [('accounts', '0002_organisations')]

    operations = [keep('accounts_unmasking')]
