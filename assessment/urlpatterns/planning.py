"""Plans: begun, filled in, announced; permits to assess elsewhere."""

from django.urls import path

from assessment.forms.plans import SECTIONS
from assessment.views import permits, plan_items, planning

PLAN = "plan/<str:number>"

URLS: list = [
    path("plans/start/", planning.start, name="plan-start"),
    path("permits/", permits.listing, name="permits"),
    path(f"{PLAN}/", planning.draft, name="plan"),
    path(f"{PLAN}/announcement/", planning.preview, name="plan-announcement"),
    path(f"{PLAN}/items/", plan_items.items, name="plan-items"),
    path(f"{PLAN}/items/<int:pk>/", plan_items.item, name="plan-item"),
    path(
        f"{PLAN}/items/<int:pk>/subject/<slug:kind>/",
        plan_items.subject,
        name="plan-item-subject",
    ),
    path(f"{PLAN}/items/<int:pk>/remove/", plan_items.remove, name="plan-item-remove"),
    *(
        path(f"{PLAN}/{key}/", planning.section, {"key": key}, name=f"plan-{key}")
        for key in SECTIONS
    ),
]
