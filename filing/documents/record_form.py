"""The form that goes up to the province (备案表, 报备表): what it holds, as plain values."""

from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import Organisation
from casework.models import Event
from catalogue.regulations import Regulation
from catalogue.regulations.terms import OFFICE_OF, Actor, FilingAct
from config import clock
from filing.documents.receipt_content import code_name
from filing.models import Filing, Panel
from filing.selectors import granted

NONE = "--"


def of(filing: Filing, *, office: Organisation, to: str, note: str = "") -> dict[str, object]:
    """Name, occupations, levels and the experts' conclusion, from whom and to whom."""
    return {
        "title": title_of(filing.regulation),
        "to": to,
        "office": office.name,
        "case_number": filing.number,
        "regulation": filing.regulation.name,
        "facts": [*_applicant(filing), *_so_far(filing)],
        "rows": [grant.row for grant in granted.scope_of(filing)],
        "note": note,
        "reported_on": date_format(clock.today()),
        "round": filing.events.filter(act="report").count() + 1,
    }


def title_of(regulation: Regulation) -> str:
    """What the regulation calls the form; else a plain name."""
    by = next((a.by for a in regulation.processes.filing.arrows if a.act == FilingAct.REPORT), None)
    name = next((each.name for each in regulation.reports if each.by == by), "评价机构备案信息")
    name = name.partition("（附件")[0]
    return name if name.endswith("表") else f"{name}报备表"


def centre_of(regulation: Regulation) -> str:
    """What the region calls the province's centre."""
    return regulation.title_of(OFFICE_OF[Actor.PROVINCE_CENTRE])


def _applicant(filing: Filing) -> list[tuple[str, str]]:
    owner = filing.owner
    return [
        ("单位名称", owner.name),
        ("统一社会信用代码", owner.code),
        ("单位类别", owner.get_kind_display()),
        ("隶属关系", owner.get_affiliation_display()),
        ("所在地", str(filing.division)),
        ("申请事项", filing.get_purpose_display()),
    ]


def _so_far(filing: Filing) -> list[tuple[str, str]]:
    """What has come of it: taken by whom, found by the experts, promised, and its code."""
    lines = [
        ("受理机关", filing.receiver.name if filing.receiver else NONE),
        ("受理日期", _day_of(filing, "accept")),
        ("专家评估结论", _conclusion(filing)),
    ]
    if filing.regulation.commitment:
        lines.append(("承诺书签署日期", _day_of(filing, "commit")))
    if filing.agency:
        lines.append((code_name(filing), filing.agency.code))
    return lines


def _day_of(filing: Filing, act: str) -> str:
    event = Event.objects.filter(case_id=filing.pk, act=act).order_by("-sequence").first()
    return date_format(localtime(event.at)) if event else NONE


def _conclusion(filing: Filing) -> str:
    panel = Panel.objects.filter(filing=filing).exclude(verdict="").order_by("-pk").first()
    if panel is None:
        return NONE
    day = date_format(localtime(panel.concluded_at))
    return f"{panel.get_verdict_display()}（{day}）。{panel.conclusion}"
