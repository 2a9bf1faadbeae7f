"""The administration keeps reference data: offices. People and their business are not shown in it,
and it has no sign-in of its own."""

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.contrib.auth.admin import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from simple_history.admin import SimpleHistoryAdmin

from accounts.enums import BUREAUS, OrganisationKind, OrganisationStatus
from accounts.models import Organisation

for model in (Group, EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def change_password(request: HttpRequest, extra_context=None) -> HttpResponse:
    """The portal's own page has the limits and signs out elsewhere."""
    return redirect("account_change_password")


admin.site.login = secure_admin_login(admin.site.login)
admin.site.password_change = change_password


class OfficeAdmin(SimpleHistoryAdmin):
    """The bureaus: their tier, territory and superior. Applicants register themselves."""

    list_display = ("name", "kind", "tier", "division", "status")
    list_filter = ("kind", "tier", "status")
    search_fields = ("name", "division__name")
    autocomplete_fields = ("division",)
    fields = (
        "name", "kind", "tier", "division", "superior", "entrusted_by", "status",
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).filter(kind__in=BUREAUS).select_related("division")

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            kwargs["choices"] = [(k, OrganisationKind(k).label) for k in BUREAUS]
        if db_field.name == "status":
            shown = (OrganisationStatus.ACTIVE, OrganisationStatus.CLOSED)
            kwargs["choices"] = [(s, s.label) for s in shown]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in ("superior", "entrusted_by"):
            kwargs["queryset"] = Organisation.objects.filter(kind__in=BUREAUS)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


admin.site.register(Organisation, OfficeAdmin)
