"""What anybody may check without an account."""

from django.urls import path

from certificates.views import files, lookup, verify

URLS: list = [
    path("lookup/", lookup.search, name="lookup"),
    path("lookup/file/", lookup.take, name="lookup-take"),
    path("verify/file/", files.check, name="verify-file"),
    path("verify/<str:number>/", verify.page, name="verify"),
]
