"""Complaints: for anybody, and for officers."""

from django.urls import path

from supervision.views import complaint_desk, complaints_public

URLS: list = [
    path("complaints/", complaint_desk.overview, name="complaints"),
    path("complaints/enter/", complaint_desk.enter, name="complaint-enter"),
    path("complaints/new/", complaints_public.new, name="complaint-new"),
    path("complaints/track/", complaints_public.track, name="complaint-track"),
    path("complaints/track/add/", complaints_public.add, name="complaint-add"),
]
