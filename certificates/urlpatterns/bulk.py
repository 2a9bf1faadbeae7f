"""Bulk checks, for members of organisations."""

from django.urls import path

from certificates.views import bulk

URLS: list = [
    path("desk/certificates/check/", bulk.listing, name="bulk"),
    path("desk/certificates/check/template.xlsx", bulk.template, name="bulk-template"),
    path("desk/certificates/check/<int:pk>/", bulk.page, name="bulk-check"),
    path("desk/certificates/check/<int:pk>/result.<str:kind>", bulk.download, name="bulk-file"),
]
