"""The photographs of many registrations, handed in together."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessment.enums import EntryStatus
from assessment.selectors import entries as entry_rights
from assessment.services import entry_photos as service
from assessment.views.entries import handled_or_403
from casework.views.sending import sent, taken
from ui.forms import FilesField, StyledFormMixin

LACKING_SHOWN = 100
MOST_MEGABYTES = 30  # together; what a proxy lets through stands in docs/production.md


class PhotosForm(StyledFormMixin, forms.Form):
    """The photographs."""

    photos = FilesField(
        label="照片文件",
        accept=".jpg,.jpeg,.png",
        help_text=f"可以一次选多张，最多 {service.MOST} 张。一寸白底彩色免冠照片，近六个月拍摄，"
        "jpg 或 png，至少 295 × 413 像素。",
    )

    def clean_photos(self) -> list:
        given = self.cleaned_data["photos"]
        if len(given) > service.MOST:
            raise forms.ValidationError(f"一次最多 {service.MOST} 张，请分几次上传。")
        if sum(photo.size for photo in given) > MOST_MEGABYTES * 1024**2:
            raise forms.ValidationError(f"合计超过 {MOST_MEGABYTES} MB，请分几次上传。")
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, number: str) -> HttpResponse:
    """Who has no photograph yet, and handing in many at once. Clerks of the agency and of the
    client; 403 for who may only read, and when enrolment is over."""
    plan = handled_or_403(request.user, number)
    if not entry_rights.is_open(plan):
        raise PermissionDenied("报名没有开放或已经截止，不能再改动。")
    form, outcomes = PhotosForm(*sent(request)), []

    def do() -> None:
        given = form.cleaned_data["photos"]
        outcomes.extend(service.keep_many(plan, given, actor=request.user))

    done = taken(form, do)
    living = plan.entries.exclude(status=EntryStatus.WITHDRAWN)
    lacking = living.filter(photo=None)
    context = {
        "plan": plan,
        "form": PhotosForm() if done else form,
        "kept": [each for each in outcomes if not each.refused],
        "refused": [each for each in outcomes if each.refused],
        "lacking": lacking.order_by("number")[:LACKING_SHOWN],
        "lacking_count": lacking.count(),
        "entered": living.exists(),
        "back": reverse("assessment:entries", args=[number]),
    }
    status = 422 if form.is_bound and not done else 200
    return render(request, "assessment/entries/photos.html", context, status=status)
