"""Daily digests, and what the nightly look found."""

from django.urls import path

from supervision.views import integrity

URLS: list = [
    path("digests/", integrity.digests, name="digests"),
    path("digests/list.json", integrity.digests_data, name="digests-data"),
    path("integrity/", integrity.faults, name="integrity"),
]
