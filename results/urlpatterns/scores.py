from django.urls import path

from results.views import deciding, exemptions, marking, outcome, rounds, score_files, scores

SHEET = "plan/<str:number>/scores/<int:item>/<str:subject>/"
URLS: list = [
    path("plan/<str:number>/scores/", scores.overview, name="scores"),
    path(SHEET, scores.sheet, name="sheet"),
    path(f"{SHEET}way/", scores.choose, name="sheet-way"),
    path(f"{SHEET}take/<int:position>/", scores.take, name="round-take"),
    path(f"{SHEET}rounds/<int:position>/give-up/", scores.give_up, name="round-give-up"),
    path(f"{SHEET}round/", rounds.grid, name="round"),
    path(f"{SHEET}round/hand-in/", rounds.hand_in, name="round-hand-in"),
    path(f"{SHEET}round/file/", score_files.upload, name="round-file"),
    path(f"{SHEET}round/template/", score_files.template, name="round-template"),
    path(f"{SHEET}differences/<int:entry>/", deciding.decide, name="decide"),
    path("marking/", marking.own, name="marking"),
    path("marking/<int:duty>/", marking.room, name="marking-room"),
    path("marking/<int:duty>/<int:entry>/", marking.mark, name="mark"),
    path("plan/<str:number>/results/", outcome.results, name="results"),
    path("plan/<str:number>/results/file/", outcome.workbook, name="results-file"),
    path("plan/<str:number>/exemptions/", exemptions.exemptions, name="exemptions"),
    path("plan/<str:number>/exemptions/found/", exemptions.grant_found, name="exemptions-found"),
    path("plan/<str:number>/exemptions/new/", exemptions.waive, name="exemption-new"),
    path(
        "plan/<str:number>/exemptions/<int:pk>/withdraw/",
        exemptions.withdraw,
        name="exemption-withdraw",
    ),
]
