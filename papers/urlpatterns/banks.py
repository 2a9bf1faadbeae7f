"""Question banks: points, questions, spreadsheets."""

from django.urls import path

from papers.views import banks, exchange, questions

BANK = "banks/<int:pk>"
POINT = f"{BANK}/points"
QUESTIONS = f"{BANK}/questions"
ONE = f"{QUESTIONS}/<int:number>"

URLS: list = [
    path("banks/", banks.listing, name="banks"),
    path("banks/agency/<str:code>/open/", banks.open_bank, name="bank-open"),
    path(f"{BANK}/", banks.page, name="bank"),
    path(f"{BANK}/edit/", banks.edit, name="bank-edit"),
    path(f"{POINT}/add/", banks.point_add, name="point-add"),
    path(f"{POINT}/import/", banks.points_import, name="points-import"),
    path(f"{POINT}/template.xlsx", banks.points_template, name="points-template"),
    path(f"{POINT}/<int:point>/", banks.point_edit, name="point-edit"),
    path(f"{POINT}/<int:point>/remove/", banks.point_remove, name="point-remove"),
    path(f"{QUESTIONS}/", questions.listing, name="questions"),
    path(f"{QUESTIONS}/add/<slug:kind>/", questions.add, name="question-add"),
    path(f"{QUESTIONS}/decide/", questions.decide, name="questions-decide"),
    path(f"{ONE}/", questions.page, name="question"),
    path(f"{ONE}/edit/", questions.edit, name="question-edit"),
    path(f"{ONE}/image/", questions.image, name="question-image"),
    path(f"{ONE}/restore/", questions.restore, name="question-restore"),
    path(f"{BANK}/import/", exchange.upload, name="bank-import"),
    path(f"{BANK}/import/template.xlsx", exchange.template, name="bank-template"),
    path(f"{BANK}/import/review/", exchange.review, name="bank-upload"),
    path(f"{BANK}/import/confirm/", exchange.confirm, name="bank-upload-confirm"),
    path(f"{BANK}/import/drop/", exchange.drop, name="bank-upload-drop"),
    path(f"{BANK}/export/", exchange.export, name="bank-export"),
]
