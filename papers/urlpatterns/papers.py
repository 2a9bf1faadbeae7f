"""Blueprints, papers and their printing."""

from django.urls import path

from papers.views import adjusting, blueprints, papers, printing

BANK = "banks/<int:bank>/blueprints"
PLAN = "plan/<str:number>/papers"
ONE = f"{PLAN}/<int:pk>"
PRINTING = f"{PLAN}/printing"

URLS: list = [
    path(f"{BANK}/", blueprints.listing, name="blueprints"),
    path(f"{BANK}/add/", blueprints.add, name="blueprint-add"),
    path(f"{BANK}/try/", blueprints.attempt, name="blueprint-try"),
    path(f"{BANK}/<int:pk>/retire/", blueprints.retire, name="blueprint-retire"),
    path(f"{PLAN}/", papers.overview, name="papers"),
    path(f"{PLAN}/draw/<int:item>/<str:subject>/", papers.draw, name="paper-draw"),
    path(f"{ONE}/", adjusting.page, name="paper"),
    path(f"{ONE}/questions/<int:question>/exchange/", adjusting.exchange, name="paper-exchange"),
    path(f"{ONE}/questions/<int:question>/reword/", adjusting.reword, name="paper-reword"),
    path(f"{ONE}/images/<uuid:file>/", adjusting.image, name="paper-image"),
    path(f"{ONE}/spoil/", papers.spoil, name="paper-spoil"),
    path(f"{ONE}/open/", papers.open_paper, name="paper-open"),
    path(f"{PRINTING}/", printing.orders, name="print-orders"),
    path(f"{PRINTING}/houses/add/", printing.add_house, name="printing-house-add"),
    path(f"{PRINTING}/houses/<int:pk>/end/", printing.end_house, name="printing-house-end"),
    path(f"{PRINTING}/hand-over/", printing.hand_over, name="papers-hand-over"),
    path(f"{PRINTING}/<int:pk>/receive/", printing.receive, name="papers-receive"),
    path(f"{PRINTING}/<int:pk>/papers/<int:paper>/", printing.file, name="papers-file"),
]
