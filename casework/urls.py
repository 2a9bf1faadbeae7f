"""Cases and notices of whoever is signed in."""

from django.urls import path

from casework.views import (
    acts,
    cases,
    comments,
    jobs,
    letters,
    materials,
    moves,
    notice_settings,
    notices,
    public,
    publications,
    saved_views,
    sheet_imports,
)

app_name = "casework"
urlpatterns = [
    path("cases/", cases.case_list, name="cases"),
    path("cases/views/save/", saved_views.save, name="view-save"),
    path("cases/views/<int:pk>/remove/", saved_views.remove, name="view-remove"),
    path("cases/<slug:number>/", cases.case_page, name="case"),
    path("cases/<slug:number>/comment/", comments.comment, name="comment"),
    path("cases/<slug:number>/take/", acts.take, name="take"),
    path("cases/<slug:number>/hand-over/", acts.hand_over, name="hand-over"),
    path("cases/<slug:number>/release/", acts.release, name="release"),
    path("cases/<slug:number>/acts/<slug:name>/", acts.act, name="act"),
    path("cases/<slug:number>/materials/", materials.material_list, name="materials"),
    path("cases/<slug:number>/materials/new/", materials.add, name="material-add"),
    path("cases/<slug:number>/materials/stand-in/", materials.stand_in, name="material-stand-in"),
    path(
        "cases/<slug:number>/materials/<int:pk>/replace/",
        materials.replace,
        name="material-replace",
    ),
    *(
        path(
            f"cases/<slug:number>/materials/<int:pk>/{action}/",
            materials.mark,
            {"action": action},
            name=f"material-{action}",
        )
        for action in materials.MARKS
    ),
    path("files/<uuid:file_id>/", materials.stored_file, name="file"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/acknowledge/", letters.acknowledge, name="letter-acknowledge"),
    path("letters/head/<int:pk>/", letters.head, name="letter-head"),
    path("desk/publications/", publications.desk_list, name="publications"),
    path("desk/publications/new/", publications.new, name="publication-new"),
    path("desk/publications/<int:pk>/", publications.desk_page, name="publication"),
    path("desk/publications/<int:pk>/correct/", publications.correct, name="publication-correct"),
    path(
        "desk/publications/<int:pk>/withdraw/", publications.withdraw, name="publication-withdraw"
    ),
    path(
        "desk/publications/<int:pk>/objections/<int:objection_pk>/",
        publications.answer,
        name="objection-answer",
    ),
    path("notices/", public.notice_list, name="public-notices"),
    path("notices/<int:pk>/", public.notice, name="public-notice"),
    path("notices/<int:pk>/object/", public.object_to, name="public-object"),
    path("notices/objection/", public.objection, name="public-objection"),
    path("desk/notices/", notices.notice_list, name="notices"),
    path("desk/notices/read/", notices.read_all, name="notices-read-all"),
    path("desk/notices/<int:pk>/read/", notices.read, name="notice-read"),
    path("desk/notices/settings/", notice_settings.edit, name="notice-settings"),
    path("desk/moves/", moves.move_list, name="moves"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job-cancel"),
    path("imports/<slug:kind>/", sheet_imports.upload, name="import-new"),
    path("imports/<slug:kind>/template.xlsx", sheet_imports.template, name="import-template"),
    path("imports/<slug:kind>/<int:pk>/", sheet_imports.page, name="import"),
    path("imports/<slug:kind>/<int:pk>/faults.xlsx", sheet_imports.faults, name="import-faults"),
    path("imports/<slug:kind>/<int:pk>/confirm/", sheet_imports.confirm, name="import-confirm"),
    path("imports/<slug:kind>/<int:pk>/drop/", sheet_imports.drop, name="import-drop"),
]
