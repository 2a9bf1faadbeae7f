"""Examiners and their duties."""

from django.urls import path

from assessment.views import duties, examiners, supervision

PERSON = "staff/<int:pk>"
SESSION = "plan/<str:number>/sessions/<int:pk>"

URLS: list = [
    path("staff/", examiners.staff, name="staff"),
    path("staff/agency/<str:code>/add/", examiners.add, name="staff-add"),
    path("staff/agency/<str:code>/take/", examiners.take_over, name="staff-take"),
    path(f"{PERSON}/", examiners.person, name="staff-person"),
    path(f"{PERSON}/edit/", examiners.edit, name="staff-edit"),
    path(f"{PERSON}/leave/", examiners.leave, name="staff-leave"),
    path(f"{PERSON}/back/", examiners.come_back, name="staff-back"),
    path(f"{PERSON}/ties/add/", examiners.tie, name="staff-tie"),
    path(f"{PERSON}/ties/<int:tie>/remove/", examiners.untie, name="staff-untie"),
    path("duties/", duties.own, name="duties"),
    path(f"{SESSION}/staff/", duties.session_staff, name="session-staff"),
    path(f"{SESSION}/staff/fill/", duties.fill, name="session-staff-fill"),
    path(f"{SESSION}/staff/<int:duty>/remove/", duties.remove, name="session-staff-remove"),
    path("plan/<str:number>/sessions/staff/fill/", duties.fill_all, name="staff-fill-all"),
    path(f"{SESSION}/supervisors/", supervision.supervisors, name="session-supervisors"),
    path(
        f"{SESSION}/supervisors/<int:duty>/remove/",
        supervision.remove,
        name="session-supervisor-remove",
    ),
]
