"""Admission tickets and the sheets of the day."""

from django.urls import path

from assessment.views import prints

PLAN = "plan/<str:number>/prints"

URLS: list = [
    path(f"{PLAN}/", prints.prints, name="prints"),
    path(f"{PLAN}/<int:pk>/file/", prints.download, name="print-file"),
    path(f"{PLAN}/<int:pk>/drop/", prints.drop, name="print-drop"),
]
