"""Credit: what everybody reads, the desk of offices, the agency's own."""

from django.urls import path

from supervision.views import credit_desk, credit_public

URLS: list = [
    path("credit/", credit_public.ratings, name="credit"),
    path("credit/formula/<int:version>/", credit_public.formula, name="credit-formula"),
    path("credit/listed/<int:pk>/", credit_public.listed, name="credit-listed"),
    path("credit/<slug:number>/", credit_public.one_round, name="credit-round"),
    path("credit/<slug:number>/<str:code>/", credit_public.one_rating, name="credit-rating"),
    path("desk/credit/", credit_desk.listing, name="credit-desk"),
    path("desk/credit/begin/", credit_desk.begin, name="credit-begin"),
    path("desk/credit/mine/", credit_desk.mine, name="credit-mine"),
    path("desk/credit/items/<int:pk>/contest/", credit_desk.contest, name="credit-contest"),
    path("desk/credit/<slug:number>/<str:code>/", credit_desk.details, name="credit-details"),
]
