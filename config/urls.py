"""Which app answers which address (`CONTRACT.md`: the public ones stay stable)."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("ui/", include("ui.urls")),
    path("", include("catalogue.urls")),
    path("", include("casework.urls")),
    path("", include("supervision.urls")),
    path("", include("certificates.urls")),
    path("", include("results.urls")),
    path("", include("papers.urls")),
    path("", include("assessment.urls")),
    path("", include("filing.urls")),
    path("", include("onboarding.urls")),
    path("", include("accounts.urls")),
    path("api/v1/", include("portal.api_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler429 = "portal.views.errors.too_many_requests"
handler500 = "portal.views.errors.server_error"
