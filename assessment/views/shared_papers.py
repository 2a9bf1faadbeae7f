"""One paper for many registrations: chosen for whom, shown what it comes to, handed in."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessment.enums import EvidenceKind
from assessment.filters import EntryFilter
from assessment.models import Plan
from assessment.selectors import entries as entry_rights
from assessment.selectors.papers import shared_in
from assessment.services import shared_papers as service
from assessment.services.shared_papers import Scope
from assessment.views.entries import SEEN, handled_or_403
from casework.evidence_forms import ACCEPT
from casework.services.door import DoorError
from casework.views.sending import form_page, taken
from ui.forms import StyledFormMixin

LACKING, ALL, TICKED = "lacking", "all", "ticked"
WHO = [(LACKING, "筛选出的人中，还缺这类材料的"), (ALL, "筛选出的全部人员")]
NAMED = 200
TEMPLATE = "assessment/entries/papers.html"


class ChoiceForm(StyledFormMixin, forms.Form):
    """What the paper is, and for whom."""

    kind = forms.ChoiceField(label="材料类别", choices=EvidenceKind.choices)
    who = forms.ChoiceField(label="用于哪些报名", choices=WHO)


class PaperForm(StyledFormMixin, forms.Form):
    """The paper. `seen`: what the page showed of the people that it is for."""

    file = forms.FileField(
        label="文件",
        help_text="pdf、jpg、png、docx 或 xlsx，写有以上全部人员。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    note = forms.CharField(label="说明", max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """For whom a paper is, who lacks one afterwards, and handing it in. Clerks of the agency and
    of the client; 403 for who may only read, and when enrolment is over."""
    plan = _open_or_403(request, number)
    data = request.POST if request.method == "POST" else request.GET
    ticked = [int(found[1]) for each in data.getlist("entry") if (found := SEEN.fullmatch(each))]
    asked = _asked(data, ticked)
    narrowed = EntryFilter(
        data, plan.entries.all(), request=request, items=plan.items.select_related("occupation")
    )
    chosen = plan.entries.filter(pk__in=ticked) if asked["who"] == TICKED else narrowed.qs
    scope = Scope(EvidenceKind(asked["kind"]), chosen, asked["who"] == LACKING)
    found = service.cover(plan, scope)
    sending = request.method == "POST" and "share" in data
    form = PaperForm(*((data, request.FILES) if sending else ()), initial={"seen": found.seen})
    if taken(form, lambda: _share(request, plan, scope, form)):
        return redirect("assessment:entries", number)
    if form.is_bound:
        form.data = {**form.data.dict(), "seen": found.seen}
    return form_page(
        request, form, template=TEMPLATE, **_shown(plan, data, ticked, asked, found, narrowed)
    )


def _asked(data, ticked: list[int]) -> dict[str, str]:
    """The kind and for whom; what makes no sense is as if it had not been asked."""
    kind, who = data.get("kind", ""), data.get("who", "")
    usual = TICKED if ticked else LACKING
    known = (LACKING, ALL, TICKED) if ticked else (LACKING, ALL)
    return {
        "kind": kind if kind in EvidenceKind else EvidenceKind.SOCIAL_SECURITY.value,
        "who": who if who in known else usual,
    }


def _share(request: HttpRequest, plan: Plan, scope: Scope, form: PaperForm) -> None:
    given = form.cleaned_data
    count = service.share(
        plan,
        scope,
        upload=given["file"],
        note=given["note"],
        seen=given["seen"],
        actor=request.user,
    )
    messages.success(request, f"材料已上传，用于 {count} 份报名。")


def _shown(plan: Plan, data, ticked, asked, found, narrowed) -> dict:
    choice = ChoiceForm(initial=asked)
    if ticked:
        choice.fields["who"].choices = [(TICKED, f"勾选的 {len(ticked)} 份"), *WHO]
    kept = {name: data.get(name, "") for name in narrowed.form.fields}
    return {
        "plan": plan,
        "choice": choice,
        "filter": narrowed.form,
        "asked": asked,
        "kept": [(name, value) for name, value in kept.items() if value],
        "ticks": data.getlist("entry") if ticked else [],
        "kind": EvidenceKind(asked["kind"]).label,
        "found": found,
        "lists": (found.taken[:NAMED], found.left[:NAMED], found.still[:NAMED]),
        "named": NAMED,
        "shared": shared_in(plan),
        "back": reverse("assessment:entries", args=[plan.number]),
    }


@require_POST
def withdraw(request: HttpRequest, number: str, file: UUID) -> HttpResponse:
    """Take a shared paper out of all registrations that may still be changed."""
    plan = _open_or_403(request, number)
    try:
        count = service.withdraw(plan, file, actor=request.user)
    except (ValidationError, DoorError) as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, f"已从 {count} 份报名移去这份材料。")
    return redirect("assessment:entry-papers", number)


def _open_or_403(request: HttpRequest, number: str) -> Plan:
    plan = handled_or_403(request.user, number)
    if not entry_rights.is_open(plan):
        raise PermissionDenied("报名没有开放或已经截止，不能再改动。")
    return plan
