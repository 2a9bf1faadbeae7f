"""What the pages of a draft have in common: whose it is, what is open, and the frame around it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.selectors import holds
from casework.views.cases import visible_or_404
from catalogue.regulations.terms import FilingStep
from filing import dossier
from filing.checks import Issue
from filing.checks.all import problems
from filing.models import Filing
from filing.models.filing import APPLICANTS
from filing.sections import BY_KEY, SECTIONS, Section

PAPERS = "papers"  # what is mended must be printed, sealed and scanned again
CLOSED = {
    "unnamed": "补正通知没有提到这一部分，不能修改。",
    "sent": "申请已经提交，不能修改。需要改动的，等待办理机关通知补正，或者撤回后重新申请。",
}


def draft_or_404(user: User, number: str) -> Filing:
    """The filing of that number, for its applicant's manager and clerks; 404 for anybody else."""
    case = visible_or_404(user, number)
    if not isinstance(case, Filing) or not holds(user, case.owner_id, *APPLICANTS):
        raise Http404
    return case


def open_sections(filing: Filing) -> frozenset[str]:
    """The sections that may be changed now: all of a draft; of one sent back for supplement those
    that the last request names, and the papers."""
    if filing.state == FilingStep.DRAFT:
        return frozenset(BY_KEY)
    if filing.state != FilingStep.SUPPLEMENT:
        return frozenset()
    items = filing.supplement_items.exclude(round=None)
    last = items.order_by("-round").values_list("round", flat=True)[:1]
    return frozenset(items.filter(round__in=list(last)).values_list("section", flat=True)) | {
        PAPERS
    }


def is_open(filing: Filing, section: str) -> bool:
    """Whether the applicant may change this section now."""
    return section in open_sections(filing)


def why_closed(filing: Filing, section: str) -> str:
    """Why a section is only shown; empty while it is open."""
    if is_open(filing, section):
        return ""
    return CLOSED["unnamed" if filing.state == FilingStep.SUPPLEMENT else "sent"]


def refuse_unless_open(filing: Filing, section: str) -> None:
    """403 with the reason for whoever would change a section that is closed."""
    if reason := why_closed(filing, section):
        raise PermissionDenied(reason)


def frame(request: HttpRequest, filing: Filing, key: str, **context) -> dict:
    """What `filing/draft/section.html` shows around a section; `issues` are those of the section
    as it stands. Pass `issues` where they are known already."""
    section = BY_KEY[key]
    if "issues" not in context:
        context["issues"] = issues_of(filing, key)
    place = SECTIONS.index(section)
    return {
        "filing": filing,
        "section": section,
        "closed": why_closed(filing, key),
        "asked": asked(filing, key),
        "before": _link(filing, SECTIONS[place - 1]) if place else None,
        "after": _link(filing, SECTIONS[place + 1]) if place + 1 < len(SECTIONS) else None,
        **context,
    }


def issues_of(filing: Filing, key: str) -> list[Issue]:
    """What the checks say of one section now."""
    return [issue for issue in problems(dossier.load(filing)) if issue.section == key]


def asked(filing: Filing, key: str) -> list[str]:
    """What the bureau asked to be mended in a section, the last time."""
    if filing.state != FilingStep.SUPPLEMENT:
        return []
    items = filing.supplement_items.exclude(round=None)
    last = items.order_by("-round").values_list("round", flat=True)[:1]
    return list(items.filter(round__in=list(last), section=key).values_list("text", flat=True))


def _link(filing: Filing, section: Section) -> dict | None:
    try:
        return {"title": section.title, "url": reverse(section.url_name, args=[filing.number])}
    except NoReverseMatch:
        return None
