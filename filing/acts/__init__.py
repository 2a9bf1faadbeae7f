"""The kinds of case of filing and their acts, by who takes them."""

from casework.kinds import CaseKind, register
from catalogue.regulations.terms import FilingStep
from filing import selectors
from filing.acts import applicant, bureau, experts, province, selection
from filing.models import Filing
from filing.parts.all import parts_for
from filing.selectors.experts import awaited

TONES = {
    "supplement": "warn",
    "returned": "warn",
    "refused": "danger",
    "failed": "danger",
    "unselected": "danger",
    "receipted": "ok",
    "registered": "ok",
}

FILING = register(
    CaseKind(
        code="filing",
        label="评价机构备案",
        prefix="BA",
        model=Filing,
        states=FilingStep,
        process="filing",
        tones=TONES,
        page="filing/case.html",
        context=lambda case, user: {"parts": parts_for(case, user)},
        start="filing:start",
        fill="filing:draft",
        may_start=lambda user: selectors.applicants_of(user).exists(),
        seen_by=selectors.panelled,
        awaits=awaited,
        records={**bureau.RECORDS, **experts.RECORDS},
        acts=(
            *bureau.ACTS,
            *experts.ACTS,
            *selection.ACTS,
            *province.ACTS,
            *applicant.ACTS,
        ),
    )
)
