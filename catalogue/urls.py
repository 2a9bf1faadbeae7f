"""Public pages of the catalogue."""

from django.urls import path, re_path

from catalogue.views import guide, public

app_name = "catalogue"
urlpatterns = [
    path("occupations/", public.occupations, name="occupations"),
    re_path(
        r"^occupations/(?P<code>[0-9](?:-[0-9]{2}){0,3})/$", public.occupation, name="occupation"
    ),
    path("guide/", guide.guide_list, name="guides"),
    path("guide/<slug:regulation_id>/", guide.guide_detail, name="guide"),
    path("guide/<slug:regulation_id>/sheet.pdf", guide.guide_sheet, name="guide-sheet"),
]
