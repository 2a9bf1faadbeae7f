"""Home, health and the pages that belong to no other app."""

from django.urls import path

from portal.views import desk, health, home, privacy

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("healthz", health.live, name="healthz"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("readyz", health.ready, name="readyz"),
]
