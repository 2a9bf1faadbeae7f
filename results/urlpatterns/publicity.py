"""Publicity, corrections, the upload."""

from django.urls import path

from results.views import corrections, publicity

ALL = "plan/<str:number>/corrections"
ONE = f"{ALL}/<int:pk>"

URLS: list = [
    path("publicity/<int:pk>/", publicity.public_list, name="public-list"),
    path("plan/<str:number>/upload/", publicity.upload, name="upload"),
    path(f"{ALL}/", corrections.listing, name="corrections"),
    path(f"{ALL}/propose/", corrections.propose, name="correction-propose"),
    path(f"{ONE}/", corrections.page, name="correction"),
    *(
        path(f"{ONE}/{act}/", corrections.decide, {"act": act}, name=f"correction-{act}")
        for act in corrections.ANSWERS
    ),
]
