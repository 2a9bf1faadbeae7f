"""Violations and sanctions."""

from django.urls import path

from supervision.views import sanctions, violations

URLS: list = [
    path("sanctions/", sanctions.published, name="sanctions"),
    path("violations/new/", violations.find, name="violation-new"),
    path("violations/new/<slug:kind>/<int:pk>/", violations.open_, name="violation-open"),
]
