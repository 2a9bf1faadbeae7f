"""The living style guide."""

from django.urls import path

from ui import views

app_name = "ui"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("desk/", views.desk, name="desk"),
    path("print/", views.sheet, name="print"),
    path("problems/<int:status>/", views.problem, name="problem"),
]
