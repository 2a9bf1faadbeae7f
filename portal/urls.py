"""Home, health and the pages that belong to no other app."""

from django.urls import path

from portal.views import health, home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
