"""Windows of selection, enterprise standards, recognition of a parent's filing."""

from django.urls import path

from filing.views import recognitions, standard_cases, windows

URLS: list = [
    path("windows/", windows.public_list, name="windows"),
    path("windows/<int:pk>/", windows.public_page, name="window"),
    path("desk/windows/", windows.desk_list, name="windows-desk"),
    path("desk/windows/new/", windows.new, name="window-new"),
    path("desk/windows/<int:pk>/", windows.desk_page, name="window-desk"),
    path("desk/windows/<int:pk>/extend/", windows.extend, name="window-extend"),
    path("standards/new/", standard_cases.start, name="standard-start"),
    path("recognitions/new/", recognitions.start, name="recognition-start"),
]
