"""An applicant begins an application."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Organisation
from casework.forms import refuse
from casework.services import door
from filing import selectors
from filing.forms.starting import StartForm
from filing.services import starting


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose organisation, regime, purpose and office. 403 for who files for nobody, 404 for an
    organisation of others."""
    owners = list(selectors.applicants_of(request.user).select_related("division"))
    if not owners:
        raise PermissionDenied("您的单位还没有确认，或者您不是管理员、经办人，不能申请备案。")
    owner = _owner(request, owners)
    if owner is None:
        return render(request, "filing/start/owners.html", {"owners": owners})
    ways = starting.ways(owner)
    forms = {way.regulation.id: StartForm(way=way) for way in ways if way.is_free}
    status = 200
    if request.method == "POST":
        sent, filing = _start(request, owner, ways)
        if filing:
            messages.success(request, "已建立申请草稿，随时保存，可以分几次填完。")
            return redirect("filing:draft", filing.number)
        status = 422
        forms |= {sent.way.regulation.id: sent} if sent else {}
    context = {
        "title": _title(ways),
        "owner": owner,
        "owners": owners,
        "ways": [(way, forms.get(way.regulation.id)) for way in ways],
    }
    return render(request, "filing/start/ways.html", context, status=status)


def _title(ways: list[starting.Way]) -> str:
    """By what may be asked for: of who is filed already, a change or a renewal."""
    if not any(way.agency for way in ways):
        return "申请备案"
    filed = all(way.agency for way in ways)
    return "申请变更或延续" if filed else "申请备案、变更或延续"


def _owner(request: HttpRequest, owners: list[Organisation]) -> Organisation | None:
    """The organisation that is meant; None where one must be chosen first."""
    asked = request.POST.get("owner") or request.GET.get("owner", "")
    if not asked:
        return owners[0] if len(owners) == 1 else None
    pk = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    return get_object_or_404(selectors.applicants_of(request.user), pk=pk)


def _start(request: HttpRequest, owner: Organisation, ways: list[starting.Way]):
    """(the form that was sent, the new application): one of them is None, or both."""
    chosen = next((w for w in ways if f"{w.regulation.id}-regulation" in request.POST), None)
    if chosen is None:
        messages.error(request, "本单位不能按这项政策申请，请重新选择。")
        return None, None
    form = StartForm(request.POST, way=chosen)
    if not form.is_valid():
        return form, None
    given = form.cleaned_data
    try:
        filing = starting.start(
            owner,
            regulation_id=chosen.regulation.id,
            purpose=given["purpose"],
            receiver=given.get("receiver"),
            actor=request.user,
        )
    except ValidationError as error:
        refuse(form, error)
        return form, None
    except door.ForbiddenError as error:
        raise PermissionDenied(str(error)) from error
    return None, filing
