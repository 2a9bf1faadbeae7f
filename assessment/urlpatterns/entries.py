"""Registrations, links to apply by, competitions."""

from django.urls import path

from assessment.views import (
    applying,
    competitions,
    entries,
    entry,
    entry_links,
    entry_photos,
    shared_papers,
)

PLAN = "plan/<str:number>/entries"
ONE = f"{PLAN}/<int:pk>"
OWN = "apply/own"
RESULTS = "competitions/<int:pk>/results"

URLS: list = [
    path(f"{PLAN}/", entries.entries, name="entries"),
    path(f"{PLAN}/decide/", entries.decide, name="entries-decide"),
    path(f"{PLAN}/papers/", shared_papers.papers, name="entry-papers"),
    path(
        f"{PLAN}/papers/<uuid:file>/withdraw/",
        shared_papers.withdraw,
        name="entry-papers-withdraw",
    ),
    path(f"{PLAN}/photos/", entry_photos.photos, name="entry-photos"),
    path(f"{PLAN}/add/", entry.add, name="entry-add"),
    path(f"{PLAN}/links/", entry_links.links, name="entry-links"),
    path(f"{PLAN}/links/<int:pk>/close/", entry_links.close, name="entry-link-close"),
    path(f"{ONE}/", entry.page, name="entry"),
    path(f"{ONE}/edit/", entry.edit, name="entry-edit"),
    path(f"{ONE}/submit/", entry.submit, name="entry-submit"),
    path(f"{ONE}/withdraw/", entry.withdraw, name="entry-withdraw"),
    path(f"{ONE}/photo/", entry.photo, name="entry-photo"),
    path(f"{ONE}/evidence/", entry.evidence, name="entry-evidence"),
    path(
        f"{ONE}/evidence/<int:paper>/remove/", entry.remove_evidence, name="entry-evidence-remove"
    ),
    path(f"{ONE}/sheet.pdf", entry.sheet, name="entry-sheet"),
    path(f"{ONE}/own-address/", entry_links.own_address, name="entry-own-address"),
    path("apply/", applying.apply, name="apply"),
    path(f"{OWN}/", applying.own, name="own-entry"),
    path(f"{OWN}/edit/", applying.edit, name="own-edit"),
    path(f"{OWN}/photo/", applying.photo, name="own-photo"),
    path(f"{OWN}/picture/", applying.picture, name="own-picture"),
    path(f"{OWN}/evidence/", applying.evidence, name="own-evidence"),
    path(
        f"{OWN}/evidence/<int:paper>/remove/",
        applying.remove_evidence,
        name="own-evidence-remove",
    ),
    path(f"{OWN}/submit/", applying.submit, name="own-submit"),
    path(f"{OWN}/sheet.pdf", applying.sheet, name="own-sheet"),
    path("competitions/", competitions.listing, name="competitions"),
    path("competitions/add/", competitions.add, name="competition-add"),
    path("competitions/<int:pk>/", competitions.page, name="competition"),
    path(f"{RESULTS}/add/", competitions.add_result, name="competition-result-add"),
    path(
        f"{RESULTS}/<int:result>/remove/",
        competitions.remove_result,
        name="competition-result-remove",
    ),
]
