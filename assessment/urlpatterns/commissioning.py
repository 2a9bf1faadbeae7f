"""Commissions."""

from django.urls import path

from assessment.views import commissioning

COMMISSION = "commission/<str:number>"

URLS: list = [
    path("commissions/start/", commissioning.start, name="commission-start"),
    path("commissions/start/<str:code>/", commissioning.begin, name="commission-begin"),
    path(f"{COMMISSION}/", commissioning.draft, name="commission"),
    path(f"{COMMISSION}/copy/", commissioning.copy, name="commission-copy"),
    path(f"{COMMISSION}/need/", commissioning.need, name="commission-need"),
    path(f"{COMMISSION}/items/", commissioning.items, name="commission-items"),
    path(
        f"{COMMISSION}/items/<int:pk>/remove/",
        commissioning.remove_item,
        name="commission-item-remove",
    ),
]
