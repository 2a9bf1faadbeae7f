"""Inspections: what everybody reads, the desk of offices, the record on site."""

from django.urls import path

from supervision.views import campaigns, causes, open_book, records

ONE = "inspection/<slug:number>"

URLS: list = [
    path("inspections/", open_book.campaigns, name="inspections"),
    path("inspections/results/", open_book.results, name="inspection-results"),
    path("inspections/<slug:number>/", open_book.campaign, name="inspection-campaign"),
    path("inspections/<slug:number>/draws/<int:sequence>/", open_book.draw, name="inspection-draw"),
    path(
        "inspections/<slug:number>/draws/<int:sequence>/program/",
        open_book.program,
        name="inspection-program",
    ),
    path("desk/inspections/", campaigns.listing, name="campaigns"),
    path("desk/inspections/new/", campaigns.new, name="campaign-new"),
    path("desk/inspections/for-cause/", causes.propose, name="inspection-propose"),
    path("desk/inspections/mine/", records.mine, name="my-inspections"),
    path("desk/inspections/<slug:number>/edit/", campaigns.edit, name="campaign-edit"),
    path(f"{ONE}/record/", records.record, name="record"),
    path(f"{ONE}/record/save/", records.save, name="record-save"),
    path(f"{ONE}/findings/add/", records.add, name="finding-add"),
    path(f"{ONE}/findings/<int:pk>/strike/", records.strike, name="finding-strike"),
]
