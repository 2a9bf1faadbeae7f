"""What the pages of a draft have in common: whose it is, what is open, and the frame around it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from accounts.enums import SPEAKERS
from accounts.models import User
from accounts.selectors import holds
from casework.issues import Issue
from casework.views.cases import visible_or_404
from filing.checks.all import problems
from filing.documents import dossier
from filing.models import Filing
from filing.sections import BY_KEY, SECTIONS, Section
from filing.selectors import drafts
from filing.selectors.drafts import is_open, open_sections, why_closed

__all__ = ["draft_or_404", "frame", "is_open", "issues_of", "link", "open_sections", "why_closed"]


def draft_or_404(user: User, number: str) -> Filing:
    """The filing of that number, for its applicant's manager and clerks; 404 for anybody outside,
    403 for who has another role there."""
    case = visible_or_404(user, number)
    if not isinstance(case, Filing) or not holds(user, case.owner_id):
        raise Http404
    if not holds(user, case.owner_id, *SPEAKERS):
        raise PermissionDenied("只有本单位的管理员或经办人可以填报。")
    return case


def refuse_unless_open(filing: Filing, section: str) -> None:
    """403 with the reason for whoever would change a section that is closed."""
    if reason := why_closed(filing, section):
        raise PermissionDenied(reason)


def frame(filing: Filing, key: str, *, issues: list[Issue] | None = None, **context) -> dict:
    """What `filing/draft/section.html` shows around a section. `issues` are those of the section
    as it stands, where they are known already."""
    section = BY_KEY[key]
    place = SECTIONS.index(section)
    issues = issues_of(filing, key) if issues is None else issues
    return {
        "filing": filing,
        "section": section,
        "issues": issues,
        "refusing": sum(issue.refuses for issue in issues),
        "closed": why_closed(filing, key),
        "asked": [text for named, text in drafts.asked(filing) if named == key],
        "before": link(filing, SECTIONS[place - 1]) if place else None,
        "after": link(filing, SECTIONS[place + 1]) if place + 1 < len(SECTIONS) else None,
        **context,
    }


def issues_of(filing: Filing, key: str) -> list[Issue]:
    """What the checks say of one section now."""
    return [issue for issue in problems(dossier.load(filing)) if issue.section == key]


def link(filing: Filing, section: Section) -> dict:
    """Title and address of a section's page."""
    url = reverse(section.url_name, args=[filing.number])
    return {"title": section.title, "url": url}
