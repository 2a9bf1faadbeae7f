"""Links by which workers apply themselves: made, shown once, closed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessment.models import Plan
from assessment.services import entry_links
from assessment.views.entries import handled_or_403
from assessment.views.entry import entry_or_404
from casework.views.sending import sent, taken
from ui.forms import StyledFormMixin

USUAL_DAYS = 14


class LinkForm(StyledFormMixin, forms.Form):
    """A new link."""

    label = forms.CharField(
        label="用途", max_length=100, help_text="例如“一车间电工”，只供自己区分。"
    )
    employer = forms.CharField(
        label="工作单位",
        max_length=100,
        required=False,
        help_text="填写后，通过这个链接报名的人不用再填。",
    )
    days = forms.IntegerField(
        label="有效期（天）", min_value=1, error_messages={"invalid": "有效期应为整数。"}
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        most, field = entry_links.longest(plan), self.fields["days"]
        self.initial = {"employer": _employer(plan), "days": min(USUAL_DAYS, most)}
        field.widget.attrs["max"] = most
        field.help_text = f"最长 {most} 天"
        if plan.enrol_until:
            field.help_text += f"，不超过公告的报名截止日（{date_format(plan.enrol_until)}）"
        field.help_text += "。"

    def clean_days(self) -> int:
        days = self.cleaned_data["days"]
        if wrong := entry_links.wrong_days(self.plan, days):
            raise ValidationError(wrong)
        return days


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, number: str) -> HttpResponse:
    """The links of a plan, and a new one; its address is shown this once."""
    plan = handled_or_403(request.user, number)
    form = LinkForm(*sent(request), plan=plan)
    made = []

    def do() -> None:
        made.append(entry_links.make(plan, actor=request.user, **form.cleaned_data))

    address = ""
    if taken(form, do):
        address = request.build_absolute_uri(entry_links.address(made[0][1]))
        form = LinkForm(plan=plan)
    rows = (
        plan.links.select_related("plan", "made_by").annotate(used=Count("entries")).order_by("-pk")
    )
    context = {
        "plan": plan,
        "form": form,
        "address": address,
        "links": [(row, entry_links.is_open(row)) for row in rows],
        "why_none": entry_links.why_none(plan),
        "back": reverse("assessment:entries", args=[number]),
    }
    wrong = form.is_bound and not form.is_valid()
    template = "assessment/entries/links.html"
    return render(request, template, context, status=422 if wrong else 200)


def _employer(plan) -> str:
    return plan.for_commission.owner.name if plan.for_commission else plan.owner.name


@require_POST
def close(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let nobody begin through a link any more."""
    plan = handled_or_403(request.user, number)
    entry_links.close(get_object_or_404(plan.links, pk=pk))
    messages.success(request, "链接已关闭，已经开始的人仍可填完。")
    return redirect("assessment:entry-links", number)


@never_cache
@require_POST
def own_address(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A new address for somebody who lost that of his or her application."""
    plan = handled_or_403(request.user, number)
    entry = entry_or_404(plan, pk)
    if entry.link is None:
        messages.error(request, "这份报名由经办人填写，没有本人链接。")
        return redirect("assessment:entry", number, pk)
    path = entry_links.own_address(entry_links.give_address(entry))
    context = {
        "plan": plan,
        "entry": entry,
        "back": reverse("assessment:entry", args=[number, pk]),
        "address": request.build_absolute_uri(path),
    }
    return render(request, "assessment/entries/own_address.html", context)
