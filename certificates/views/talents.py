"""The talent database for the officers of a territory: figures, and people with what they may
qualify for (LC-18, JS-11)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import demand
from accounts.models import Organisation
from catalogue.models import Division
from certificates.forms.upward import TalentForm
from certificates.selectors import policies, talent
from certificates.selectors.talent import Asked
from certificates.services import talents, tokens
from certificates.views.common import XLSX, download
from config import clock
from ui.tables import Column, Table

COLUMNS = (
    Column("name", "姓名", ("name",)),
    Column("id_number", "证件号码"),
    Column("occupation", "职业", ("occupation", "work_type")),
    Column("level", "等级", ("level",)),
    Column("issued", "发证日期", ("issued_on",)),
    Column("employer", "所在单位", ("employer",)),
    Column("policies", "可能符合的政策"),
)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How many people hold valid certificates, by level, occupation and place."""
    form, office, asked, about = _asked(request, request.GET)
    found = talent.statistics(asked)
    context = {
        "form": form,
        "office": office,
        "about": about,
        "found": found,
        "groups": (
            ("按等级", "等级", found.by_level),
            ("按地区", "地区", found.by_place),
            ("按职业", "职业", found.by_occupation),
        ),
        "query": urlencode({k: v for k, v in request.GET.items() if v}),
        "most": talent.MOST_OCCUPATIONS,
        "manages_tokens": bool(tokens.offices_of(request.user)),
    }
    return render(request, "certificates/upward/talents.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The valid certificates, each with the policies for which its holder may qualify."""
    form, office, asked, about = _asked(request, request.GET)
    rows = talent.holding(asked).select_related("division")
    table = Table(request, rows, COLUMNS, default_sort="-issued", id="people")
    today = clock.today()
    context = {
        "form": form,
        "about": about,
        "office": office,
        "table": table,
        "rows": [(row, policies.fitting(row, today)) for row in table.page],
        "policies": policies.for_place(asked.place),
    }
    return render(request, "certificates/upward/people.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The figures as xlsx, on record."""
    _, office, asked, about = _asked(request, request.POST)
    found = talent.statistics(asked)
    content = talents.export(found, asked, about=about, user=request.user, organisation=office)
    return download(content, f"技能人才数据库统计 {clock.today():%Y%m%d}.xlsx", XLSX)


def _asked(request: HttpRequest, data) -> tuple[TalentForm, Organisation, Asked, str]:
    """What was asked for, never beyond the territory of the office. What makes no sense is left
    out, as in every list."""
    offices = talent.offices_of(request.user)
    demand(bool(offices))
    chosen = {str(office.pk): office for office in offices}
    office = chosen.get(data.get("office", ""), offices[0])
    form = TalentForm(data or None, offices=offices, places=_places(office))
    form.is_valid()
    wanted = getattr(form, "cleaned_data", {})
    place = wanted.get("place") or office.division
    asked = Asked(
        place=talent.beginning(place),
        level=wanted.get("level"),
        occupation=wanted.get("occupation", "").strip(),
        first_on=wanted.get("first_on"),
        last_on=wanted.get("last_on"),
    )
    return form, office, asked, _said(place, asked, form)


def _said(place: Division, asked: Asked, form: TalentForm) -> str:
    levels = dict(form.fields["level"].choices)
    days = (asked.first_on, "至", asked.last_on) if asked.first_on or asked.last_on else ()
    parts = (
        place.full_name,
        levels.get(asked.level, "") if asked.level else "",
        asked.occupation,
        "发证" + "".join(str(day or "") for day in days) if days else "",
    )
    return "，".join(part for part in parts if part)


def _places(office: Organisation) -> list[Division]:
    """The divisions below an office."""
    return list(Division.objects.filter(parent=office.division).order_by("code"))
