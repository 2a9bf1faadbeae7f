"""Certificates: issued, looked up, verified, changed, reported."""

from certificates.urlpatterns import bulk, issuing, life, public

app_name = "certificates"
urlpatterns: list = [*public.URLS, *bulk.URLS, *life.URLS, *issuing.URLS]
