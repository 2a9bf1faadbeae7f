"""Cases and notices of whoever is signed in."""

from django.urls import path

from casework.views import acts, cases, notices

app_name = "casework"
urlpatterns = [
    path("cases/", cases.case_list, name="cases"),
    path("cases/<slug:number>/", cases.case_page, name="case"),
    path("cases/<slug:number>/take/", acts.take, name="take"),
    path("cases/<slug:number>/hand-over/", acts.hand_over, name="hand-over"),
    path("cases/<slug:number>/release/", acts.release, name="release"),
    path("cases/<slug:number>/acts/<slug:name>/", acts.act, name="act"),
    path("desk/notices/", notices.notice_list, name="notices"),
    path("desk/notices/read/", notices.read_all, name="notices-read-all"),
    path("desk/notices/<int:pk>/read/", notices.read, name="notice-read"),
]
