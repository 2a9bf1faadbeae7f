"""An agency's own standing."""

from django.urls import path

from filing.views import own_agencies

URLS = [
    path("desk/agencies/", own_agencies.own_agencies, name="my-agencies"),
    path("desk/agencies/<str:code>/contact/", own_agencies.contact, name="agency-contact"),
]
