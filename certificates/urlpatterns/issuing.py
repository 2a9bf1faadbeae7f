"""Numbers, issue, lists and downloads."""

from django.urls import path

from certificates.views import holders, issuing, numbers, overprints, registers, special

PLAN = "plan/<str:number>/certificates"

URLS: list = [
    path(f"{PLAN}/", issuing.page, name="issue"),
    path(f"{PLAN}/begin/", issuing.begin, name="begin"),
    path(f"{PLAN}/go-on/", issuing.go_on, name="go-on"),
    path(f"{PLAN}/finish/", issuing.finish, name="finish"),
    path(f"{PLAN}/proof/", issuing.proof, name="proof"),
    path(f"{PLAN}/people/<int:pk>/give-up/", issuing.give_up, name="give-up"),
    path(f"{PLAN}/people/<int:pk>/photo/", issuing.photo, name="photo"),
    path(f"{PLAN}/people/<int:pk>/correct/", holders.correct, name="correct-holder"),
    path(f"{PLAN}/zip/<int:part>/", registers.pack, name="zip"),
    path(f"{PLAN}/overprint/<int:part>/", overprints.of_plan, name="overprints"),
    path(f"{PLAN}/numbers/", numbers.source, name="numbers"),
    path(f"{PLAN}/numbers/template/", numbers.template, name="numbers-template"),
    path(f"{PLAN}/numbers/import/", numbers.upload, name="numbers-upload"),
    path(f"{PLAN}/numbers/import/<int:pk>/", numbers.preview, name="numbers-preview"),
    path(f"{PLAN}/numbers/import/<int:pk>/take/", numbers.take, name="numbers-take"),
    path("certificates/", registers.listed, name="list"),
    path("certificates/gaps/", registers.gaps, name="gaps"),
    path("certificates/gaps/file/", registers.gaps_file, name="gaps-file"),
    path("certificates/gaps/print/", registers.gaps_print, name="gaps-print"),
    path("certificates/special/", special.enter, name="special-enter"),
    path("certificates/<str:number>/", registers.certificate, name="certificate"),
    path("certificates/<str:number>/file/", registers.file, name="file"),
    path("certificates/<str:number>/overprint/", overprints.one, name="overprint"),
]
