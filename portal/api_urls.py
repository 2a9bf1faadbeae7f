"""The API's addresses, its schema and its pages."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from catalogue.api import OccupationList
from certificates.api.public import Lookup, Status, VerifyFile
from certificates.api.regional import RegionalCertificates, RegionalStatistics
from filing.api import AgencyList

PUBLIC = {"permission_classes": [AllowAny], "authentication_classes": []}

urlpatterns = [
    path("agencies/", AgencyList.as_view(), name="api-agencies"),
    path("occupations/", OccupationList.as_view(), name="api-occupations"),
    path("certificates/lookup/", Lookup.as_view(), name="api-certificate-lookup"),
    path("certificates/verify-file/", VerifyFile.as_view(), name="api-certificate-file"),
    path("certificates/<str:number>/status/", Status.as_view(), name="api-certificate-status"),
    path(
        "regional/certificates/", RegionalCertificates.as_view(), name="api-regional-certificates"
    ),
    path("regional/statistics/", RegionalStatistics.as_view(), name="api-regional-statistics"),
    path("schema/", SpectacularAPIView.as_view(**PUBLIC), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(
            url_name="api-schema",
            template_name="portal/api_docs.html",
            http_method_names=["get", "head"],
            permission_classes=[AllowAny],  # who is signed in stands in the head of the page
        ),
        name="api-docs",
    ),
]
