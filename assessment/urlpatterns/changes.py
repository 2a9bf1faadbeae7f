"""Changes after approval."""

from django.urls import path

from assessment.views import changes

ALL = "plan/<str:number>/changes"
ONE = f"{ALL}/<int:pk>"

URLS: list = [
    path(f"{ALL}/", changes.listing, name="changes"),
    path(f"{ALL}/propose/<slug:kind>/", changes.propose, name="change-propose"),
    path(f"{ONE}/", changes.page, name="change"),
    path(f"{ONE}/phones/", changes.phones, name="change-phones"),
    *(
        path(f"{ONE}/{act}/", changes.decide, {"act": act}, name=f"change-{act}")
        for act in changes.ANSWERS
    ),
]
