"""我的备案: the agencies of one's own organisations, and what may be asked for them now."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import demand
from casework.views.sending import form_page, sent, taken
from catalogue import regulations
from config import clock
from filing import selectors, validity
from filing.enums import AgencyStatus
from filing.models import Agency, Filing
from filing.selectors import register
from filing.selectors.register import ScopeLine
from filing.services import register as writing
from ui.forms import StyledFormMixin


class ContactForm(StyledFormMixin, forms.Form):
    """What everybody may know of how to reach an agency."""

    address = forms.CharField(label="地址", required=False, max_length=200)
    contact = forms.CharField(
        label="公开联系方式",
        required=False,
        max_length=200,
        help_text="例如“人力资源部，0635-0000000”。请用办公电话或邮箱。",
    )


@dataclass(frozen=True)
class Entry:
    """An agency as it stands today; `unfinished` is the application that is under way for it,
    `renewable_from` the day from which a renewal is sensible."""

    agency: Agency
    status: AgencyStatus
    tone: str
    lines: list[ScopeLine]
    days_left: int | None
    renewable_from: date | None
    unfinished: Filing | None


@require_safe
def own_agencies(request: HttpRequest) -> HttpResponse:
    """For an applicant's managers and clerks; 403 for anybody else."""
    today = clock.today()
    rows = list(register.with_status(register.run_by(request.user), today))
    demand(bool(rows) or selectors.applicants_of(request.user).exists())
    scopes = register.scopes_on(rows, today)
    unfinished = _unfinished(rows)
    entries = [
        Entry(
            agency=agency,
            status=(status := AgencyStatus(agency.standing)),
            tone=register.TONES[status],
            lines=scopes[agency.pk],
            days_left=(agency.valid_until - today).days if agency.valid_until else None,
            renewable_from=_renewable_from(agency),
            unfinished=unfinished.get((agency.organisation_id, agency.regulation_id)),
        )
        for agency in rows
    ]
    return render(request, "filing/province/own_agencies.html", {"entries": entries})


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, code: str) -> HttpResponse:
    """How to reach an agency, for its managers and clerks; 404 for anybody else."""
    agency = get_object_or_404(register.run_by(request.user), code=code)
    start = {"address": agency.address, "contact": agency.contact}
    form = ContactForm(*sent(request), initial=start)
    if taken(form, lambda: writing.set_contact(agency, **form.cleaned_data)):
        messages.success(request, "已保存，公开页面随之更新。")
        return redirect("filing:my-agencies")
    return form_page(
        request,
        form,
        title="地址和公开联系方式",
        eyebrow=agency.name,
        back=reverse("filing:my-agencies"),
        button="保存",
        lead="在机构目录里向所有人公开，便于需要评价的单位和个人联系。",
    )


def _renewable_from(agency: Agency) -> date | None:
    if agency.valid_until is None:
        return None
    months = regulations.get(agency.regulation_id).renewal.warn_months
    return validity.renewable_from(agency.valid_until, months)


def _unfinished(agencies: list[Agency]) -> dict[tuple[int, str], Filing]:
    """The open applications by organisation and regulation: there is one at most."""
    owners = [agency.organisation_id for agency in agencies]
    rows = Filing.objects.filter(owner__in=owners, closed_at=None)
    return {(row.owner_id, row.regulation_id): row for row in rows}
