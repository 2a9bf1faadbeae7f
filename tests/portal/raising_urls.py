"""Addresses at which something goes wrong, for pages and for the API."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from config import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

FAULTS = {"bad": SuspiciousOperation, "forbidden": PermissionDenied, "broken": ZeroDivisionError}


@login_not_required
def fail(request, fault):
    raise FAULTS[fault]("secret detail")


urlpatterns = [
    path("raise/<str:fault>/", fail),
    path("api/raise/<str:fault>/", fail),
    *urls.urlpatterns,
]
