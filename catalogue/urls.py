"""Public pages of the catalogue."""

from django.urls import path

from catalogue.views import public

app_name = "catalogue"
urlpatterns = [
    path("occupations/", public.occupations, name="occupations"),
    path("occupations/<str:code>/", public.occupation, name="occupation"),
]
