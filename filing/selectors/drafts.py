"""Which parts of an application may be changed now, and why not the others."""

from catalogue.regulations.terms import FilingStep
from filing.models import Filing
from filing.sections import BY_KEY

PAPERS = "papers"  # what is mended must be printed, sealed and scanned again
UNNAMED = "补正通知没有提到这一部分，不能修改。"
SENT = "申请已经提交，不能修改。需要改动的，等待办理机关通知补正，或者撤回后重新申请。"


def open_sections(filing: Filing) -> frozenset[str]:
    """The sections that may be changed: all of a draft; of one sent back for supplement those that
    the last request names, and the papers."""
    if filing.state == FilingStep.DRAFT:
        return frozenset(BY_KEY)
    if filing.state != FilingStep.SUPPLEMENT:
        return frozenset()
    return frozenset(section for section, _ in asked(filing)) | {PAPERS}


def is_open(filing: Filing, section: str) -> bool:
    """Whether the applicant may change this section now."""
    return section in open_sections(filing)


def why_closed(filing: Filing, section: str) -> str:
    """Why a section is only shown; empty while it is open."""
    if is_open(filing, section):
        return ""
    return UNNAMED if filing.state == FilingStep.SUPPLEMENT else SENT


def asked(filing: Filing) -> list[tuple[str, str]]:
    """(section, what is to be mended) of the last request that was sent, while it is open."""
    if filing.state != FilingStep.SUPPLEMENT:
        return []
    sent = filing.supplement_items.exclude(round=None)
    last = sent.order_by("-round").values("round")[:1]
    return list(sent.filter(round__in=last).values_list("section", "text"))
