"""What is paid for certificates."""

from django.urls import path

from supervision.views import pay, pay_public

URLS: list = [
    path("pay/", pay.overview, name="pay"),
    path("pay/answer/", pay_public.answer, name="pay-answer"),
    path("pay/certificates/<str:number>/", pay.record, name="pay-record"),
    path("pay/<int:pk>/", pay.of, name="pay-of"),
]
