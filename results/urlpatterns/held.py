"""The day of the exam: check-in, incidents, notes of supervisors."""

from django.urls import path

from assessment.tickets import PATH
from results.views import check_in, giving, incidents, visits

ONE = "plan/<str:number>/sessions/<int:pk>"

URLS: list = [
    path(f"{PATH}/<str:ticket>/", check_in.ticket, name="ticket"),
    path(f"{ONE}/check-in/", check_in.page, name="check-in"),
    path(f"{ONE}/check-in/rest/", check_in.rest, name="check-in-rest"),
    path(f"{ONE}/check-in/<int:entry>/", check_in.person, name="check-in-person"),
    path(f"{ONE}/check-in/<int:entry>/note/", check_in.note, name="check-in-note"),
    path(f"{ONE}/check-in/<int:entry>/photo/", check_in.photo, name="check-in-photo"),
    path(f"{ONE}/papers/", giving.papers, name="papers-given"),
    path(f"{ONE}/incidents/", incidents.listing, name="incidents"),
    path(f"{ONE}/incidents/add/", incidents.add, name="incident-add"),
    path(f"{ONE}/incidents/<int:incident>/revoke/", incidents.revoke, name="incident-revoke"),
    path(f"{ONE}/incidents/files/<int:file>/", incidents.proof, name="incident-file"),
    path(f"{ONE}/visits/", visits.listing, name="visits"),
    path(f"{ONE}/visits/write/", visits.write, name="visit-write"),
]
