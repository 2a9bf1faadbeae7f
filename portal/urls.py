"""Home, health and the pages that belong to no other app."""

from django.urls import path

from portal.views import desk, figures, handbook, health, home, privacy

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("figures/", figures.overview, name="figures"),
    path("figures/<slug:key>/", figures.topic, name="figures-topic"),
    path("figures/<slug:key>/export/", figures.export, name="figures-export"),
    path("healthz", health.live, name="healthz"),
    path("handbook/", handbook.handbook, name="handbook"),
    path("handbook/<slug:name>/", handbook.guide, name="guide"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("readyz", health.ready, name="readyz"),
]
