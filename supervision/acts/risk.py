"""The kind of case in which an officer notes what is behind a risk signal. The agency and the
public see nothing of it."""

from accounts.enums import OrganisationKind
from casework.kinds import Act, CaseKind, register
from supervision.enums import ReviewState
from supervision.forms.risk import OutcomeForm
from supervision.models import RiskReview
from supervision.parts import risk as parts
from supervision.selectors import risk as reads
from supervision.services.risk import noting

RISK_REVIEW = register(
    CaseKind(
        code="risk_review",
        label="风险提示核实",
        prefix="FX",
        model=RiskReview,
        states=ReviewState,
        tones={"noted": "ok"},
        drafts=(),
        offices=(OrganisationKind.HRSS, OrganisationKind.CENTRE),
        hidden_from=reads.hidden_from,
        parts=(parts.review,),
        acts=(
            Act(
                "note",
                "登记核实情况",
                form=OutcomeForm,
                effect=noting.write_down,
                note_is_public=False,
            ),
        ),
    )
)
