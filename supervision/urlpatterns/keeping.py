"""Records whose time is over, and their destruction."""

from django.urls import path

from supervision.views import keeping

URLS: list = [
    path("archives/due/", keeping.due, name="due"),
    path("archives/destructions/", keeping.destructions, name="destructions"),
    path("archives/destructions/<str:number>/list/", keeping.manifest, name="destruction-list"),
]
