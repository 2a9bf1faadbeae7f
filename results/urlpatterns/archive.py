"""The archive of a plan, its dossier, and the ledger."""

from django.urls import path

from results.views import archive, dossiers, ledger

PLAN = "plan/<str:number>/archive"

URLS: list = [
    path(f"{PLAN}/", archive.page, name="archive"),
    path(f"{PLAN}/add/", archive.add, name="archive-add"),
    path(f"{PLAN}/<int:pk>/strike/", archive.strike, name="archive-strike"),
    path(f"{PLAN}/<int:pk>/file/", archive.file, name="archive-file"),
    path(f"{PLAN}/holds/add/", archive.hold, name="hold-add"),
    path(f"{PLAN}/holds/<int:pk>/lift/", archive.lift, name="hold-lift"),
    path(f"{PLAN}/dossiers/", dossiers.make, name="dossier-make"),
    path(f"{PLAN}/dossiers/<int:pk>/file/", dossiers.download, name="dossier-file"),
    path("ledger/", ledger.page, name="ledger"),
    path("ledger/file/", ledger.workbook, name="ledger-file"),
]
