"""Sites, rooms, sessions and seats."""

from django.urls import path

from assessment.views import seats, sessions, sites

SITE = "sites/<int:pk>"
PLAN = "plan/<str:number>/sessions"
ONE = f"{PLAN}/<int:pk>"

URLS: list = [
    path("sites/", sites.listing, name="sites"),
    path("sites/agency/<str:code>/add/", sites.add, name="site-add"),
    path(f"{SITE}/", sites.page, name="site"),
    path(f"{SITE}/edit/", sites.edit, name="site-edit"),
    path(f"{SITE}/remove/", sites.remove, name="site-remove"),
    path(f"{SITE}/rooms/add/", sites.room_add, name="room-add"),
    path(f"{SITE}/rooms/<int:room>/", sites.room, name="room"),
    path(f"{SITE}/rooms/<int:room>/remove/", sites.room_remove, name="room-remove"),
    path(f"{PLAN}/", sessions.overview, name="sessions"),
    path(f"{PLAN}/add/<slug:kind>/", sessions.add, name="session-add"),
    path(f"{PLAN}/seats/", seats.allot_all, name="seats-all"),
    path(f"{ONE}/", sessions.page, name="session"),
    path(f"{ONE}/edit/", sessions.edit, name="session-edit"),
    path(f"{ONE}/remove/", sessions.remove, name="session-remove"),
    path(f"{ONE}/seats/", seats.seats, name="seats"),
    path(f"{ONE}/seats/<int:entry>/", seats.move, name="seat-move"),
    path(f"{ONE}/seats/<int:entry>/release/", seats.release, name="seat-release"),
    path(f"{ONE}/lot/", seats.lot, name="session-lot"),
]
