"""What candidates see without an account, and the rechecks they ask for."""

from django.urls import path

from results.views import candidates, rechecks

URLS: list = [
    path("candidates/", candidates.entrance, name="candidates"),
    path("candidates/own/", candidates.own, name="candidate"),
    path("candidates/ticket/", candidates.ticket, name="candidate-ticket"),
    path("candidates/recheck/", candidates.recheck, name="candidate-recheck"),
    path("candidates/leave/", candidates.leave, name="candidate-leave"),
    path("plan/<str:number>/rechecks/", rechecks.listing, name="rechecks"),
    path("plan/<str:number>/rechecks/<int:pk>/", rechecks.page, name="recheck"),
]
