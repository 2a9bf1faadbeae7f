"""Rosters as spreadsheets."""

from django.urls import path

from assessment.views import rosters

PLAN = "plan/<str:number>/rosters"
ONE = f"{PLAN}/<int:pk>"

URLS: list = [
    path(f"{PLAN}/", rosters.upload, name="rosters"),
    path(f"{PLAN}/template.xlsx", rosters.template, name="roster-template"),
    path(f"{ONE}/", rosters.roster, name="roster"),
    path(f"{ONE}/annotated.xlsx", rosters.annotated, name="roster-annotated"),
    path(f"{ONE}/confirm/", rosters.confirm, name="roster-confirm"),
    path(f"{ONE}/drop/", rosters.drop, name="roster-drop"),
]
