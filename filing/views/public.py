"""The register that anybody may read (LC-12, LN-08)."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.selectors import holds
from catalogue import regulations
from catalogue.rules import written_date
from config import clock
from filing import ports
from filing.documents.catalogue_sheet import MOST_AGENCIES, sheet_of
from filing.enums import AgencyStatus
from filing.filters import AgencyFilter
from filing.models import Agency, AgencyRule
from filing.selectors import finding, importers, register
from ui.limits import Limit
from ui.responses import Problem, problem, too_many
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "机构"),
    Column("division", "备案地"),
    Column("scope", "评价范围"),
    Column("valid", "有效期至", ("valid_until",)),
    Column("status", "状态"),
)
SHOWN_LINES = 3
MORE = ("kind", "status", "on")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOWNLOADS = "20/hour"
TOO_LONG = Problem(
    422,
    "名单太长",
    f"符合条件的机构超过 {MOST_AGENCIES} 家，一次下载不了。",
    ("返回目录，选择省、市或其他条件后再下载。",),
)


def day_asked(request: HttpRequest) -> tuple[date, str]:
    """The day whose register is wanted, today unless `?on=` says another; and what is wrong with
    what it says."""
    text = request.GET.get("on", "").strip()[:20]
    if not text:
        return clock.today(), ""
    day = written_date(text)
    if day is None:
        return clock.today(), f"“{text}”不是日期，请写全年月日，如 2026-03-01。下面是今天的目录。"
    if day > clock.today():
        return clock.today(), "目录只能查到今天为止。下面是今天的目录。"
    return day, ""


@login_not_required
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """The register as of today or another day, narrowed as asked."""
    day, wrong = day_asked(request)
    narrowed = AgencyFilter(request.GET, register.listed_on(day), request=request, day=day)
    table = Table(request, narrowed.qs, COLUMNS, id="agencies")
    lines = register.scopes_on(table.page, day)
    context = {
        "table": table,
        "rows": [_row(each, lines[each.pk]) for each in table.page],
        "filters": [narrowed.form[name] for name in ("division", "occupation", "level")],
        "more": [narrowed.form[name] for name in MORE],
        "more_open": any(request.GET.get(name) for name in MORE),
        "search": request.GET.get("search", "")[:100],
        "place": narrowed.form.cleaned_data.get("division") if narrowed.form.is_valid() else None,
        "day": day,
        "past": day != clock.today(),
        "wrong": wrong,
        "imports": bool(importers.offices_of(request.user)),
        "own": register.run_by(request.user) if request.user.is_authenticated else (),
    }
    return render(request, "filing/register/list.html", context)


def _row(agency: Agency, lines: list[register.ScopeLine]) -> dict:
    return {
        "agency": agency,
        "lines": lines[:SHOWN_LINES],
        "left": max(0, len(lines) - SHOWN_LINES),
        **_standing(agency.standing),
    }


def _standing(status: str | None) -> dict:
    if status is None:
        return {"status": "尚未备案", "tone": "neutral"}
    return {"status": AgencyStatus(status).label, "tone": register.TONES[AgencyStatus(status)]}


@login_not_required
@require_safe
def agency_sheet(request: HttpRequest) -> HttpResponse:
    """The agencies of the list as an xlsx file, one line a line of scope (LN-08). Public, twenty an
    hour from one address."""
    if wait := Limit("agency-sheet", DOWNLOADS).seconds_to_wait(request):
        return too_many(request, wait)
    day, _ = day_asked(request)
    narrowed = AgencyFilter(request.GET, register.listed_on(day), request=request, day=day)
    found = list(narrowed.qs[: MOST_AGENCIES + 1])
    if len(found) > MOST_AGENCIES:
        return problem(request, TOO_LONG)
    response = HttpResponse(sheet_of(found, day), content_type=XLSX)
    name = f"评价机构目录-{day:%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@login_not_required
@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency as it stood that day: scope, validity, history, rules and fees, recognitions."""
    day, wrong = day_asked(request)
    found = agency_or_404(code, day)
    regulation = _regulation(found)
    runs = holds(request.user, found.organisation_id) if found.organisation_id else False
    context = {
        "agency": found,
        "day": day,
        "past": day != clock.today(),
        "wrong": wrong,
        "lines": register.scope_on(found, day),
        "periods": register.history_until(found, day),
        "rules": register.rules_on(found, day),
        "recognitions": register.recognised_on(found, day),
        "regulation": regulation,
        "for_others": finding.for_others(regulation) if regulation else [],
        "runs": runs,
        "parts": (
            *ports.agency_parts(found, day),
            *ports.inner_agency_parts(found, day, request.user),
        ),
        **_standing(found.standing),
    }
    return render(request, "filing/register/agency.html", context)


@login_not_required
@require_safe
def agency_rule(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One version of what an agency has published of itself (LN-15, SD-11)."""
    found = agency_or_404(code, clock.today())
    rule = get_object_or_404(found.rules, pk=pk)
    newest = AgencyRule.objects.filter(agency=found, title=rule.title).order_by("pk").last()
    context = {"agency": found, "rule": rule, "newest": newest}
    return render(request, "filing/register/rule.html", context)


def agency_or_404(code: str, day: date) -> Agency:
    """A published agency, with how it stood that day. Raises Http404 for any other, and for a day
    before it was published."""
    listed: QuerySet[Agency] = register.listed_on(day)
    found = listed.select_related("division", "issuer", "organisation").filter(code=code).first()
    if found is None:
        raise Http404("目录中没有这个机构。")
    return found


def _regulation(agency: Agency):
    known = {each.id: each for each in regulations.current()}
    return known.get(agency.regulation_id)
