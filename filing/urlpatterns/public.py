"""The register, the finder and the self-check, with an agency's own desk."""

from django.urls import path

from filing.views import agency_desk, checking, finder, importing, public

URLS: list = [
    path("agencies/", public.agencies, name="agencies"),
    path("agencies/list.xlsx", public.agency_sheet, name="agency-sheet"),
    path("agencies/find/", finder.find, name="agency-find"),
    path("agencies/<str:code>/", public.agency, name="agency"),
    path("agencies/<str:code>/rules/<int:pk>/", public.agency_rule, name="agency-rule"),
    path("agencies/<str:code>/enquire/", agency_desk.enquire, name="agency-enquire"),
    path("check/", checking.check, name="check"),
    path("desk/agencies/import/", importing.upload, name="agency-import"),
    path("desk/agencies/import/template.xlsx", importing.template, name="agency-template"),
    path("desk/agencies/import/<int:pk>/", importing.preview, name="agency-preview"),
    path("desk/agencies/<str:code>/rules/", agency_desk.agency_rules, name="agency-rules"),
    path(
        "desk/agencies/<str:code>/enquiries/",
        agency_desk.agency_enquiries,
        name="agency-enquiries",
    ),
]
