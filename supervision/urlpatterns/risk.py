"""Risk signals, for officers."""

from django.urls import path

from supervision.views import risk

URLS: list = [
    path("desk/risk/", risk.listing, name="risk"),
    path("desk/risk/signals/<int:pk>/note/", risk.note, name="risk-note"),
    path("desk/risk/agencies/<str:code>/", risk.agency, name="risk-agency"),
]
