"""The corps of supervisors: listed, appointed, with its cards; the public page of a card."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import masking
from accounts.models import Organisation
from accounts.selectors import organisations_of, staffed_by
from casework.services import files
from casework.views.cases import visible_or_404
from casework.views.sending import attempted, form_page, sent
from printing.pdf import PrintError
from supervision.documents import card as cards
from supervision.enums import CorpsSide
from supervision.forms.corps import AppointForm
from supervision.models import CorpsAppointment
from supervision.selectors import corps as reads
from supervision.selectors import visits
from supervision.services.corps import appointing
from ui.tables import Column, Table

COLUMNS = (
    Column("person", "督导员", ("person__name",)),
    Column("side", "类别", ("side",)),
    Column("by", "聘任单位"),
    Column("until", "聘期至", ("until",)),
    Column("state", "状态"),
    Column("sent", "督导（场）", numeric=True),
    Column("in_time", "按时提交", numeric=True),
    Column("rating", "完整 / 有用", numeric=True),
)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The appointments that a person may see, with the figures of those of one's own offices."""
    if not (staffed_by(request.user) or organisations_of(request.user)):
        raise PermissionDenied(appointing.NOT_YOURS)
    table = Table(
        request, reads.visible_to(request.user), COLUMNS, default_sort="until", id="corps"
    )
    rows = list(table.page)
    offices = [office.pk for office in staffed_by(request.user)]
    people = [row.person_id for row in rows if row.side == CorpsSide.EXTERNAL]
    figures = reads.figures_of(people, offices) if offices else {}
    context = {
        "table": table,
        "rows": [
            (row, *row.standing, figures.get(row.person_id) if row.office_id in offices else None)
            for row in rows
        ],
        "sends": bool(visits.senders_of(request.user)),
        "appoints": bool(reads.offices_of(request.user) or reads.agencies_of(request.user)),
    }
    return render(request, "supervision/corps/listing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Appoint somebody for one of one's offices or agencies; 403 for whoever appoints for none."""
    offices, agencies = reads.offices_of(request.user), reads.agencies_of(request.user)
    if not (offices or agencies):
        raise PermissionDenied(appointing.NOT_YOURS)
    people = [
        (f"{each}（外部）", [(each, user) for user in reads.candidates(each)]) for each in offices
    ]
    people += [
        (f"{each}（内部）", [(each, row) for row in reads.staff_candidates(each)])
        for each in agencies
    ]
    form = AppointForm(*sent(request), offered=people)
    if form.is_bound and form.is_valid() and (made := _appointed(request, form)):
        messages.success(request, "已聘任，可以下载督导证。")
        return redirect("casework:case", made.number)
    return form_page(
        request,
        form,
        template="supervision/corps/new.html",
        nobody=not any(found for _, found in people),
        officer=bool(offices),
    )


def _appointed(request: HttpRequest, form: AppointForm) -> CorpsAppointment | None:
    by, who = form.chosen()
    service = appointing.appoint if isinstance(by, Organisation) else appointing.appoint_internal
    given = {"card": form.cleaned_data["card"], "photo": form.cleaned_data["photo"] or None}
    made: list[CorpsAppointment] = []
    attempted(form, lambda: made.append(service(by, who, form.term(), actor=request.user, **given)))
    return made[0] if made else None


@require_safe
def card(request: HttpRequest, number: str) -> HttpResponse:
    """The card as a PDF, for the supervisor and who appointed; 404 for whoever may not see it."""
    case = visible_or_404(request.user, number)
    if not isinstance(case, CorpsAppointment):
        raise Http404
    if not appointing.may_read(case, request.user):
        raise PermissionDenied("督导证由本人和聘任单位下载。")
    try:
        data = cards.render(case)
    except (PrintError, ValueError, files.DamagedFileError) as error:
        messages.error(request, f"督导证不能生成：{error}")
        return redirect("casework:case", number)
    name = f"督导证_{case.card_number}.pdf"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the code on a card says: whether it holds, whose it is with the name masked, by whom and
    for which term; 404 for a code that stands on none."""
    case = reads.by_token(token)
    if case is None:
        return render(request, "supervision/corps/unknown_card.html", status=404)
    label, tone = case.standing
    context = {
        "name": masking.name(case.person.display_name),
        "side": CorpsSide(case.side).label,
        "by": case.appointed_by,
        "since": case.since,
        "until": case.until,
        "label": label,
        "tone": tone,
    }
    return render(request, "supervision/corps/card_public.html", context)
