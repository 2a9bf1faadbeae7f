"""Links by which workers apply themselves: made, shown once, closed."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessment import entry_rights
from assessment.services import entry_links
from assessment.views.entries import handled_or_403
from assessment.views.entry import entry_or_404
from casework.views.sending import sent, taken
from config import clock
from ui.forms import StyledFormMixin


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
        label="有效期（天）",
        min_value=1,
        max_value=entry_links.LONGEST_DAYS,
        initial=14,
        error_messages={"invalid": "有效期应为整数。"},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, number: str) -> HttpResponse:
    """The links of a plan, and a new one; its address is shown this once."""
    plan = handled_or_403(request.user, number)
    form = LinkForm(*sent(request), initial={"employer": _employer(plan)})
    made = []

    def do() -> None:
        made.append(entry_links.make(plan, actor=request.user, **form.cleaned_data))

    address = ""
    if taken(form, do):
        address = request.build_absolute_uri(entry_links.address(made[0][1]))
        form = LinkForm()
    now = clock.now()
    rows = plan.links.select_related("made_by").annotate(used=Count("entries")).order_by("-pk")
    context = {
        "plan": plan,
        "form": form,
        "address": address,
        "links": [(row, row.closed_at is None and row.expires_at > now) for row in rows],
        "open": entry_rights.is_open(plan),
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
