"""Changes, paper, and what goes upward. Stands before the pages of one certificate, whose number
is a word in the address."""

from django.urls import path

from certificates.views import changing, handing, months, talents, tokens, uploads

SPOILED = "certificates/spoiled/<str:code>"

URLS: list = [
    path("certificates/uploads/", uploads.listing, name="uploads"),
    path("certificates/uploads/new/", uploads.make, name="upload-new"),
    path("certificates/uploads/pressing/", uploads.pressing, name="pressing"),
    path("certificates/uploads/<int:pk>/", uploads.page, name="upload"),
    path("certificates/uploads/<int:pk>/file/", uploads.file, name="upload-file"),
    path("certificates/uploads/<int:pk>/sent/", uploads.mark_sent, name="upload-sent"),
    path("certificates/uploads/<int:pk>/take-back/", uploads.take_back, name="upload-take-back"),
    path("certificates/uploads/<int:pk>/drop/", uploads.drop, name="upload-drop"),
    path("certificates/months/", months.listing, name="months"),
    path("certificates/months/<int:pk>/", months.page, name="month"),
    path("certificates/months/<int:pk>/confirm/", months.confirm, name="month-confirm"),
    path("certificates/months/<int:pk>/file.xlsx", months.sheet, name="month-sheet"),
    path("certificates/months/<int:pk>/file.pdf", months.printed, name="month-print"),
    path("certificates/spoiled/", handing.all_spoiled, name="all-spoiled"),
    path("certificates/spoiled/print/", handing.print_all_spoiled, name="all-spoiled-print"),
    path(f"{SPOILED}/", handing.spoiled, name="spoiled"),
    path(f"{SPOILED}/new/", handing.spoil, name="spoil"),
    path(f"{SPOILED}/print/", handing.print_spoiled, name="spoiled-print"),
    path(f"{SPOILED}/<int:pk>/confirm/", handing.confirm_spoiled, name="spoiled-confirm"),
    path("plan/<str:number>/receipts/", handing.receipts, name="receipts"),
    path("plan/<str:number>/receipts/print/", handing.print_receipts, name="receipts-print"),
    path("certificates/<str:number>/change/<slug:purpose>/", changing.propose, name="change"),
    path("certificates/<str:number>/hand-out/", handing.hand_out, name="hand-out"),
    path("talents/", talents.statistics, name="talents"),
    path("talents/people/", talents.people, name="talent-people"),
    path("talents/export/", talents.export, name="talent-export"),
    path("desk/tokens/", tokens.listing, name="tokens"),
    path("desk/tokens/new/", tokens.new, name="token-new"),
    path("desk/tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("desk/tokens/<int:pk>/calls/", tokens.calls, name="token-calls"),
]
