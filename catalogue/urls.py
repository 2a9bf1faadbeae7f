"""Public pages of the catalogue."""

from django.urls import path

from catalogue.views import guide, public

app_name = "catalogue"
urlpatterns = [
    path("occupations/", public.occupations, name="occupations"),
    path("occupations/<str:code>/", public.occupation, name="occupation"),
    path("guide/", guide.guide_list, name="guides"),
    path("guide/<slug:regulation_id>/", guide.guide_detail, name="guide"),
]
