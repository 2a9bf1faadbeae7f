"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """The portal's name, and whether this is a demonstration."""
    return {"site_name": settings.SITE_NAME, "demo": settings.DEMO}
