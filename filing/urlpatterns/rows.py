"""The sections of an application that are rows: scope, people, venue, standards."""

from django.urls import path

from filing.rows.kinds import FACILITY, LEVEL, PERSON, SCOPE, STANDING, RowKind
from filing.views import people, rows, scope, standards, venue

FILING = "filing/<str:number>"


def _of(kind: RowKind, under: str) -> list:
    """Adding, changing and removing a row of a kind."""
    given = {"kind": kind}
    return [
        path(f"{FILING}/{under}/add/", rows.add, given, name=f"{kind.key}-add"),
        path(f"{FILING}/{under}/<int:pk>/", rows.edit, given, name=f"{kind.key}-edit"),
        path(f"{FILING}/{under}/<int:pk>/remove/", rows.remove, given, name=f"{kind.key}-remove"),
    ]


URLS: list = [
    path(f"{FILING}/scope/", scope.scope, name="scope"),
    path(f"{FILING}/scope/search/", scope.search, name="scope-search"),
    path(f"{FILING}/scope/add/<str:code>/", scope.add, name="scope-add"),
    path(f"{FILING}/scope/<int:pk>/", scope.edit, name="scope-edit"),
    path(f"{FILING}/scope/<int:pk>/remove/", rows.remove, {"kind": SCOPE}, name="scope-remove"),
    path(f"{FILING}/scope/levels/reference/", scope.reference_ladder, name="level-reference"),
    *_of(LEVEL, "scope/levels"),
    *_of(STANDING, "scope/standings"),
    path(f"{FILING}/people/", people.people, name="people"),
    path(f"{FILING}/people/template.xlsx", people.template, name="people-template"),
    path(f"{FILING}/people/sheet/", people.upload, name="people-sheet"),
    path(f"{FILING}/people/sheet/take/", people.take, name="people-take"),
    *_of(PERSON, "people"),
    path(f"{FILING}/venue/", venue.venue, name="venue"),
    *_of(FACILITY, "venue"),
    path(f"{FILING}/standards/", standards.standards, name="standards"),
    path(f"{FILING}/standards/<int:pk>/", standards.edit, name="basis-edit"),
]
