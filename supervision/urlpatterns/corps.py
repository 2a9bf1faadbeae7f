"""The corps of supervisors: appointments, sending, visits, and the public page of a card."""

from django.urls import path

from supervision.views import corps, visit_record, visits

ONE = "visit/<slug:number>"

URLS: list = [
    path("supervisors/<str:token>/", corps.verify, name="supervisor-card"),
    path("desk/visits/corps/", corps.listing, name="corps"),
    path("desk/visits/corps/new/", corps.new, name="corps-new"),
    path("desk/visits/corps/<slug:number>/card/", corps.card, name="corps-card"),
    path("desk/visits/", visits.coming, name="visits-coming"),
    path("desk/visits/tasks/", visits.tasks, name="visits-tasks"),
    path("desk/visits/mine/", visits.mine, name="my-visits"),
    path("desk/visits/internal/", visits.internal, name="visits-internal"),
    path("desk/visits/draws/<int:pk>/", visits.lot, name="visit-lot"),
    path(f"{ONE}/record/", visit_record.record, name="visit-record"),
    path(f"{ONE}/record/save/", visit_record.save, name="visit-save"),
    path(f"{ONE}/findings/add/", visit_record.add, name="visit-finding-add"),
    path(f"{ONE}/findings/<int:pk>/strike/", visit_record.strike, name="visit-finding-strike"),
    path(f"{ONE}/photos/add/", visit_record.photo, name="visit-photo-add"),
]
