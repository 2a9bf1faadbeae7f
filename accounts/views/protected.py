"""Protected data in full, on record; and the record."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import demand, get_or_404, require
from accounts.forms.members import ReasonForm
from accounts.models import Organisation, Unmasking
from accounts.rules import manages
from accounts.selectors import staffed_by
from accounts.services import unmask
from accounts.views.forms import refuse
from ui.tables import Column, Table

COLUMNS = (
    Column("at", "时间", ("at",)),
    Column("user", "查看人", ("user__name",)),
    Column("label", "查看内容"),
    Column("reason", "事由"),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def value(request: HttpRequest, label: str, pk: int, field: str) -> HttpResponse:
    """One protected value of one record, once the reason was given."""
    guarded = unmask.find(label)
    if guarded is None or field not in guarded.fields:
        raise Http404
    record = get_or_404(guarded.visible(request.user), pk=pk)
    demand(guarded.may(request.user, record))
    form = ReasonForm(request.POST or None)
    context = {
        "form": form,
        "what": guarded.fields[field],
        "whose": guarded.title(record),
        "back": _way_back(request),
    }
    if request.method == "POST" and form.is_valid():
        try:
            context["value"] = unmask.unmask(
                record,
                field,
                actor=request.user,
                organisation=_on_whose_behalf(request),
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            refuse(form, error)
    return render(request, "accounts/unmask.html", context)


def _on_whose_behalf(request: HttpRequest) -> Organisation | None:
    """In whose log the look stands. An officer's is his office's, even while he acts for another
    organisation of his: there nobody would look for it."""
    acting, offices = request.acting_for or None, staffed_by(request.user)
    return acting if acting in offices or not offices else offices[0]


def _way_back(request: HttpRequest) -> str:
    """The page of ours from which the person came; the desk where that is not known."""
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return back if safe else "/desk/"


@require(manages)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who of the office looked at whose data, and why."""
    rows = Unmasking.objects.filter(organisation=request.acting_for).select_related("user")
    table = Table(request, rows, COLUMNS, default_sort="-at", id="unmaskings")
    return render(request, "accounts/unmaskings.html", {"table": table})
