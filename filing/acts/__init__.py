"""The kinds of case of filing and their acts, by who takes them."""

from casework.kinds import CaseKind, register
from catalogue.regulations.terms import FilingStep
from filing import selectors
from filing.acts import applicant, bureau, experts, province, selection
from filing.models import Filing
from filing.parts import bureau as desk_part
from filing.parts import experts as panel_part
from filing.parts import register as register_part
from filing.parts import route
from filing.parts import selection as selection_part
from filing.selectors.experts import awaited
from filing.selectors.reported import reported_to
from filing.services.answering import written_papers

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
        parts=(
            panel_part.asked,
            desk_part.desk,
            route.part,
            desk_part.told,
            panel_part.part,
            selection_part.part,
            register_part.part,
        ),
        start="filing:start",
        fill="filing:draft",
        may_start=lambda user: selectors.applicants_of(user).exists(),
        seen_by=selectors.panelled,
        awaits=awaited,
        reported_to=reported_to,
        written=written_papers,
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
