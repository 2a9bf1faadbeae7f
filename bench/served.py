"""The portal as it is served, with a page that does nothing beside its own."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.wsgi import application

__all__ = ["application"]


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware."""
    return HttpResponse("ok")


def _add() -> None:
    from config import urls

    urls.urlpatterns.insert(0, path("hello/", hello))


_add()
