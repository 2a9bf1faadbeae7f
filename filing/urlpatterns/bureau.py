"""What the receiving bureau does before its answer; the answers themselves are acts."""

from django.urls import path

from filing.views import reading, supplement, wordings

URLS = [
    path("filing/<slug:number>/read/", reading.read, name="read"),
    path("filing/<slug:number>/items/", supplement.add, name="item-add"),
    path("filing/<slug:number>/items/<int:pk>/remove/", supplement.remove, name="item-remove"),
    path("filing/<slug:number>/ask-supplement/", supplement.ask, name="ask-supplement"),
    path("filing/<slug:number>/allow-supplement/", supplement.allow, name="allow-supplement"),
    path("desk/wordings/<int:pk>/", wordings.wording_list, name="wordings"),
    path("desk/wordings/<int:pk>/new/", wordings.add, name="wording-add"),
    path(
        "desk/wordings/<int:pk>/<int:wording_pk>/",
        wordings.change,
        name="wording-change",
    ),
    path(
        "desk/wordings/<int:pk>/<int:wording_pk>/remove/",
        wordings.remove,
        name="wording-remove",
    ),
]
