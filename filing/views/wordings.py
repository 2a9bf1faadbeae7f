"""The texts that an office keeps for its answers; for its managers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import BUREAUS, Role
from accounts.models import Organisation
from accounts.selectors import organisations_of
from casework.views.sending import form_page, sent, taken
from filing.enums import WordingUse
from filing.forms.bureau import WordingForm
from filing.models import Wording
from filing.services import wordings


@require_safe
def wording_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All of an office's texts, by what they are for."""
    office = _office_or_404(request, pk)
    kept = list(Wording.objects.filter(office=office))
    groups = [(use.label, [w for w in kept if w.act == use]) for use in WordingUse]
    context = {"office": office, "groups": groups}
    return render(request, "filing/bureau/wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new text."""
    office = _office_or_404(request, pk)
    return _form(request, Wording(office=office), "新增常用语")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int, wording_pk: int) -> HttpResponse:
    """Another wording of a text; what was written with it stays."""
    office = _office_or_404(request, pk)
    wording = get_object_or_404(
        Wording.objects.select_related("office"), pk=wording_pk, office=office
    )
    return _form(request, wording, "修改常用语")


@require_POST
def remove(request: HttpRequest, pk: int, wording_pk: int) -> HttpResponse:
    """Forget a text."""
    office = _office_or_404(request, pk)
    wording = get_object_or_404(
        Wording.objects.select_related("office"), pk=wording_pk, office=office
    )
    wordings.remove(wording, actor=request.user)
    messages.success(request, f"已删除“{wording.title}”。")
    return redirect("filing:wordings", office.pk)


def _form(request: HttpRequest, wording: Wording, title: str) -> HttpResponse:
    office = wording.office
    form = WordingForm(*sent(request)[:1], instance=wording)
    if taken(form, lambda: wordings.save(form.instance, actor=request.user)):
        messages.success(request, f"已保存“{wording.title}”。")
        return redirect("filing:wordings", office.pk)
    return form_page(
        request,
        form,
        title=title,
        eyebrow=office.name,
        lead="办理时可以选用，填入后还能修改。",
        back=reverse("filing:wordings", args=[office.pk]),
        button="保存",
    )


def _office_or_404(request: HttpRequest, pk: int) -> Organisation:
    if pk not in organisations_of(request.user, Role.MANAGER):
        raise Http404
    return get_object_or_404(Organisation, pk=pk, kind__in=BUREAUS)
