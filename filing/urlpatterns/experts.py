"""Experts: the pool, an expert's own pages, panels and opinions."""

from django.urls import path

from filing.views import experts, opinions, panels, pool

URLS: list = [
    path("experts/", experts.my_panels, name="my-panels"),
    path("experts/me/", experts.record, name="expert-record"),
    path("experts/me/ties/new/", experts.declare, name="tie-new"),
    path("experts/me/ties/<int:pk>/end/", experts.end_tie, name="tie-end"),
    path("experts/pool/", pool.pool_page, name="pool"),
    path("experts/pool/invite/", pool.invite, name="expert-invite"),
    path("experts/pool/people/<int:pk>/", pool.appoint, name="expert-appoint"),
    path("experts/pool/<int:pk>/", pool.expert_page, name="expert"),
    path("experts/pool/<int:pk>/dismiss/", pool.dismiss, name="expert-dismiss"),
    path("experts/pool/<int:pk>/ties/new/", pool.tie, name="expert-tie"),
    path("filing/<str:number>/panel/", panels.panel, name="panel"),
    path("filing/<str:number>/panel/again/", panels.again, name="panel-again"),
    path("filing/<str:number>/panel/fill/", panels.fill, name="panel-fill"),
    path("filing/<str:number>/panel/<int:pk>/replace/", panels.replace, name="panel-replace"),
    path("filing/<str:number>/lots/<int:pk>/", panels.lot, name="lot"),
    path("filing/<str:number>/opinion/", opinions.opinion, name="opinion"),
    path("filing/<str:number>/opinion/save/", opinions.save, name="opinion-save"),
    path("filing/<str:number>/opinion/step-back/", opinions.step_back, name="step-back"),
    path("filing/<str:number>/opinion/dissent/", opinions.dissent, name="dissent"),
]
