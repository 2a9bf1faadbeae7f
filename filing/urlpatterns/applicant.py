"""What an applicant fills in and sends."""

from django.urls import path

from filing.sections.all import ALONE
from filing.views import draft, papers, sent, starting, submitting

URLS = [
    path("filing/start/", starting.start, name="start"),
    path("filing/<slug:number>/", draft.draft, name="draft"),
    path("filing/<slug:number>/save/<slug:key>/", draft.save, name="save"),
    *(path(f"filing/<slug:number>/{key}/", draft.section, {"key": key}, name=key) for key in ALONE),
    path("filing/<slug:number>/papers/", papers.paper_list, name="papers"),
    path("filing/<slug:number>/papers/<slug:key>/", papers.paper, name="paper"),
    path("filing/<slug:number>/review/", submitting.review, name="review"),
    path("filing/<slug:number>/sent/", sent.sent, name="sent"),
    path("filing/<slug:number>/form/", submitting.application_form, name="form"),
]
