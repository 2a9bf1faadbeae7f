"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from config.processes import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT", "15s")

follow_parent()
application = get_wsgi_application()
